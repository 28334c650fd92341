"""The line about an offer or a need for everybody is a curator's own, and names nobody."""

from __future__ import annotations

import pytest

from bot.submissions.describing import wrong_with
from bot.texts import Texts
from tests.bot.submissions.leaving import left

OFFER = left(
    "offer",
    what="Two engineers who can visit a class and talk about wind turbines off the coast",
    organisation="Firth Sensors Ltd",
)


@pytest.mark.parametrize(
    "text",
    [
        "A visit by engineers, with a talk about wind turbines",
        "Engineers come to a class and tell about their work at sea.",
        "Two engineers visit; sensors and turbines",
    ],
)
def test_a_line_in_a_curators_own_words_is_taken(text: str) -> None:
    assert wrong_with(text, OFFER) == ""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Short", "portal_describe_length"),
        ("x" * 201, "portal_describe_length"),
        ("A talk about turbines; write to office@firth.example.org", "portal_describe_contact"),
        ("A talk about turbines; ring 01632 960123", "portal_describe_contact"),
        ("A talk about turbines, see https://firth.example.org", "portal_describe_contact"),
        ("A talk about turbines, see www.firth.scot", "portal_describe_contact"),
        ("A talk by people of FIRTH SENSORS LTD.", "portal_describe_organisation"),
        ("They can visit a class, and talk about their work", "portal_describe_copied"),
    ],
)
def test_a_line_that_tells_too_much_is_refused_with_the_reason(text: str, wrong: str) -> None:
    assert wrong_with(text, OFFER) == wrong
    assert Texts.default().say(wrong)


def test_what_was_left_before_people_were_asked_about_such_a_line_gets_none() -> None:
    older = OFFER.model_copy(update={"consent_version": "2026-2"})
    assert wrong_with("A visit by engineers", older) == "portal_describe_not_agreed"
    assert older.may_be_listed
