"""The dialogues of dialogues.jsonl, held with the whole running product."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.dialogues import Dialogue, load_dialogues, play

DIALOGUES = load_dialogues(Path(__file__).parent / "dialogues.jsonl")


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[dialogue.id for dialogue in DIALOGUES])
def test_a_dialogue_goes_as_it_should(dialogue: Dialogue, site: str) -> None:
    played = play(dialogue, site)
    assert played.mistakes == []
    assert not [turn.say for turn, reply in zip(dialogue.turns, played.replies, strict=True) if reply["degraded"]]


def test_the_dialogues_cover_all_three_personas() -> None:
    assert {dialogue.persona for dialogue in DIALOGUES} >= {"teacher", "parent", "employer"}
    assert len({dialogue.id for dialogue in DIALOGUES}) == len(DIALOGUES)
