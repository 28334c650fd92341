"""The widget on a partner's page: one script tag, a strict policy, loud styles of the page's own."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.visitor import Visitor

LARGEST = 24 * 1024


@pytest.fixture
def partner(visitor: Visitor, host_site: str) -> Visitor:
    """A visitor of the partner's page."""
    visitor.home = (visitor.site, host_site)
    visitor.page.goto(host_site)
    launcher(visitor).wait_for()
    return visitor


def launcher(visitor: Visitor) -> Locator:
    """The button in the corner."""
    return visitor.page.get_by_role("button", name="Find STEM help")


def dialog(visitor: Visitor) -> Locator:
    """The open panel."""
    return visitor.page.get_by_role("dialog", name="Find STEM help")


def has_focus(locator: Locator) -> bool:
    """Whether the element has the focus, in whatever root it is."""
    focused: bool = locator.evaluate("node => node.getRootNode().activeElement === node")
    return focused


def colour(locator: Locator, of: str = "color") -> str:
    """A computed colour."""
    value: str = locator.evaluate(f"node => getComputedStyle(node).{of}")
    return value


def test_one_script_tag_brings_the_finder_to_a_page_with_a_strict_policy(partner: Visitor) -> None:
    assert partner.page.locator("script").count() == 1
    launcher(partner).click()
    assert has_focus(partner.box)
    reply = partner.ask("wind power for primary schools in Orkney")
    assert not reply["degraded"]
    assert 1 <= partner.cards().count() <= 3
    assert partner.cards().first.locator(".source a").count() == 1
    partner.ask("what about Shetland?")
    assert "Shetland" in partner.answers.last.inner_text()


def test_the_widget_lives_in_a_shadow_root_and_leaves_the_page_alone(partner: Visitor) -> None:
    page = partner.page
    assert page.evaluate("document.querySelector('stem-finder').shadowRoot !== null")
    launcher(partner).click()
    partner.ask("science festival in Orkney")
    assert page.evaluate("document.body.querySelectorAll('article, textarea, dialog').length") == 0
    assert page.evaluate("document.querySelectorAll('style, link').length") == 1, "the page's own style sheet only"
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    assert colour(page.get_by_role("heading", name="School", exact=True)) == "rgb(255, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('main button')).display") == "none"


def test_the_pages_styles_do_not_leak_into_the_widget(partner: Visitor) -> None:
    assert colour(launcher(partner)) == "rgb(255, 255, 255)"
    launcher(partner).click()
    partner.ask("science festival in Orkney")
    name = partner.cards().first.locator("h3")
    for part in (name, partner.box, partner.answers.first.locator(".said p").first):
        assert colour(part) == "rgb(20, 35, 59)"
        assert colour(part, "textTransform") == "none"
    assert name.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > 16, "the page's root font size shrinks it"


def test_escape_closes_the_widget_and_gives_the_focus_back(partner: Visitor) -> None:
    launcher(partner).focus()
    partner.page.keyboard.press("Enter")
    assert has_focus(partner.box)
    partner.page.keyboard.press("Escape")
    expect(dialog(partner)).to_have_count(0)
    assert has_focus(launcher(partner))


def test_the_close_button_closes_too_and_the_conversation_is_still_there_when_reopened(partner: Visitor) -> None:
    launcher(partner).click()
    partner.ask("science festival in Orkney")
    names = partner.card_names()
    partner.page.get_by_role("button", name="Close").click()
    expect(dialog(partner)).to_have_count(0)
    launcher(partner).click()
    assert partner.card_names() == names


def test_a_reload_of_the_partners_page_keeps_the_conversation(partner: Visitor) -> None:
    launcher(partner).click()
    partner.ask("science festival in Orkney")
    names = partner.card_names()
    partner.page.reload()
    launcher(partner).click()
    partner.answers.first.wait_for()
    assert partner.card_names() == names


def test_on_a_phone_the_widget_is_modal_and_tab_stays_in_it(visitor: Visitor, host_site: str) -> None:
    visitor.home = (visitor.site, host_site)
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    visitor.page.goto(host_site)
    launcher(visitor).click()
    assert dialog(visitor).evaluate("node => node.matches(':modal')")
    assert has_focus(visitor.box)
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_have_count(0)
    assert has_focus(launcher(visitor))


def test_script_and_everything_it_loads_is_small_and_from_the_finder_alone(partner: Visitor, host_site: str) -> None:
    launcher(partner).click()
    partner.box.wait_for()
    loaded = [request for request in partner.requested if not request.url.startswith(host_site)]
    assert all(request.url.startswith(f"{partner.site}/") for request in loaded)
    names = {request.url.removeprefix(partner.site) for request in loaded}
    assert "/widget.js" in names
    sizes = {}
    for request in loaded:
        response = request.response()
        assert response is not None
        assert response.headers["content-encoding"] == "gzip", request.url
        sizes[request.url] = len(gzip.compress(response.body()))
    assert sum(sizes.values()) < LARGEST, sizes


def test_links_to_the_finders_pages_are_in_full_and_the_list_is_near_the_box(
    partner: Visitor, canned: dict[str, dict[str, Any]]
) -> None:
    partner.given(canned["kept"])
    launcher(partner).click()
    partner.ask("keep the first")
    name = partner.cards().first.locator("h3 a")
    assert name.get_attribute("href") == f"{partner.site}/resources/wind-talks"
    listed = partner.page.get_by_role("link", name="Your list (3)")
    assert listed.get_attribute("href") == f"{partner.site}/shortlist?id=wind-talks&id=marine-centre&id=code-club"
    assert partner.cards().first.get_by_role("button", name="Kept. Take off Wind power talks").is_visible()


def test_a_rating_goes_to_the_finder(partner: Visitor, canned: dict[str, dict[str, Any]]) -> None:
    sent: list[Any] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(status=204, headers={"Access-Control-Allow-Origin": "*"})

    partner.page.route(f"{partner.site}/api/feedback", take)
    partner.given(canned["details"])
    launcher(partner).click()
    partner.ask("tell me about the first")
    partner.page.get_by_role("button", name="Yes").click()
    expect(partner.answers.last).to_contain_text("Thank you.")
    assert sent == [{"feedback": "tok-1", "rating": "up", "reason": None}]


def test_before_it_is_opened_the_page_waits_for_no_more_than_the_launcher(partner: Visitor, host_site: str) -> None:
    loaded = [request.url.removeprefix(partner.site) for request in partner.requested if not request.url.startswith(host_site)]
    assert sorted(loaded) == ["/static/widget.css", "/widget.js"]


def test_the_widget_works_on_the_finders_own_demonstration_page(visitor: Visitor) -> None:
    visitor.open("/widget-demo")
    launcher(visitor).click()
    visitor.ask("science festival in Orkney")
    assert visitor.cards().count() > 0


def test_a_site_that_is_not_on_the_list_may_not_call_the_chat(visitor: Visitor) -> None:
    script = f"fetch('{visitor.site}/api/chat', {{method: 'POST', body: '{{}}'}}).then(() => 'let in', () => 'kept out')"
    visitor.expected_errors = ["CORS", "ERR_FAILED"]
    stranger = visitor.page.context.new_page()
    stranger.goto("data:text/html,<title>Stranger</title>")
    assert stranger.evaluate(script) == "kept out"
