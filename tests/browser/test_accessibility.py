"""axe-core finds nothing on what the walk (walk/) does not meet: every kind of answer, waiting, failing, the widget elsewhere."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Route

from tests.browser.visitor import Visitor

Scheme = Literal["light", "dark"]
BOTH: tuple[Scheme, ...] = ("light", "dark")
KINDS = ("cards", "helplines", "degraded", "plain", "details", "comparison", "three compared", "route", "form", "confirm")
QUESTION = "I teach P6 in Kirkwall, can someone come and talk about wind power?"

pytestmark = pytest.mark.parametrize("scheme", BOTH)


@pytest.mark.parametrize("kind", [*KINDS, "route with cards", "reference", "kept", "several"])
def test_axe_finds_nothing_on_any_kind_of_answer(
    visitor: Visitor, axe_source: str, canned: dict[str, dict[str, Any]], scheme: Scheme, kind: str
) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.given(canned[kind])
    visitor.open()
    visitor.ask("anything")
    visitor.expected_errors = ["404"]  # the rating of an answer that was never given
    for folded in visitor.page.locator(".log summary").all():
        folded.click()
    assert visitor.violations(axe_source) == []


def test_axe_finds_nothing_while_an_answer_is_coming_and_when_it_fails(visitor: Visitor, axe_source: str, scheme: Scheme) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.expected_errors = ["503"]
    held: list[Route] = []
    visitor.page.route("**/api/chat", lambda route: held.append(route))
    visitor.open()
    visitor.box.fill("science clubs in Angus")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator(".waiting").wait_for()
    assert visitor.violations(axe_source) == []
    held[0].fulfill(status=503)
    visitor.page.locator(".failure").wait_for()
    assert visitor.violations(axe_source) == []


def test_axe_finds_nothing_in_the_widget_on_a_partners_page(
    visitor: Visitor, axe_source: str, host_site: str, scheme: Scheme
) -> None:
    visitor.home = (visitor.site, host_site)
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.page.goto(host_site)
    launcher = visitor.page.get_by_role("button", name="Find STEM help")
    launcher.wait_for()
    assert visitor.violations(axe_source) == []
    launcher.click()
    visitor.box.wait_for()
    assert visitor.violations(axe_source) == []
    visitor.ask(QUESTION)
    assert visitor.violations(axe_source) == []
