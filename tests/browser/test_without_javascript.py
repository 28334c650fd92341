"""Without JavaScript a plain form asks and answers; and what the server writes is what the browser would have built."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.texts import Texts
from bot.web.rendering import load_templates
from tests.browser.visitor import Visitor

BUILT = """() => document.querySelector('[data-part="log"]').innerHTML"""
KINDS = ("cards", "hostile", "degraded", "helplines", "plain", "details", "comparison", "three compared", "form")
ROUTES = ("route", "route with cards")
WRITTEN = '{% from "_message.html" import answer, question %}{{ question(said) }}{% for each in reply.messages %}' + (
    "{{ answer(each, reply.degraded, reply.conversation) }}{% endfor %}"
)


def submit(visitor: Visitor, text: str) -> None:
    """Fills in the form and sends it."""
    visitor.box.fill(text)
    visitor.page.get_by_role("button", name="Ask", exact=True).click()


def test_a_plain_form_asks_answers_and_goes_on_with_the_conversation(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    submit(visitor, "science festival in Orkney")
    assert visitor.page.locator(".message.you").inner_text().endswith("science festival in Orkney")
    assert 1 <= visitor.cards().count() <= 3
    assert "Orkney" in visitor.cards().first.inner_text()
    assert visitor.cards().first.locator(".source a").count() == 1
    submit(visitor, "what about Shetland?")
    assert "Shetland" in visitor.answers.first.inner_text()
    assert "Orkney Islands" not in visitor.cards().locator(".facts").all_inner_texts()


def test_a_plain_example_and_a_plain_suggestion_are_answered(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    visitor.page.locator(".examples button").first.click()
    first = visitor.card_names()
    assert first
    visitor.page.get_by_role("button", name="Show me more").click()
    assert visitor.card_names()
    assert not set(visitor.card_names()) & set(first)


def test_plain_start_again_leads_to_the_empty_page(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    submit(visitor, "science festival in Orkney")
    visitor.page.get_by_role("button", name="Start again").click()
    assert visitor.page.locator(".message").count() == 0
    assert visitor.page.url == f"{visitor.site}/?" or visitor.page.url == f"{visitor.site}/"


def test_plain_help_lines_are_shown(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    submit(visitor, "everybody in my class picks on me and I cant cope, I just want it all to stop")
    assert visitor.page.locator('.helplines a[href^="tel:"]').count() >= 2
    assert visitor.cards().count() == 0


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_plain_answer_needs_no_sideways_scroll(visitor_without_javascript: Visitor, width: int) -> None:
    visitor = visitor_without_javascript
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open()
    submit(visitor, "science festival in Orkney")
    assert visitor.cards().count() > 0
    assert visitor.has_no_sideways_scroll()


@pytest.mark.parametrize("kind", [*KINDS, *ROUTES, "confirm", "reference", "kept", "several"])
def test_server_and_browser_write_the_same_message(visitor: Visitor, canned: dict[str, dict[str, Any]], kind: str) -> None:
    visitor.given(canned[kind])
    visitor.open()
    visitor.ask("Anything <b>bold</b> & more?")
    template = load_templates(Texts.default()).from_string(WRITTEN)
    written = template.render(said="Anything <b>bold</b> & more?", reply=canned[kind])
    # Reading both by the same parser evens out quotes and entities.
    parsed = visitor.page.evaluate("text => new DOMParser().parseFromString(text, 'text/html').body.innerHTML", written)
    built = visitor.page.evaluate(BUILT)
    assert squeezed(parsed) == squeezed(built)


def squeezed(markup: str) -> str:
    """Markup without space that nobody sees."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", markup)).strip()
