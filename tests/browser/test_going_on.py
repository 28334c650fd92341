"""A conversation over time: a reload, a fresh start, waiting, and answers that do not come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.visitor import API, Visitor

WORDS = "is there a coding club near Elgin for my ten year old?"


def send(visitor: Visitor, text: str = WORDS) -> None:
    """Types and sends without waiting for the answer."""
    visitor.box.fill(text)
    visitor.page.keyboard.press("Enter")


def test_a_reload_keeps_the_conversation_and_it_goes_on(visitor: Visitor) -> None:
    visitor.open()
    first = visitor.ask("dark sky events in Ayr")
    before = visitor.page.locator(".log").inner_text()
    visitor.page.reload()
    visitor.answers.first.wait_for()
    assert visitor.page.locator(".log").inner_text() == before
    assert visitor.page.locator(".intro").is_hidden()
    assert visitor.ask("what about Lerwick?")["conversation"] == first["conversation"]
    assert "Shetland" in visitor.cards().first.inner_text() or "Scotland" in visitor.cards().first.inner_text()


def test_start_again_clears_the_page_and_the_next_question_opens_a_new_conversation(visitor: Visitor) -> None:
    visitor.open()
    first = visitor.ask("dark sky events in Ayr")
    visitor.start_again()
    assert visitor.page.locator(".message").count() == 0
    assert visitor.page.get_by_role("heading", name="What are you looking for?").is_visible()
    expect(visitor.page.get_by_role("button", name="Start again")).to_be_hidden()
    visitor.page.reload()
    assert visitor.page.locator(".message").count() == 0
    assert visitor.ask("dark sky events in Ayr")["conversation"] != first["conversation"]


def test_another_tab_has_a_conversation_of_its_own(visitor: Visitor) -> None:
    visitor.open()
    visitor.ask("dark sky events in Ayr")
    other = visitor.page.context.new_page()
    other.goto(visitor.site)
    assert other.locator(".message").count() == 0


def test_an_answer_is_shown_to_be_coming_and_that_it_takes_long(visitor: Visitor) -> None:
    held: list[Route] = []
    visitor.page.route(API, lambda route: held.append(route))
    visitor.page.clock.install()
    visitor.open()
    send(visitor)
    waiting = visitor.page.locator(".waiting")
    expect(waiting).to_contain_text("Looking for an answer")
    expect(visitor.page.locator(".message.you")).to_contain_text(WORDS)
    visitor.page.clock.fast_forward(9_000)
    expect(waiting).to_contain_text("taking longer than usual")
    held[0].continue_()
    expect(visitor.answers).to_have_count(1)
    expect(waiting).to_have_count(0)


def test_a_second_question_while_an_answer_is_coming_is_kept_in_the_box(visitor: Visitor) -> None:
    held: list[Route] = []
    visitor.page.route(API, lambda route: held.append(route))
    visitor.open()
    send(visitor)
    visitor.page.locator(".waiting").wait_for()
    send(visitor, "and for a teenager?")
    assert visitor.box.input_value() == "and for a teenager?"
    assert len(held) == 1
    held[0].continue_()
    expect(visitor.answers).to_have_count(1)


@pytest.mark.parametrize("fault", ["503", "abort", "no answer in time", "not JSON"])
def test_a_failure_keeps_the_words_and_a_retry_brings_the_answer(visitor: Visitor, fault: str) -> None:
    visitor.expected_errors = ["503", "ERR_FAILED"]

    def fail(route: Route) -> None:
        if fault == "503":
            route.fulfill(status=503, content_type="text/plain", body="away")
        elif fault == "abort":
            route.abort()
        elif fault == "not JSON":
            route.fulfill(status=200, content_type="text/html", body="<p>A proxy's page")

    visitor.page.route(API, fail)
    visitor.page.clock.install()
    visitor.open()
    send(visitor)
    if fault == "no answer in time":
        visitor.page.locator(".waiting").wait_for()
        visitor.page.clock.fast_forward(50_000)
    failure = visitor.page.locator(".failure")
    expect(failure).to_contain_text("Your question is kept.")
    assert visitor.box.input_value() == WORDS
    assert visitor.page.locator(".message.you").count() == 1

    visitor.page.unroute(API)
    visitor.answer_to(visitor.page.get_by_role("button", name="Try again").click)
    assert visitor.cards().count() > 0
    assert failure.count() == 0
    assert visitor.page.locator(".message.you").count() == 1
    assert visitor.box.input_value() == ""


def test_too_many_questions_are_told_how_long_to_wait_and_can_then_be_asked_again(visitor: Visitor) -> None:
    visitor.expected_errors = ["429"]
    refusal = {"Retry-After": "20", "Content-Type": "application/problem+json"}
    visitor.page.route(API, lambda route: route.fulfill(status=429, headers=refusal, body='{"title": "Too Many Requests"}'))
    visitor.page.clock.install()
    visitor.open()
    send(visitor)
    again = visitor.page.get_by_role("button", name="Try again")
    expect(visitor.page.locator(".failure")).to_contain_text("20 seconds")
    expect(again).to_be_disabled()
    assert visitor.box.input_value() == WORDS
    visitor.page.clock.fast_forward(21_000)
    expect(again).to_be_enabled()
    visitor.page.unroute(API)
    visitor.answer_to(again.click)
    assert visitor.cards().count() > 0


def test_a_question_whose_answer_never_came_can_be_asked_again_after_a_reload(visitor: Visitor) -> None:
    visitor.page.route(API, lambda route: None)
    visitor.open()
    send(visitor)
    visitor.page.locator(".waiting").wait_for()
    # Unrouted before, the question that waits would go through, and its answer might be quicker than the reload.
    visitor.page.reload()
    visitor.page.unroute(API)
    expect(visitor.page.locator(".failure")).to_contain_text("No answer had come")
    visitor.answer_to(visitor.page.get_by_role("button", name="Try again").click)
    assert visitor.cards().count() > 0


def test_a_start_again_while_an_answer_is_coming_leaves_the_page_empty(visitor: Visitor) -> None:
    held: list[Route] = []
    visitor.page.route(API, lambda route: held.append(route))
    visitor.open()
    send(visitor)
    visitor.page.locator(".waiting").wait_for()
    visitor.page.get_by_role("button", name="Start again").click()
    visitor.page.unroute(API)
    assert visitor.page.locator(".message").count() == 0
    visitor.ask("dark sky events in Ayr")
    assert visitor.answers.count() == 1


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_asked_for_less_motion(visitor: Visitor, motion: str) -> None:
    held: list[Route] = []
    visitor.page.route(API, lambda route: held.append(route))
    visitor.page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    visitor.open()
    send(visitor)
    visitor.page.locator(".waiting").wait_for()
    running = visitor.page.evaluate("() => document.getAnimations().length")
    assert (running == 0) == (motion == "reduce")
    held[0].continue_()
    expect(visitor.answers).to_have_count(1)
