"""The map of provision: on a phone and at a desk, with and without JavaScript, by keyboard, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visiting
from tests.browser.visitor import Visitor

WIDTHS = {"phone": (320, 640), "desk": (1280, 900)}
MAPS = ("/provision", "/provision?lens=island&topic=energy")


@pytest.fixture(params=[(size, script) for size in WIDTHS for script in (True, False)], ids=lambda each: f"{each[0]}-{each[1]}")
def officer(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitor]:
    """A council officer with a small phone or at a desk, whose browser runs scripts or does not."""
    size, script = request.param
    width, height = WIDTHS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, reduced_motion="reduce"
    )
    yield from visiting(context, site)
    context.close()


def test_from_the_map_to_the_gaps_of_an_area(officer: Visitor) -> None:
    officer.open()
    officer.page.get_by_role("navigation", name="Main").get_by_role("link", name="Map").click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Map of provision")
    officer.page.get_by_label("Look at").select_option(label="Rural")
    officer.page.get_by_label("Stage", exact=True).select_option(label="Primary")
    officer.page.get_by_role("button", name="Show").click()
    expect(officer.page).to_have_url(f"{officer.site}/provision?lens=rural&stage=primary")
    assert officer.page.locator("a.tile").count() == 11
    officer.page.locator("a.tile", has_text="MOR").click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Moray")
    expect(officer.page.get_by_label("Stage", exact=True)).to_have_value("primary")
    officer.page.get_by_role("navigation", name="Map of provision").get_by_role("link", name="Gaps").click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Gaps")
    officer.page.get_by_text("The entries behind it").first.click()
    expect(officer.page.locator("details[open] a").first).to_be_visible()


@pytest.mark.parametrize("path", MAPS)
def test_every_tile_is_on_the_page_and_large_enough(officer: Visitor, path: str) -> None:
    officer.open(path)
    assert officer.page.get_by_role("heading", level=1).count() == 1
    box = officer.page.locator("main").bounding_box()
    assert box
    assert box["width"] <= officer.page.viewport_size["width"]  # type: ignore[index]
    for tile in officer.page.locator("a.tile rect").all():
        edge = tile.bounding_box()
        assert edge
        assert min(edge["width"], edge["height"]) >= 24
        assert edge["x"] + edge["width"] <= officer.page.viewport_size["width"]  # type: ignore[index]


def test_the_keyboard_reaches_every_tile_and_shows_where_it_is(visitor: Visitor) -> None:
    visitor.open("/provision")
    visitor.page.get_by_role("link", name="The same as a table").focus()
    seen = []
    for _ in range(32):
        visitor.page.keyboard.press("Tab")
        focused = visitor.page.locator("a.tile:focus")
        seen.append(focused.get_attribute("href"))
        assert float(focused.locator("rect").evaluate("each => parseFloat(getComputedStyle(each).strokeWidth)")) >= 8
    assert len(set(seen)) == 32
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(f"{visitor.site}{seen[-1]}")


@pytest.mark.parametrize("path", ["/provision", "/provision/areas/moray"])
def test_the_keyboard_can_go_past_a_table_of_links(visitor: Visitor, path: str) -> None:
    visitor.open(path)
    skip = visitor.page.get_by_role("link", name="Skip the table")
    skip.focus()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.closest('table')") is None
    where = "document.querySelector('table').compareDocumentPosition(document.activeElement)"
    assert visitor.page.evaluate(f"Boolean({where} & Node.DOCUMENT_POSITION_FOLLOWING)")


def test_a_number_of_the_table_leads_to_its_entries(officer: Visitor) -> None:
    officer.open("/provision")
    number = officer.page.get_by_role("row", name="Orkney Islands").get_by_role("link").nth(2)
    entries = number.inner_text()
    number.click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Orkney Islands")
    expect(officer.page.get_by_role("heading", name=f"The entries of this choice ({entries})")).to_be_in_viewport()


def test_a_wide_table_can_be_scrolled_by_keyboard(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.open("/provision")
    table = visitor.page.get_by_role("region", name="Entries by council area and stage")
    table.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.wait_for_function("() => document.querySelector('.scroll').scrollLeft > 0")


def test_with_forced_colours_every_tile_keeps_its_edge_and_number(visitor: Visitor) -> None:
    visitor.page.emulate_media(forced_colors="active")
    visitor.open("/provision")
    styles = visitor.page.locator("a.tile rect").evaluate_all("all => all.map(each => getComputedStyle(each).stroke)")
    assert "none" not in styles
    fills = visitor.page.locator("a.tile rect").evaluate_all("all => all.map(each => getComputedStyle(each).fill)")
    assert len(set(fills)) == 1, "a fill of our own stays behind text in the visitor's colours"
    assert visitor.page.locator("a.tile .number").count() == 32


def test_an_areas_page_prints_what_an_officer_needs(visitor: Visitor) -> None:
    # Of all areas Glasgow has the most entries.
    visitor.open("/provision/areas/glasgow-city")
    expect(visitor.page.get_by_role("button", name="Print")).to_be_visible()
    visitor.page.emulate_media(media="print")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    expect(visitor.page.locator(".heat")).to_be_visible()
    expect(visitor.page.locator(".caution")).to_be_visible()
    for gone in (".choose", ".parts", "header.site nav", "[data-part='print']"):
        expect(visitor.page.locator(gone)).to_be_hidden()
    # A table wider than the sheet makes the browser shrink everything.
    widths = "() => ['.heat', '.provision'].map((each) => document.querySelector(each).getBoundingClientRect().right)"
    visitor.page.set_viewport_size({"width": 718, "height": 1047})
    table, room = visitor.page.evaluate(widths)
    assert table <= room
    sheets = visitor.page.pdf(format="A4", margin={"top": "10mm", "right": "10mm", "bottom": "10mm", "left": "10mm"})
    # The document's root of pages tells how many there are.
    assert max(int(number) for number in re.findall(rb"/Count (\d+)", sheets)) <= 2
