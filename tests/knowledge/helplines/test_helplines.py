"""Help lines: each with its source, and shown when a message shows signs of danger, but not otherwise."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.helplines import FOLDER, MOST, Helplines

ENTRIES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "helplines.yaml").read_text(encoding="utf-8"))
LINES = Helplines.default()


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_every_line_has_a_source_with_its_time_and_a_way_to_reach_it(entry: dict[str, Any]) -> None:
    assert re.match(r"https?://", entry["source_url"])
    assert entry["as_of"]
    assert re.match(r"https?://", entry["url"])
    assert entry["for"]
    assert entry["situations"]


def test_no_line_stands_twice() -> None:
    ids = [line.id for line in LINES.lines]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("message", "situation"),
    [
        ("I want to die", "crisis"),
        ("some days i just want to end it all", "crisis"),
        ("been thinking about suicide", "crisis"),
        ("she has been cutting herself... I mean I keep cutting myself", "crisis"),
        ("I dinnae want to be here any more", "crisis"),
        ("I'd be better off dead", "crisis"),
        ("my friend took an overdose", "crisis"),
        ("there is no point in living", "crisis"),
        ("my dad hits me", "abuse"),
        ("I'm not safe at home", "abuse"),
        ("scared to go home tonight", "abuse"),
        ("somebody at school keeps hurting me", "abuse"),
        ("he touched me in a way I didn't like", "sexual-violence"),
        ("I was raped", "sexual-violence"),
        ("my husband beats me", "domestic-abuse"),
        ("help with forced marriage", "domestic-abuse"),
        ("I'm being bullied every day", "bullying"),
        ("ma pals keep bullying me", "bullying"),
        ("a pupil in my class told me she is being hurt", "worried-adult"),
        ("I have a safeguarding concern about a child", "worried-adult"),
        ("I'm running away from home", "missing"),
        ("I can't cope any more", "distress"),
        ("cannae go on", "distress"),
        ("I feel so hopeless", "distress"),
        ("i hate myself", "distress"),
    ],
)
def test_a_message_about_danger_or_distress_is_known_by_its_signs(message: str, situation: str) -> None:
    assert situation in LINES.situations_in(message)
    shown = LINES.for_situations(LINES.situations_in(message))
    assert shown[0].id == "emergency-999"
    assert any(situation in line.situations for line in shown)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "coding club in Dundee",
        "we want to end our project with a science show",
        "the dead sea and other salty places, chemistry for P6",
        "crash test dummies and forces",
        "how do plants die in winter?",
        "a workshop on cutting and joining metal",
        "my daughter hit the books and loves maths",
        "training on anti-bullying for teachers",
        "safeguarding training for STEM Ambassadors",
        "PVG and child protection course for volunteers",
        "killer whales in Orkney",
        "I'm dying to see the observatory",
        "this homework is killing me",
        "hate maths, love art",
        "the hopeless state of our science kit",
        "suits someone who can't go on Saturdays",
        "my class can't go on the trip",
        "mental health careers in the NHS",
        "self-driving cars",
        "what runs away from a magnet?",
    ],
)
def test_an_ordinary_question_shows_no_sign(message: str) -> None:
    assert LINES.situations_in(message) == ()


@given(st.lists(st.sampled_from(["crisis", "abuse", "bullying", "missing", "worried-adult", "distress", "no-such"]), max_size=4))
def test_the_emergency_number_always_comes_first_and_never_more_than_a_few_lines(situations: list[str]) -> None:
    shown = LINES.for_situations(tuple(situations))
    assert shown[0].id == "emergency-999"
    assert 3 <= len(shown) <= MOST
    assert len(set(shown)) == len(shown)


def test_whoever_is_in_danger_or_distress_sees_a_line_for_anyone() -> None:
    """An adult who worries about somebody else sees the lines for that."""
    for situation in {situation for line in LINES.lines for situation in line.situations} - {"always", "worried-adult"}:
        shown = LINES.for_situations((situation,))
        assert any({"crisis", "distress"} & set(line.situations) for line in shown), situation


def test_a_child_in_danger_sees_childline_and_an_adult_who_worries_the_nspcc() -> None:
    assert "childline" in [line.id for line in LINES.for_situations(("abuse",))]
    assert "nspcc-helpline" in [line.id for line in LINES.for_situations(("worried-adult",))]


def test_a_line_shows_only_what_it_has() -> None:
    for line in LINES.lines:
        shown = line.to_json()
        assert shown["source_url"]
        assert all(shown.values())


@given(st.text(max_size=300))
def test_any_message_can_be_looked_at(message: str) -> None:
    assert isinstance(LINES.situations_in(message), tuple)
