"""The directory, an entry's page and the list somebody keeps: with and without JavaScript, on a phone and at a desk."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visiting
from tests.browser.visitor import Visitor

WIDTHS = {"phone": (320, 640), "desk": (1280, 900)}


@pytest.fixture(params=[(size, script) for size in WIDTHS for script in (True, False)], ids=lambda each: f"{each[0]}-{each[1]}")
def reader(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitor]:
    """Visitors with a small phone and at a desk, whose browser runs scripts or does not."""
    size, script = request.param
    width, height = WIDTHS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, reduced_motion="reduce"
    )
    yield from visiting(context, site)
    context.close()


def total(visitor: Visitor) -> int:
    """How many entries the page says there are."""
    return int(visitor.page.locator("#found").inner_text().split()[0].replace(",", ""))


def narrow(visitor: Visitor) -> None:
    """Unfolds the facets where they are folded."""
    folded = visitor.page.locator(".facets > summary")
    if folded.is_visible():
        folded.click()


def test_from_the_header_to_an_entry_by_search_narrowing_and_paging(reader: Visitor) -> None:
    page = reader.page
    reader.open()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Directory").click()
    everything = total(reader)
    assert everything > 100
    page.get_by_label("Search in plain words").fill("coding club in Dundee")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Remove: Dundee City")).to_be_visible()
    found = total(reader)
    assert 0 < found < everything
    narrow(reader)
    stage = page.get_by_role("group", name="Stage", exact=True)
    primary = stage.get_by_role("checkbox", name="Primary")
    promised = int(stage.locator("label", has_text="Primary").locator(".count").inner_text().strip("()"))
    primary.check()
    page.get_by_role("button", name="Show").click()
    assert "stage=primary" in page.url
    assert "=&" not in page.url
    assert not page.url.endswith("=")
    assert promised > 0
    assert 0 < total(reader) <= found
    expect(page.get_by_label("Search in plain words")).to_have_value("coding club in Dundee")
    page.get_by_role("link", name="Remove: Dundee City").click()
    expect(page.get_by_role("link", name="Remove: Dundee City")).to_have_count(0)
    name = page.locator("article.card h3").first.inner_text()
    page.locator("article.card h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_pages_lead_on_and_back(reader: Visitor) -> None:
    page = reader.page
    reader.open("/directory")
    first = page.locator("article.card h3").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    assert not set(first) & set(page.locator("article.card h3").all_inner_texts())
    page.get_by_role("link", name="Previous page").click()
    assert page.locator("article.card h3").all_inner_texts() == first


def test_an_entrys_page_tells_all_and_leads_back_to_the_chat_with_the_words_ready(reader: Visitor) -> None:
    page = reader.page
    reader.open("/resources/sserc")
    name = page.get_by_role("heading", level=1).inner_text()
    assert page.locator("dl.details dt").count() >= 5
    assert page.get_by_role("link", name=f"Website of {name}").count() == 1
    assert json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")["name"] == name
    page.get_by_role("link", name="Ask about this in the chat").click()
    expect(reader.box).to_have_value(f"Tell me more about {name}")


def test_a_list_can_be_printed_and_mailed_and_needs_no_sideways_scroll(reader: Visitor) -> None:
    page = reader.page
    reader.open("/shortlist?id=sserc&id=crest-awards&id=gone")
    assert page.locator("article.card").count() == 2
    expect(page.get_by_text("no longer in the catalogue")).to_be_visible()
    assert (page.get_by_role("link", name="E-mail it").get_attribute("href") or "").startswith("mailto:?subject=")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="E-mail it")).to_be_hidden()
    expect(page.locator("article.card").last).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


def test_on_paper_no_word_of_a_card_is_broken_into_a_column(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 720, "height": 1000})
    visitor.page.emulate_media(media="print")
    visitor.page.goto(f"{visitor.site}/directory?q=coding+club")
    lines = visitor.page.evaluate(
        """() => [...document.querySelectorAll(".card .contact a")].map((link) => {
          const range = document.createRange();
          range.selectNode([...link.childNodes].find((each) => each.nodeType === Node.TEXT_NODE));
          return range.getClientRects().length;
        })"""
    )
    assert lines
    assert set(lines) == {1}


def test_print_is_offered_where_there_is_script_to_answer_it(visitor: Visitor) -> None:
    visitor.page.add_init_script("window.print = () => { window.printed = true; }")
    visitor.open("/shortlist?id=sserc")
    visitor.page.get_by_role("button", name="Print").click()
    assert visitor.page.evaluate("window.printed")


def test_without_script_nothing_is_offered_that_needs_it(visitor_without_javascript: Visitor) -> None:
    visitor_without_javascript.open("/shortlist?id=sserc")
    expect(visitor_without_javascript.page.locator('[data-part="print"]')).to_be_hidden()


def test_on_a_desk_the_facets_are_in_view_without_a_press(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    visitor.open("/directory")
    expect(visitor.page.get_by_role("checkbox", name="Primary")).to_be_visible()


def test_the_words_from_a_link_join_the_running_conversation(visitor: Visitor, canned: dict[str, Any]) -> None:
    visitor.given(canned["plain"])
    visitor.open()
    visitor.ask("hello")
    visitor.open("/?ask=Tell%20me%20more%20about%20SSERC")
    visitor.answers.first.wait_for()
    expect(visitor.box).to_have_value("Tell me more about SSERC")
    with visitor.page.expect_request("**/api/chat") as asked:
        visitor.page.get_by_role("button", name="Ask", exact=True).click()
    assert asked.value.post_data_json == {"conversation": "c1", "message": "Tell me more about SSERC"}


def test_several_values_are_ticked_taken_away_one_by_one_and_the_order_is_kept(reader: Visitor) -> None:
    page = reader.page
    reader.open("/directory")
    narrow(reader)
    stage = page.get_by_role("group", name="Stage", exact=True)
    stage.get_by_role("checkbox", name="Primary").check()
    stage.get_by_role("checkbox", name="Early years").check()
    page.get_by_role("textbox", name="Town, island or postcode").fill("Kirkwall")
    page.get_by_role("button", name="Show").click()
    assert page.url.count("stage=") == 2
    both = total(reader)
    page.get_by_role("link", name="Name", exact=True).click()
    assert total(reader) == both
    page.get_by_role("link", name="Remove: Early years").click()
    expect(page.get_by_role("link", name="Remove: Primary")).to_be_visible()
    expect(page.get_by_role("link", name="Remove: Kirkwall")).to_be_visible()
    assert "sort=name" in page.url
    assert 0 < total(reader) <= both
    assert reader.has_no_sideways_scroll()


def test_no_empty_space_is_left_below_the_foot_of_the_page(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    visitor.open("/directory?view=map&topic=computing-science")
    foot = visitor.page.locator("footer.site").evaluate("foot => foot.getBoundingClientRect().bottom + window.scrollY")
    assert visitor.page.evaluate("document.scrollingElement.scrollHeight") <= max(foot, 900) + 2


def test_the_map_leads_to_an_areas_list(reader: Visitor) -> None:
    page = reader.page
    reader.open("/directory?topic=computing-science")
    page.get_by_role("link", name="Map", exact=True).last.click()
    assert page.locator(".tile-map a").count() == 32
    assert reader.has_no_sideways_scroll()
    tile = page.get_by_role("link", name=": Fife,")
    serving = int((tile.get_attribute("aria-label") or "").split(",")[2].split()[0])
    tile.click()
    expect(page.get_by_role("link", name="Remove: Fife")).to_be_visible()
    assert total(reader) == serving


def test_a_mistake_is_reported_after_a_slip_without_account_or_script(reader: Visitor) -> None:
    page = reader.page
    reader.expected_errors = ["400"]
    reader.open("/resources/crest-awards")
    page.get_by_role("link", name="Report a mistake").click()
    page.get_by_label("What would be right?").fill("The fee has changed")
    page.get_by_role("button", name="Send report").click()
    page.get_by_role("link", name="Choose what is wrong.").click()
    expect(page.get_by_label("What would be right?")).to_have_value("The fee has changed")
    page.get_by_label("The cost is wrong").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.get_by_role("link", name="Back to CREST Awards").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("CREST Awards")
    assert reader.has_no_sideways_scroll()


def test_entries_are_kept_on_the_way_and_removed_again_with_and_without_script(reader: Visitor) -> None:
    page = reader.page
    reader.open("/directory?topic=computing")
    names = page.locator("article.card h3").all_inner_texts()
    page.locator("article.card").nth(1).get_by_role("button", name="Keep").click()
    expect(page.locator("article.card").nth(1).get_by_role("button", name="Remove from list")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_role("link", name="Your list (1)")).to_be_visible()
    page.locator("article.card h3 a").first.click()
    names.append(page.get_by_role("heading", level=1).inner_text())
    page.get_by_role("button", name=f"Keep {names[-1]} on your list").click()
    assert reader.has_no_sideways_scroll()
    page.get_by_role("link", name="Your list (2)").click()
    assert page.locator("article.card h3").all_inner_texts() == [names[1], names[-1]]
    page.get_by_role("button", name="Remove from list").first.click()
    assert page.locator("article.card h3").all_inner_texts() == [names[-1]]
    page.get_by_role("link", name="Back to the directory").click()
    expect(page.get_by_role("link", name="Your list (1)")).to_be_visible()


def test_the_list_is_one_in_the_chat_and_on_pages(visitor: Visitor, canned: dict[str, Any]) -> None:
    page = visitor.page
    visitor.open("/resources/crest-awards")
    page.get_by_role("button", name="Keep").click()
    reply = copy.deepcopy(canned["kept"])
    reply["messages"][-1]["kept"] = told = ["sserc", "stem-ambassadors-scotland"]
    visitor.given(reply)
    visitor.open()
    expect(page.get_by_role("link", name="Your list (1)")).to_be_visible()
    visitor.ask("keep the first one")
    mine = page.locator('[data-part="list"] a')
    assert (mine.get_attribute("href") or "").count("id=") == len({"crest-awards", *told})
    visitor.open(f"/resources/{told[0]}")
    page.get_by_role("button", name="Remove from list").click()
    visitor.open()
    assert f"id={told[0]}" not in (mine.get_attribute("href") or "")
    visitor.start_again()
    expect(mine).to_have_count(0)
    visitor.open("/directory")
    expect(page.get_by_role("link", name="Your list")).to_be_hidden()


def test_a_screen_reader_hears_how_long_the_list_is(visitor: Visitor) -> None:
    visitor.listen()
    visitor.open("/directory")
    visitor.page.get_by_role("button", name="Keep").first.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_function("window.heard.length > 0")
    assert visitor.heard() == ["Your list (1)"]
    expect(visitor.page.get_by_role("button", name="Remove from list").first).to_be_focused()


def test_a_tab_that_may_store_nothing_carries_the_list_in_the_address(visitor: Visitor) -> None:
    visitor.page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden'); } })")
    visitor.open("/directory")
    visitor.page.get_by_role("button", name="Keep").first.click()
    visitor.page.wait_for_url("**kept=**")
    expect(visitor.page.get_by_role("link", name="Your list (1)")).to_be_visible()


def test_the_directory_can_be_narrowed_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 320, "height": 640})
    visitor.open("/directory")
    page.get_by_label("Search in plain words").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "Narrow it down" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    event = page.get_by_role("group", name="Cost", exact=True).get_by_role("checkbox", name="Free", exact=False).first
    for _ in range(80):
        if event.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**cost=free**")
    expect(page.get_by_role("link", name="Remove: Free")).to_be_visible()
