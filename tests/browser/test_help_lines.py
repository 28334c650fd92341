"""Somebody in distress gets people to talk to, and no programmes."""

from __future__ import annotations

from tests.browser.visitor import Visitor

DISTRESS = "honestly i cant see the point of anything now, been crying every night and thinking about hurting myself"


def test_a_message_of_distress_gets_help_lines_to_ring_and_no_cards(visitor: Visitor) -> None:
    visitor.open()
    reply = visitor.ask(DISTRESS)
    lines = reply["messages"][0]["helplines"]
    assert visitor.cards().count() == 0
    assert visitor.page.get_by_role("heading", name="People you can talk to now").is_visible()
    assert visitor.page.locator(".lines h4").all_text_contents() == [line["name"] for line in lines]
    numbers = [link.get_attribute("href") for link in visitor.page.locator(".ring a").all()]
    assert "tel:999" in numbers
    assert "tel:116123" in numbers
    assert visitor.page.get_by_text("To clear this conversation from the screen").is_visible()


def test_each_help_line_names_its_source_out_of_the_way(visitor: Visitor) -> None:
    visitor.open()
    lines = visitor.ask(DISTRESS)["messages"][0]["helplines"]
    sources = visitor.page.locator(".sources a")
    assert not sources.first.is_visible()
    visitor.page.get_by_text("Where these come from").click()
    assert [link.get_attribute("href") for link in sources.all()] == [line["source_url"] for line in lines]
    assert sources.first.is_visible()


def test_a_question_for_provision_after_that_is_answered_with_cards(visitor: Visitor) -> None:
    visitor.open()
    visitor.ask(DISTRESS)
    visitor.ask("science clubs in Paisley")
    assert visitor.cards().count() > 0
    assert visitor.answers.last.locator(".helplines").count() == 0
