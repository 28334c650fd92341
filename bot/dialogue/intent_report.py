"""Measure the trained classifier: ``python -m bot.dialogue.intent_report MODEL FILE [--json]`` in Rasa's environment."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

FALLBACK = "nlu_fallback"
"""What Rasa calls an intent it is unsure of; the bot's action for it is called by the second word alone."""


async def told(model: str, lines: Sequence[str]) -> list[dict[str, Any]]:
    """Return each message with the intent it should get, the one it got, and the confidence.

    Args:
        model: path of a trained model.
        lines: a JSON object each: "text", and the expected intent as "category".
    """
    agent = Agent.load(model)
    found = []
    for message in (json.loads(line) for line in lines if line.strip()):
        intent = (await agent.parse_message(message["text"]))["intent"]
        name = "fallback" if intent["name"] == FALLBACK else str(intent["name"])
        found.append(
            {"text": message["text"], "expected": message["category"], "got": name, "confidence": float(intent["confidence"])}
        )
    return found


def print_report(messages: Sequence[dict[str, Any]]) -> None:
    """Print accuracy and every message taken for something else."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for each in messages:
        asked[each["expected"]] += 1
        if each["got"] == each["expected"]:
            right[each["expected"]] += 1
        else:
            print(f"{each['text']!r}: {each['got']} ({each['confidence']:.2f}), expected {each['expected']}")
    for category, count in sorted(asked.items()):
        print(f"{category:16} {right[category]:3} of {count}")
    print(f"accuracy {right.total() / asked.total():.3f} over {asked.total()} messages")


if __name__ == "__main__":
    import structlog

    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    found = asyncio.run(told(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()))
    if "--json" in sys.argv[3:]:
        print(json.dumps(found))
    else:
        print_report(found)
