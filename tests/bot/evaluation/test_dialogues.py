"""Dialogues are held as written, and nothing that is not as expected passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.dialogues import Dialogue, Turn, load_dialogues, mistakes_in, play, play_with
from bot.evaluation.site import ask
from knowledge.errors import DialogueError, QueryError

ORKNEY = {
    "id": "in-orkney",
    "name": "In Orkney",
    "areas": ["Orkney Islands"],
    "delivery": ["in-school"],
    "cost": "free",
    "where": "Orkney",
    "reasons": [],
}
WIDE = {"id": "for-all", "name": "For all", "areas": ["Scotland"], "delivery": ["online"], "cost": "unknown"}


def answer(*cards: dict[str, Any], text: str = "Here you are.", degraded: bool = False, **blocks: Any) -> dict[str, Any]:
    """An answer of the public API."""
    message = {"text": text, "cards": list(cards), "suggestions": [], "total": len(cards), **blocks}
    return {"conversation": "c", "messages": [message], "degraded": degraded}


def mistakes(reply: dict[str, Any], seen: set[str] | None = None, **expect: Any) -> list[str]:
    return list(mistakes_in(reply, expect, seen or set()))


def test_an_answer_as_expected_has_no_mistake() -> None:
    reply = answer(ORKNEY, WIDE, text="Ring 01632 960123")
    assert mistakes(reply, cards="some", area="Orkney Islands", text=r"\d{5}", cost_in=["free", "unknown"], new=True) == []
    assert mistakes(answer(), cards="none", area="Fife", delivery_has="online") == []


@pytest.mark.parametrize(
    ("reply", "expect"),
    [
        (answer(), {"cards": "some"}),
        (answer(ORKNEY), {"cards": "none"}),
        (answer(ORKNEY), {"area": "Fife"}),
        (answer(ORKNEY), {"delivery_has": "online"}),
        (answer(WIDE), {"delivery_not": "online"}),
        (answer(WIDE), {"cost_in": ["free"]}),
        (answer(ORKNEY), {"text": "Shetland"}),
        (answer(ORKNEY, degraded=True), {}),
        (answer(*[{**ORKNEY, "id": str(number)} for number in range(4)]), {}),
    ],
)
def test_each_thing_that_is_not_as_expected_is_a_mistake(reply: dict[str, Any], expect: dict[str, Any]) -> None:
    assert len(mistakes(reply, **expect)) == 1


def test_a_card_shown_before_is_no_new_one() -> None:
    assert mistakes(answer(ORKNEY), {"in-orkney"}, new=True) == ["in-orkney was shown before"]


def test_the_conversation_goes_on_under_its_id_and_cards_are_remembered() -> None:
    heard: list[tuple[str, str | None]] = []

    def asking(message: str, conversation: str | None) -> dict[str, Any]:
        heard.append((message, conversation))
        return answer(ORKNEY)

    played = play_with(Dialogue("d", "teacher", (Turn("first", {}), Turn("more", {"new": True})), 2), asking)
    assert heard == [("first", None), ("more", "c")]
    assert played.mistakes == ["d 'more': in-orkney was shown before"]
    assert not played.outcome().succeeded


def test_a_site_that_does_not_answer_is_a_failed_dialogue_not_a_crash() -> None:
    def silent(message: str, conversation: str | None) -> dict[str, Any]:
        raise DialogueError("nobody is there")

    outcome = play_with(Dialogue("d", "parent", (Turn("hello", {}), Turn("again", {})), 2), silent).outcome()
    assert not outcome.succeeded
    assert len(outcome.mistakes) == 1
    with pytest.raises(DialogueError, match="did not answer"):
        ask("http://127.0.0.1:9", "hello")
    assert play(Dialogue("d", "parent", (Turn("hello", {}),), 1), "http://127.0.0.1:9").mistakes


def test_a_dialogue_longer_than_its_budget_does_not_succeed() -> None:
    turns = (Turn("a", {}), Turn("b", {}))
    assert play_with(Dialogue("d", "parent", turns, 2), lambda *_: answer(ORKNEY)).outcome().succeeded
    assert not play_with(Dialogue("d", "parent", turns, 1), lambda *_: answer(ORKNEY)).outcome().succeeded


def test_a_file_gives_dialogues_whose_budget_is_their_length_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    turns = [{"say": "a", "expect": {"cards": "some"}}, {"say": "b"}]
    path.write_text(
        "\n".join(json.dumps({"id": i, "persona": "p", "turns": turns, **more}) for i, more in (("x", {}), ("y", {"budget": 5})))
    )
    assert [(each.id, each.budget, len(each.turns)) for each in load_dialogues(path)] == [("x", 2, 2), ("y", 5, 2)]


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        '{"id": "a", "persona": "p"}',
        '{"id": "a", "persona": "p", "turns": []}',
        '{"id": "a", "persona": "p", "turns": [{"expect": {}}]}',
        '{"id": "a", "persona": "p", "turns": [{"say": "x", "expect": {"card": "some"}}]}',
        "",
    ],
)
def test_a_line_that_is_no_dialogue_is_told_with_file_and_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(line)
    with pytest.raises(QueryError, match=r"d\.jsonl(:1 | is empty)"):
        load_dialogues(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        load_dialogues(tmp_path / "none.jsonl")
