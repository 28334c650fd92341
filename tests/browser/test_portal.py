"""Employers and schools in a real browser: both roles from first page to reference number, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.bot.web.portal_visit import NEED, OFFER, REFERENCE
from tests.browser.visitor import Visitor

WIDTHS = (320, 1280)
ROLES = {
    "employer": ("/employers", "Leave an offer", OFFER, "Yes, store this offer"),
    "school": ("/schools", "Leave a request", NEED, "Yes, store this request"),
}
WRITTEN_OUT = """() => [...document.querySelectorAll('.portal .contact a[href^=http]')].map(
    (a) => getComputedStyle(a, '::after').content.slice(1, -1).trim() === a.getAttribute('href'))"""
REFUSED = ["422"]
"""A browser notes in its console that a form was answered with its mistakes."""


def fill_in(page: Page, answers: dict[str, str]) -> None:
    for name, answer in answers.items():
        page.locator(f"[name={name}]").fill(answer)


def leave(page: Page, role: str) -> str:
    """Walks from the first page to the number."""
    _, deed, answers, consent = ROLES[role]
    page.get_by_role("link", name=deed).click()
    fill_in(page, answers)
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_label(consent).check()
    page.get_by_role("button", name="Agree and send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is stored")
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def withdraw(page: Page, reference: str) -> None:
    """Takes it back."""
    page.get_by_role("link", name="Withdraw").first.click()
    page.get_by_label("Reference number").fill(reference)
    page.get_by_role("button", name="Withdraw and delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Withdrawn")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_leaves_something_and_withdraws_it(visitor: Visitor, axe_source: str, role: str, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    visitor.expected_errors = REFUSED
    start, deed, answers, consent = ROLES[role]
    visitor.open(start)
    page.get_by_role("link", name=deed).click()

    def good() -> None:
        assert visitor.has_no_sideways_scroll()
        assert visitor.violations(axe_source) == []

    good()
    page.get_by_role("button", name="Check your answers").click()
    good()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "what"
    fill_in(page, answers)
    page.get_by_role("button", name="Check your answers").click()
    good()
    page.get_by_role("button", name="Agree and send").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick “Yes”")
    good()
    page.get_by_label(consent).check()
    page.get_by_role("button", name="Agree and send").click()
    good()
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found
    withdraw(page, found[0])
    good()


@pytest.mark.parametrize("role", ROLES)
def test_all_of_it_works_without_javascript(visitor_without_javascript: Visitor, role: str) -> None:
    visitor_without_javascript.open(ROLES[role][0])
    reference = leave(visitor_without_javascript.page, role)
    withdraw(visitor_without_javascript.page, reference)


def test_changing_an_answer_leads_to_its_question_and_keeps_the_others(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/employers/offer")
    fill_in(page, OFFER)
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Change Where").click()
    expect(page).to_have_url(f"{visitor.site}/employers/offer#place")
    expect(page.locator("[name=what]")).to_have_value(OFFER["what"])
    page.locator("[name=place]").fill("Oban")
    page.get_by_role("button", name="Check your answers").click()
    expect(page.locator(".answers")).to_contain_text("Oban (Argyll and Bute)")


def test_an_offer_is_left_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/employers/offer")
    page.locator("[name=what]").focus()
    for answer in OFFER.values():
        page.keyboard.type(answer)
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check your answers"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "consent":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your offer is stored")
    withdraw(page, page.locator(".sent .number").inner_text())


def test_the_summary_of_mistakes_has_the_focus(visitor: Visitor) -> None:
    visitor.expected_errors = REFUSED
    visitor.open("/schools/need")
    visitor.page.get_by_role("button", name="Check your answers").click()
    expect(visitor.page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize(
    "path", ["/employers?place=Kirkcaldy", "/employers/networks?place=Kirkcaldy", "/schools?place=Kirkcaldy"]
)
def test_on_paper_addresses_are_written_out_and_nothing_asks_for_a_click(visitor: Visitor, path: str) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 718, "height": 1000})
    visitor.open(path)
    page.emulate_media(media="print")
    for hidden in ("form", "button", "nav", ".deeds", ".back"):
        assert not page.locator(hidden).first.is_visible(), hidden
    written = page.evaluate(WRITTEN_OUT)
    assert written
    assert all(written)
    assert visitor.has_no_sideways_scroll()


def test_the_networks_of_an_area_are_found_from_the_employers_page(visitor: Visitor) -> None:
    visitor.open("/employers?place=Kirkcaldy")
    visitor.page.get_by_role("link", name="How to join").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Networks and partnerships")
    near = visitor.page.get_by_role("region", name="In and around Kirkcaldy (Fife)")
    expect(near).to_contain_text("DYW Fife")
    expect(near).to_contain_text("Lead contact")
    visitor.page.get_by_role("link", name="Moray", exact=True).click()
    expect(visitor.page.get_by_role("region", name="In and around Moray")).to_contain_text("Moray Pathways")


def test_an_employer_sees_a_need_near_by_and_not_whose_it_is(visitor: Visitor) -> None:
    visitor.open("/schools")
    reference = leave(visitor.page, "school")
    visitor.open("/employers?place=Kirkcaldy")
    visitor.page.get_by_role("link", name="See what schools need").click()
    expect(visitor.page.locator(".listed")).to_contain_text("Electronics and sensors")
    expect(visitor.page.locator("main")).not_to_contain_text("Inverbrae")
    visitor.open("/employers")
    withdraw(visitor.page, reference)
