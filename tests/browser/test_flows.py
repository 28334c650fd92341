"""Conversations that people finish, through the running product: one test a flow, on a phone's width and at a desk's."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

SIZES = {"phone": (320, 640), "desk": (1280, 900)}
OFFER = (
    "Two engineers who can visit a class and talk about sensors",
    "Firth Sensors Ltd",
    "electronics",
    "Kirkcaldy",
    "P6 to S3",
)
NEED = (
    "Someone to talk to 25 pupils about bees",
    "P5",
    "Wick",
    "in May",
    "Inverbrae Primary School",
    "office@inverbrae.example.org",
)


@pytest.fixture(params=SIZES)
def guest(request: pytest.FixtureRequest, visitor: Visitor) -> Visitor:
    """A visitor on the chat page: with a small phone, and at a desk."""
    width, height = SIZES[request.param]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.open()
    return visitor


def test_one_wish_is_changed_and_taken_back(guest: Visitor) -> None:
    guest.ask("science festival in Orkney")
    first = guest.card_names()
    guest.ask("actually Shetland")
    assert guest.card_names() != first
    assert "Shetland" in guest.answers.last.inner_text()
    guest.ask("go back")
    assert guest.card_names() == first


def test_two_results_are_compared_in_a_table(guest: Visitor) -> None:
    guest.ask("science festival in Orkney")
    names = guest.card_names()[:2]
    guest.ask("compare the first two")
    table = guest.answers.last.get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts() == names
    assert {"Cost", "Where"} <= set(table.get_by_role("rowheader").all_inner_texts())
    assert guest.has_no_sideways_scroll()


def test_the_second_result_is_told_in_detail_and_has_a_page(guest: Visitor) -> None:
    guest.ask("science festival in Orkney")
    second = guest.card_names()[1]
    guest.ask("tell me more about the second one")
    answer = guest.answers.last
    assert answer.locator("dl.details dt").count() >= 5
    answer.get_by_role("link", name=second).first.click()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text(second)


def test_a_pathway_is_drawn_step_by_step(guest: Visitor) -> None:
    guest.ask("she is in S3, loves engineering, does not want uni")
    steps = guest.answers.last.locator(".step")
    assert steps.count() >= 3
    assert "SCQF" in guest.answers.last.locator(".route").inner_text()
    assert guest.has_no_sideways_scroll()


def test_an_offer_is_left_corrected_stored_and_withdrawn(guest: Visitor) -> None:
    guest.ask("I want to leave an offer")
    for count, answer in enumerate(OFFER, start=1):
        expect(guest.page.locator(".progress").last).to_have_text(f"Your offer: question {count} of 7")
        guest.ask(answer)
    guest.ask("change the organisation to Forth Sensors Ltd")
    guest.ask("Friday afternoons")
    guest.ask("office@forthsensors.example.org")
    checked = guest.answers.last
    expect(checked.locator(".progress")).to_have_text("Your offer: ready to check")
    for words in ("Forth Sensors Ltd", "Friday afternoons", "office@forthsensors.example.org"):
        expect(checked.locator(".answers").get_by_text(words)).to_be_visible()
    guest.say("Yes, store it")
    number = guest.answers.last.locator(".reference strong").inner_text()
    assert re.fullmatch(r"[A-Z0-9-]{6,}", number)
    assert guest.has_no_sideways_scroll()
    guest.ask(f"withdraw {number}")
    assert number in guest.answers.last.inner_text()


def test_a_school_leaves_what_it_needs_and_withdraws_it(guest: Visitor) -> None:
    guest.ask("our school would like to leave a request for a speaker")
    if guest.page.get_by_role("button", name="Leave a request").count():
        guest.say("Leave a request")
    for answer in NEED:
        expect(guest.page.locator(".progress").last).to_contain_text("What you need: question")
        guest.ask(answer)
    guest.say("Yes, store it")
    number = guest.answers.last.locator(".reference strong").inner_text()
    guest.ask(f"withdraw {number}")
    assert number in guest.answers.last.inner_text()


def test_results_are_kept_opened_as_a_page_to_print_and_mailed(guest: Visitor) -> None:
    guest.ask("science festival in Orkney")
    first, second = guest.card_names()[:2]
    for name in (first, second):
        keep = guest.page.get_by_role("button", name=f"Keep {name}", exact=True)
        guest.answer_to(keep.first.click)
    guest.page.get_by_role("link", name="Your list (2)").click()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Your list")
    assert guest.page.locator("article.card h3").all_inner_texts() == [first, second]
    link = guest.page.get_by_role("link", name="E-mail it").get_attribute("href") or ""
    body = parse_qs(urlsplit(link).query)["body"][0]
    assert first in body
    assert second in body
    guest.page.emulate_media(media="print")
    expect(guest.page.locator("article.card").last).to_be_visible()


def test_an_answer_is_rated_with_a_reason(guest: Visitor) -> None:
    guest.ask("science festival in Orkney")
    answer = guest.answers.last
    with guest.page.expect_response("**/api/feedback") as noted:
        answer.locator("summary", has_text="No").click()
    assert noted.value.status == 204
    answer.get_by_label("Not near enough").check()
    with guest.page.expect_response("**/api/feedback") as reasoned:
        answer.get_by_role("button", name="Send", exact=True).click()
    assert reasoned.value.status == 204
    expect(answer).to_contain_text("Thank you.")


def test_whom_nobody_understands_is_led_to_the_directory_and_to_people(guest: Visitor) -> None:
    for words in ("vvnn mmkk", "qqw plrt dfg", "wrr tgh bnm"):
        guest.ask(words)
        if guest.answers.last.get_by_role("link", name=re.compile("irectory")).count():
            break
    guest.answers.last.get_by_role("link", name=re.compile("irectory")).first.click()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Directory")


def plainly(visitor: Visitor, text: str) -> None:
    """Asks by the form."""
    visitor.box.fill(text)
    visitor.page.get_by_role("button", name="Ask", exact=True).click()


def test_without_javascript_results_are_kept_compared_and_rated(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.open()
    plainly(visitor, "science festival in Orkney")
    first, second = visitor.card_names()[:2]
    plainly(visitor, "compare the first two")
    assert visitor.page.get_by_role("columnheader").all_inner_texts() == [first, second]
    plainly(visitor, "keep the first one")
    assert visitor.has_no_sideways_scroll()
    expect(visitor.page.get_by_role("link", name="Your list (1)")).to_be_visible()
    visitor.page.get_by_text("No", exact=True).click()
    visitor.page.get_by_label("Not near enough").check()
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Thank you")
    visitor.page.get_by_label("Go on with your question").fill("show my list")
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    assert visitor.card_names() == [first]


def test_without_javascript_a_card_is_kept_by_its_button(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    plainly(visitor, "science festival in Orkney")
    first = visitor.card_names()[0]
    visitor.page.get_by_role("button", name=f"Keep {first}", exact=True).click()
    plainly(visitor, "science festival in Orkney")
    visitor.page.get_by_role("link", name="Your list (1)").click()
    assert visitor.page.locator("article.card h3").all_inner_texts() == [first]
    assert not visitor.page.locator('[data-part="print"]').is_visible()


def test_without_javascript_a_kept_card_says_so_and_is_taken_off_by_its_button(visitor_without_javascript: Visitor) -> None:
    visitor = visitor_without_javascript
    visitor.open()
    plainly(visitor, "science festival in Orkney")
    first = visitor.card_names()[0]
    visitor.page.get_by_role("button", name=f"Keep {first}", exact=True).click()
    plainly(visitor, "show my list")
    visitor.page.get_by_role("button", name=f"Kept. Take off {first}", exact=True).click()
    expect(visitor.answers.first).to_contain_text(f"Taken off your list: {first}")
    expect(visitor.page.get_by_role("link", name=re.compile("Your list"))).to_have_count(0)
