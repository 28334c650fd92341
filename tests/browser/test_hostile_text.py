"""Whatever people type and whatever a record holds is shown as text."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

TYPED = '<img src=x onerror=alert(1)> "><script>alert(2)</script> <b>STEM</b> & {{7*7}} clubs in Fife'


def no_dialogs(visitor: Visitor) -> list[str]:
    """The messages of all dialogs that open; none is expected."""
    opened: list[str] = []

    def note(dialog: Any) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    visitor.page.on("dialog", note)
    return opened


def test_what_was_typed_is_shown_as_typed_and_survives_a_reload(visitor: Visitor) -> None:
    opened = no_dialogs(visitor)
    visitor.open()
    visitor.ask(TYPED)
    said = visitor.page.locator(".message.you .said")
    assert said.inner_text() == TYPED
    visitor.page.reload()
    expect(said).to_have_text(TYPED)
    assert visitor.page.locator(".log img, .log script, .message.you b").count() == 0
    assert opened == []


def test_what_was_typed_is_shown_as_typed_without_javascript(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    visitor.box.fill(TYPED)
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    assert visitor.page.locator(".message.you .said").inner_text() == TYPED
    assert visitor.page.locator(".log img, .log script, .message.you b").count() == 0


def test_what_a_record_holds_is_text_and_only_web_addresses_become_links(
    visitor: Visitor, canned: dict[str, dict[str, Any]]
) -> None:
    opened = no_dialogs(visitor)
    visitor.given(canned["hostile"])
    visitor.open()
    visitor.ask("anything")
    card = visitor.cards().first
    card.locator(".more > summary").click()
    assert card.locator("h3").inner_text() == '<b>Bold</b> & "quoted"'
    assert card.locator(".summary").inner_text() == "<img src=x onerror=alert(1)>"
    assert visitor.page.locator(".log img, .log script, .log b, .log i:not(.dots i)").count() == 0
    assert visitor.page.locator(".details dd").last.inner_text() == "<img src=x onerror=alert(4)>"
    assert visitor.page.locator(".step h4").inner_text() == "<b>One</b>"
    addresses = [link.get_attribute("href") for link in visitor.page.locator(".log a").all()]
    assert addresses == [
        "https://www.example.org/a_b?c=d",
        "mailto:help@example.org",
        "https://www.example.org/kit",
        "/resources/a%22b",
        "/resources/..%2Fx",
        "/resources/hostile",
    ]
    assert opened == []
