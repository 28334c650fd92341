"""Play a file of dialogues with a running finder and print what went wrong."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.conversations.playing import cards_of, load_dialogues, play


def main() -> None:
    """Play and report; exit status 1 where a reply was not as expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--site", default="http://127.0.0.1:8080")
    parser.add_argument("--verbose", action="store_true", help="print every reply")
    options = parser.parse_args()
    dialogues = load_dialogues(options.file)
    mistakes = []
    for dialogue in dialogues:
        played = play(dialogue, options.site)
        mistakes += played.mistakes
        if options.verbose:
            for turn, reply in zip(dialogue.turns, played.replies, strict=True):
                mark = " (degraded)" if reply["degraded"] else ""
                print(f"{dialogue.id} > {turn.say}{mark}\n    {reply['messages'][0]['text'][:160]!r}")
                for card in cards_of(reply):
                    print(f"    - {card['name']} [{card['where']}] {card['reasons']}")
                print(f"    {reply['messages'][0]['suggestions']}")
    for mistake in mistakes:
        print(mistake)
    print(f"{len(dialogues)} dialogues, {len(mistakes)} mistakes")
    sys.exit(bool(mistakes))


if __name__ == "__main__":
    main()
