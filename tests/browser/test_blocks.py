"""What a message holds besides text and cards, as people see, hear and use it: on a small phone and at a desk."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

Canned = dict[str, dict[str, Any]]
SIZES = {"phone": (320, 640), "desk": (1280, 900)}


@pytest.fixture(params=SIZES)
def reader(request: pytest.FixtureRequest, visitor: Visitor) -> Visitor:
    """A visitor with a small phone, and one at a desk."""
    width, height = SIZES[request.param]
    visitor.page.set_viewport_size({"width": width, "height": height})
    return visitor


def shown(visitor: Visitor, reply: dict[str, Any]) -> Locator:
    """The finder's last message, after this reply."""
    visitor.given(reply)
    visitor.open()
    visitor.ask("anything")
    return visitor.answers.last


def test_details_are_a_list_of_labels_and_values_with_what_can_be_followed_as_links(reader: Visitor, canned: Canned) -> None:
    details = shown(reader, canned["details"]).locator("dl.details")
    assert details.locator("dt").all_inner_texts()[:4] == ["What", "Who for", "Where", "Cost"]
    addresses = [link.get_attribute("href") for link in details.get_by_role("link").all()]
    assert addresses == [
        "https://www.example.org/talks?a=1&b=2",
        "mailto:talks@example.org",
        "tel:01632960123",
        "https://www.example.org/about",
    ]


@pytest.mark.parametrize("kind", ["comparison", "three compared"])
def test_a_comparison_is_a_table_whose_cells_have_headings_and_are_all_in_view(
    reader: Visitor, canned: Canned, kind: str
) -> None:
    columns = canned[kind]["messages"][0]["comparison"]["columns"]
    table = shown(reader, canned[kind]).get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts() == [column["name"] for column in columns]
    assert table.get_by_role("rowheader").all_inner_texts() == ["What", "Who for", "Where", "Cost", "How", "As of"]
    assert table.locator("caption").inner_text().endswith("compared")
    cost = table.get_by_role("row").filter(has=reader.page.get_by_role("rowheader", name="Cost", exact=True))
    assert cost.get_by_role("cell").first.inner_text() == "Free"
    region = reader.page.get_by_role("region", name="compared")
    assert region.evaluate("node => node.scrollWidth <= node.clientWidth"), "a reader has to scroll sideways"
    assert region.evaluate("node => node.tabIndex") == 0


def test_a_route_is_a_list_of_steps_in_order_drawn_as_a_line_with_stations(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["route"])
    steps = answer.get_by_role("list").first.locator("> li")
    expect(answer.get_by_role("heading", level=3)).to_have_text("From S3 to an engineering apprenticeship")
    assert steps.get_by_role("heading", level=4).all_inner_texts()[-1] == "Modern Apprenticeship"
    assert answer.locator(".said p").count() == 1, "the steps are told twice"
    third = steps.nth(2)
    assert third.locator(".when").inner_text() == "S5 to S6"
    assert third.locator(".level").inner_text() == "SCQF 6"
    assert third.get_by_role("link", name="Foundation Apprenticeships", exact=True).get_attribute("href") == "/resources/fa"
    assert (
        third.get_by_role("link", name="Website of Foundation Apprenticeships").get_attribute("href")
        == "https://www.example.org/fa"
    )
    assert "Looked up on 24 November 2026" in third.locator(".source").inner_text()
    line = "node => getComputedStyle(node, '::after').borderLeftWidth"
    assert third.evaluate(line) == "4px"
    number = "node => getComputedStyle(node, '::before').content"
    assert "counter(station)" in third.evaluate(number)


def test_a_routes_line_is_there_in_forced_colours_and_on_paper(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["route"])
    line = "node => { const s = getComputedStyle(node, '::after'); return s.borderLeftStyle + s.borderLeftWidth; }"
    reader.page.emulate_media(forced_colors="active")
    assert answer.locator(".step").first.evaluate(line) == "solid4px"
    reader.page.emulate_media(forced_colors="none", media="print")
    assert answer.locator(".step").first.evaluate(line) == "solid4px"
    expect(reader.page.locator(".composer")).to_be_hidden()


def test_a_form_says_which_question_it_is_and_folds_away_what_was_answered(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["form"])
    expect(answer.locator(".progress")).to_have_text("Your offer: question 3 of 7")
    expect(answer.get_by_text("Firth Sensors Ltd")).to_be_hidden()
    answer.get_by_text("Your answers so far (2)").click()
    expect(answer.get_by_text("Firth Sensors Ltd")).to_be_visible()


def test_before_it_is_sent_all_answers_are_open_to_be_checked(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["confirm"])
    expect(answer.locator(".progress")).to_have_text("Your offer: ready to check")
    expect(answer.get_by_text("Friday afternoons")).to_be_visible()
    assert answer.locator(".said p").all_inner_texts() == ["Please check this:", "Shall I send it?"], "answers are told twice"


def test_a_reference_number_stands_out_and_one_press_selects_it(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["reference"])
    number = answer.locator(".reference strong")
    number.click()
    assert reader.page.evaluate("getSelection().toString()").strip() == "OF-7Q3K-92"
    assert number.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > 20


def test_what_is_kept_can_be_opened_as_a_page_from_near_the_question_box(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["kept"])
    listed = reader.page.get_by_role("link", name="Your list (3)")
    assert listed.get_attribute("href") == "/shortlist?id=wind-talks&id=marine-centre&id=code-club"
    expect(answer.locator(".links").get_by_role("link")).to_have_text(["See and print your list", "Send it by e-mail"])
    reader.page.reload()
    expect(listed).to_be_visible()
    reader.page.unroute("**/api/chat")
    reader.given(canned["plain"])
    reader.ask("remove them all")
    expect(listed).to_have_count(0)


def test_every_card_has_a_quiet_button_that_keeps_it_by_name(reader: Visitor, canned: Canned) -> None:
    answer = shown(reader, canned["cards"])
    keep = answer.get_by_role("button", name="Keep Wind power talks")
    assert keep.evaluate("node => getComputedStyle(node).backgroundColor") == "rgba(0, 0, 0, 0)"
    with reader.page.expect_request("**/api/chat") as asked:
        keep.click()
    assert "Keep Wind power talks" in (asked.value.post_data or "")


def test_a_card_on_the_list_says_so_on_every_answer_and_is_taken_off_by_name(reader: Visitor, canned: Canned) -> None:
    shown(reader, canned["cards"])
    first = reader.answers.first
    keep = first.get_by_role("button", name="Keep Wind power talks", exact=True)
    expect(keep).to_be_visible()
    reader.page.unroute("**/api/chat")
    reader.given(canned["kept"])
    reader.answer_to(keep.click)
    kept = first.get_by_role("button", name="Kept. Take off Wind power talks", exact=True)
    expect(kept).to_be_visible()
    expect(keep).to_have_count(0)
    expect(first.get_by_role("button", name="Keep Marine centre visits", exact=True)).to_be_visible()
    reader.page.unroute("**/api/chat")
    reader.given(canned["plain"])
    with reader.page.expect_request("**/api/chat") as asked:
        reader.answer_to(kept.click)
    assert "Remove Wind power talks" in (asked.value.post_data or "")
    expect(keep).to_be_visible()


def test_cards_under_a_route_are_short_and_the_rest_is_one_press_away(reader: Visitor, canned: Canned) -> None:
    card = shown(reader, canned["route with cards"]).locator(".card").first
    expect(card.get_by_role("heading", name="Wind power talks")).to_be_visible()
    expect(card).to_contain_text("Serves Orkney Islands")
    expect(card.locator(".caution")).to_be_visible()
    expect(card.locator(".source")).to_be_visible()
    rest = (card.locator(".summary"), card.locator(".contact"), card.get_by_text("For primary pupils"))
    for folded in rest:
        expect(folded).to_be_hidden()
    card.get_by_text("More and contact").click()
    for seen in rest:
        expect(seen).to_be_visible()


def test_a_cards_name_leads_to_the_entrys_page(reader: Visitor, canned: Canned) -> None:
    card = shown(reader, canned["cards"]).locator(".card").first
    assert card.get_by_role("heading", level=3).get_by_role("link").get_attribute("href") == "/resources/wind-talks"


def test_several_messages_of_one_answer_stand_under_one_name(reader: Visitor, canned: Canned) -> None:
    shown(reader, canned["several"])
    assert reader.answers.count() == 2
    assert reader.page.locator(".message.finder .by:visible").count() == 1
    assert reader.answers.first.inner_text().endswith("Yes, it is free.")


@pytest.mark.parametrize(
    "kind", ["cards", "details", "comparison", "route", "route with cards", "form", "confirm", "reference", "kept"]
)
def test_what_can_be_pressed_is_large_enough_for_a_finger(reader: Visitor, canned: Canned, kind: str) -> None:
    answer = shown(reader, canned[kind])
    # Links within a sentence or a source line may be as high as the line: WCAG 2.5.8 excepts them.
    pressed = "button, summary, .links a, .contact a, .entries a, .tools a"
    for each in answer.locator(pressed).all():
        box = each.bounding_box() if each.is_visible() else None
        if box:
            assert min(box["height"], box["width"]) >= 24, each.inner_text()
