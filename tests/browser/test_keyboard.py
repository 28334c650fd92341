"""Everything by keyboard alone."""

from __future__ import annotations

from tests.browser.visitor import Visitor

FOCUSED = """() => {
    const node = document.activeElement;
    return node.id || node.value || node.textContent.trim();
}"""
OUTLINED = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""


def focused(visitor: Visitor) -> str:
    """Id, value or text of what has the focus."""
    name: str = visitor.page.evaluate(FOCUSED)
    return name


def test_the_first_tab_stop_skips_to_the_question_box(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.keyboard.press("Tab")
    assert focused(visitor) == "Skip to the question box"
    assert visitor.page.get_by_text("Skip to the question box").bounding_box() is not None
    visitor.page.keyboard.press("Enter")
    assert focused(visitor) == "message"


def test_the_skip_link_of_a_page_of_text_leads_to_its_content(visitor: Visitor) -> None:
    visitor.open("/privacy")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert focused(visitor) == "main"


def test_tab_goes_through_examples_box_and_links_in_the_order_they_stand_and_always_shows_where_it_is(visitor: Visitor) -> None:
    visitor.open()
    examples = visitor.page.locator(".examples button").all_text_contents()
    order = []
    for _ in range(len(examples) + 13):
        visitor.page.keyboard.press("Tab")
        order.append(focused(visitor))
        assert visitor.page.evaluate(OUTLINED), f"nothing shows that {order[-1]!r} has the focus"
    links = ["Privacy", "Accessibility", "For developers: the API", "Put it on your site"]
    pages = ["Ask", "Directory", "Employers", "Schools", "Map"]
    assert order == ["Skip to the question box", *pages, *examples, "message", "Ask", "Privacy", *links]


def test_enter_sends_and_the_focus_stays_in_the_emptied_box(visitor: Visitor) -> None:
    visitor.open()
    visitor.box.focus()
    visitor.page.keyboard.type("astronomy club in Dumfries")
    visitor.answer_to(lambda: visitor.page.keyboard.press("Enter"))
    assert focused(visitor) == "message"
    assert visitor.box.input_value() == ""
    visitor.page.keyboard.type("only online")
    visitor.answer_to(lambda: visitor.page.keyboard.press("Enter"))
    assert focused(visitor) == "message"


def test_shift_and_enter_start_a_new_line_and_send_nothing(visitor: Visitor) -> None:
    visitor.open()
    visitor.box.focus()
    visitor.page.keyboard.type("astronomy")
    visitor.page.keyboard.press("Shift+Enter")
    visitor.page.keyboard.type("in Dumfries")
    assert visitor.box.input_value() == "astronomy\nin Dumfries"
    assert visitor.page.locator(".message").count() == 0


def test_enter_on_an_empty_box_sends_nothing(visitor: Visitor) -> None:
    visitor.open()
    visitor.box.fill("   ")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.locator(".message").count() == 0


def test_an_example_pressed_by_keyboard_moves_the_focus_to_the_box(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.locator(".examples button").first.focus()
    visitor.answer_to(lambda: visitor.page.keyboard.press("Enter"))
    assert focused(visitor) == "message"


def test_start_again_is_reached_and_pressed_by_keyboard(visitor: Visitor) -> None:
    visitor.open()
    visitor.ask("astronomy club in Dumfries")
    visitor.page.keyboard.press("Shift+Tab")
    assert focused(visitor) == "Start again"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.locator(".message").count() == 0
    assert focused(visitor) == "message"
