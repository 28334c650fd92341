"""What a screen reader says by itself, and how it can move about."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def test_an_answer_is_read_out_once_and_politely(visitor: Visitor) -> None:
    visitor.listen()
    visitor.open()
    reply = visitor.ask("science festival in Stornoway")
    text = reply["messages"][0]["text"].splitlines()[0]
    heard = visitor.heard()
    assert sum(text in said for said in heard) == 1, heard
    assert heard[-1].startswith("STEM finder")
    log = visitor.page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert log.get_attribute("aria-relevant") == "additions"


def test_that_an_answer_is_coming_is_said_too(visitor: Visitor) -> None:
    visitor.listen()
    visitor.open()
    visitor.ask("science festival in Stornoway")
    assert sum("Looking for an answer" in said for said in visitor.heard()) == 1


def test_a_second_answer_does_not_have_the_first_read_out_again(visitor: Visitor, canned: dict[str, dict[str, Any]]) -> None:
    visitor.listen()
    visitor.open()
    first = visitor.ask("science festival in Stornoway")["messages"][0]["cards"][0]["summary"]
    visitor.given(canned["plain"])
    visitor.ask("thanks")
    assert sum(first in said for said in visitor.heard()) == 1


def test_a_conversation_restored_after_a_reload_is_not_read_out(visitor: Visitor) -> None:
    visitor.listen()
    visitor.open()
    visitor.ask("science festival in Stornoway")
    visitor.page.reload()
    visitor.answers.first.wait_for()
    assert visitor.heard() == []
    expect(visitor.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    visitor.ask("what about Skye?")
    assert len([said for said in visitor.heard() if said.startswith("STEM finder") and "Looking" not in said]) == 1


def test_headings_lead_from_result_to_result(visitor: Visitor) -> None:
    visitor.open()
    visitor.ask("robotics kit that our school in Inverness could borrow")
    headings = visitor.page.get_by_role("heading", level=3).all_text_contents()
    assert headings == visitor.card_names()


def test_every_link_of_a_card_says_where_it_leads_or_whom_it_reaches(visitor: Visitor, canned: dict[str, dict[str, Any]]) -> None:
    visitor.given(canned["cards"])
    visitor.open()
    visitor.ask("anything")
    links = visitor.cards().first.locator(".contact").get_by_role("link")
    spoken = [" ".join(text.split()) for text in links.all_text_contents()]
    assert spoken == ["Website of Wind power talks", "E-mail talks@example.org", "Ring +44 (0)1856 000 000 ext 2"]
    assert links.last.get_attribute("href") == "tel:+441856000000"
