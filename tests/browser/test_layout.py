"""The pages at the widths of a small phone, a tablet and a desk, and with motion reduced."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.visitor import Visitor

SIZES = ((320, 640), (768, 1024), (1280, 900))
LONG = "Is there anything like https://www.example.org/a-very-long-address-that-does-not-break-anywhere-by-itself in Moray?"
PAGES = (
    "/",
    "/directory",
    "/directory?q=free%20coding%20club%20in%20Dundee&cost=free",
    "/resources/sserc",
    "/resources/nothing-like-it",
    "/shortlist?id=sserc&id=code-club&id=gone",
    "/data",
    "/privacy",
    "/accessibility",
    "/widget-demo",
    "/nowhere",
)
BLOCKS = (
    "cards",
    "details",
    "comparison",
    "three compared",
    "route",
    "route with cards",
    "form",
    "confirm",
    "reference",
    "kept",
    "several",
)

at_each_size = pytest.mark.parametrize("size", SIZES, ids=[str(width) for width, _ in SIZES])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_sideways_scroll_on_a_tablet(visitor: Visitor, path: str) -> None:
    """The walk (walk/) sees every page on a phone and at a desk."""
    visitor.expected_errors = ["404"]
    visitor.page.set_viewport_size({"width": 768, "height": 1024})
    visitor.open(path)
    assert visitor.has_no_sideways_scroll()


@at_each_size
@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_the_pages_of_the_header_stand_in_one_row(visitor: Visitor, size: tuple[int, int], path: str) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open(path)
    links = [link.bounding_box() for link in visitor.page.locator("header.site nav a").all()]
    boxes = [box for box in links if box]
    assert len(boxes) == len(links) >= 5
    assert len({round(box["y"]) for box in boxes}) == 1
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)


@at_each_size
@pytest.mark.parametrize("kind", BLOCKS)
def test_no_kind_of_message_needs_a_sideways_scroll(
    visitor: Visitor, canned: dict[str, dict[str, Any]], size: tuple[int, int], kind: str
) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.given(canned[kind])
    visitor.open()
    visitor.ask("anything")
    visitor.expected_errors = ["404"]  # the rating of an answer that was never given
    for folded in visitor.page.locator(".log summary").all():
        folded.click()
    assert visitor.has_no_sideways_scroll()
    ends = visitor.page.locator(".message.finder > *, .card, .step").evaluate_all(
        "nodes => nodes.map((n) => n.getBoundingClientRect().right)"
    )
    assert max(ends) <= visitor.page.evaluate("document.querySelector('.log').getBoundingClientRect().right") + 0.5


@at_each_size
def test_an_answer_needs_no_sideways_scroll(visitor: Visitor, size: tuple[int, int]) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open()
    for question in ("science festival in Stornoway", LONG, "I feel I can't go on and nobody would miss me"):
        visitor.ask(question)
        assert visitor.has_no_sideways_scroll(), question


@at_each_size
def test_the_question_and_the_beginning_of_its_answer_are_in_view(visitor: Visitor, size: tuple[int, int]) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open()
    visitor.ask("chemistry outreach for S3 in Glasgow")
    visitor.ask("only free ones")
    asked = visitor.page.locator(".message.you").last.bounding_box()
    answered = visitor.answers.last.locator(".said").bounding_box()
    box = visitor.box.bounding_box()
    assert asked is not None
    assert answered is not None
    assert box is not None
    assert asked["y"] >= 0
    assert answered["y"] + answered["height"] <= box["y"], "the answer's first words hide behind the question box"
    assert box["y"] + box["height"] <= size[1], "the question box is out of view"


@at_each_size
def test_the_question_box_leaves_most_of_a_small_screen_to_the_answer(visitor: Visitor, size: tuple[int, int]) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open()
    visitor.ask("chemistry outreach for S3 in Glasgow")
    visitor.page.evaluate("document.activeElement.blur()")
    form = visitor.page.locator("form.ask").bounding_box()
    assert form is not None
    assert form["height"] < size[1] / 6
    assert visitor.box.is_visible()


@at_each_size
def test_the_widget_fits_the_screen(visitor: Visitor, host_site: str, size: tuple[int, int]) -> None:
    visitor.home = (visitor.site, host_site)
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.page.goto(host_site)
    visitor.page.get_by_role("button", name="Find STEM help").click()
    visitor.ask("science festival in Stornoway")
    panel = visitor.page.get_by_role("dialog").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["y"] >= 0
    assert panel["x"] + panel["width"] <= size[0]
    assert panel["y"] + panel["height"] <= size[1]
    assert visitor.has_no_sideways_scroll()
    scroll = "document.querySelector('stem-finder').shadowRoot.querySelector('.scroll')"
    assert visitor.page.evaluate(f"{scroll}.scrollWidth <= {scroll}.clientWidth")
