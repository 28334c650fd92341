"""Thumbs under an answer: sent at once, with a reason where somebody gives one, thanked for, and asked for once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.visitor import Visitor

Canned = dict[str, dict[str, Any]]


@pytest.fixture
def sent(visitor: Visitor) -> list[dict[str, Any]]:
    """What was posted to /api/feedback."""
    posted: list[dict[str, Any]] = []

    def take(route: Route) -> None:
        posted.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(status=204)

    visitor.page.route("**/api/feedback", take)
    return posted


def ask(visitor: Visitor, reply: dict[str, Any]) -> None:
    """Asks and gets this reply."""
    visitor.given(reply)
    visitor.open()
    visitor.ask("tell me about the first")


def test_yes_is_sent_thanked_for_politely_and_not_asked_again(
    visitor: Visitor, canned: Canned, sent: list[dict[str, Any]]
) -> None:
    visitor.listen()
    ask(visitor, canned["details"])
    visitor.page.get_by_role("button", name="Yes").click()
    thanks = visitor.answers.last.get_by_text("Thank you.")
    expect(thanks).to_be_focused()
    assert visitor.heard().count("Thank you.") == 1
    assert sent == [{"feedback": "tok-1", "rating": "up", "reason": None}]
    visitor.page.reload()
    visitor.answers.first.wait_for()
    assert visitor.page.get_by_text("Was this useful?").count() == 0


def test_no_counts_at_once_and_a_reason_takes_its_place(visitor: Visitor, canned: Canned, sent: list[dict[str, Any]]) -> None:
    ask(visitor, canned["details"])
    visitor.page.locator("summary", has_text="No").click()
    expect(visitor.page.get_by_text("Please leave out personal details.").first).to_be_visible()
    visitor.page.get_by_label("Not near enough").check()
    visitor.page.get_by_label("Anything else?").fill("It is two ferries away")
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.answers.last).to_contain_text("Thank you. That helps to mend it.")
    assert sent == [
        {"feedback": "tok-1", "rating": "down", "reason": None},
        {"feedback": "tok-1", "rating": "down", "reason": "Not near enough: It is two ferries away"},
    ]


def test_the_whole_of_it_works_by_keyboard_and_enter_among_the_reasons_never_says_yes(
    visitor: Visitor, canned: Canned, sent: list[dict[str, Any]]
) -> None:
    ask(visitor, canned["details"])
    visitor.page.get_by_role("button", name="Yes").focus()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_label("Not what I asked for")).to_be_visible()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Enter")
    expect(visitor.answers.last).to_contain_text("Thank you.")
    assert {each["rating"] for each in sent} == {"down"}
    assert sent[-1]["reason"] == "Not what I asked for"


def test_a_reason_has_a_limit_and_what_cannot_be_sent_is_said(visitor: Visitor, canned: Canned) -> None:
    visitor.expected_errors = ["503"]
    visitor.page.route("**/api/feedback", lambda route: route.fulfill(status=503))
    ask(visitor, canned["details"])
    visitor.page.locator("summary", has_text="No").click()
    words = visitor.page.get_by_label("Anything else?")
    words.focus()
    visitor.page.keyboard.insert_text("x" * 400)
    assert len(words.input_value()) == 300
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.answers.last).to_contain_text("could not be sent")
    assert visitor.page.get_by_role("button", name="Send", exact=True).is_visible()


def test_an_answer_without_a_token_asks_for_no_opinion(visitor: Visitor, canned: Canned) -> None:
    ask(visitor, canned["form"])
    assert visitor.page.locator(".feedback").count() == 0
