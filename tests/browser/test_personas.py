"""The three conversations that decide whether the finder is any good, in the chat page."""

from __future__ import annotations

from typing import Any

from bot.evaluation.site import WIDE, cards_of
from tests.browser.visitor import Visitor


def check_answer(visitor: Visitor, reply: dict[str, Any], place: str | None = None) -> list[dict[str, Any]]:
    """One to three cards, on the page as in the reply, each sourced, dated, and of the right place."""
    assert reply["degraded"] is False
    cards = cards_of(reply)
    assert 1 <= len(cards) <= 3
    assert visitor.card_names() == [card["name"] for card in cards]
    for shown, card in zip(visitor.cards().all(), cards, strict=True):
        source = shown.locator(".source")
        assert (source.get_by_role("link").get_attribute("href") or "").startswith("http")
        assert card["as_of_note"]
        assert card["as_of_note"] in source.inner_text()
        assert shown.locator(".facts dt", has_text="Where").count() == 1
        assert place is None or {place, *WIDE} & set(card["areas"]), f"{card['name']} does not serve {place}"
    return cards


def has_contact(visitor: Visitor) -> bool:
    """Whether every card shown says whom to contact."""
    return all(card.locator(".contact a").count() for card in visitor.cards().all())


def test_a_teacher_in_kirkwall_finds_a_wind_power_speaker_then_asks_for_shetland_and_rules_out_online(visitor: Visitor) -> None:
    visitor.open()
    reply = visitor.ask("I teach P6 in Kirkwall, can someone come and talk about wind power?")
    cards = check_answer(visitor, reply, "Orkney Islands")
    assert any("Orkney Islands" in card["areas"] for card in cards)
    assert any("energy" in reason.lower() for card in cards for reason in card["reasons"])
    assert has_contact(visitor)

    check_answer(visitor, visitor.ask("what about Shetland?"), "Shetland Islands")

    cards = check_answer(visitor, visitor.ask("not online"), "Shetland Islands")
    assert all("online" not in card["delivery"] for card in cards)


def test_a_parent_of_a_fifteen_year_old_finds_ways_other_than_university(visitor: Visitor) -> None:
    visitor.open()
    reply = visitor.ask("My son is 15, he's really good at maths but he has no wish to go to university. What else is there?")
    check_answer(visitor, reply)
    assert has_contact(visitor)

    first = check_answer(visitor, visitor.ask("we live in Perth"), "Perth and Kinross")

    more = check_answer(visitor, visitor.ask("show me more"), "Perth and Kinross")
    assert not {card["id"] for card in first} & {card["id"] for card in more}


def test_an_employer_in_kirkcaldy_learns_what_to_offer_and_who_to_ring(visitor: Visitor) -> None:
    visitor.open()
    reply = visitor.ask("We're a 12 person electronics firm in Kirkcaldy. What could we do for schools round here?")
    check_answer(visitor, reply, "Fife")

    reply = visitor.ask("who do I ring?")
    check_answer(visitor, reply, "Fife")
    assert has_contact(visitor)


def test_the_examples_on_the_page_are_answered_when_pressed(visitor: Visitor) -> None:
    visitor.open()
    texts = visitor.page.locator(".examples button").all_text_contents()
    assert len(texts) >= 3
    for text in texts:
        visitor.open()
        check_answer(visitor, visitor.say(text))
        visitor.start_again()


def test_a_suggestion_under_an_answer_goes_on_from_it(visitor: Visitor) -> None:
    visitor.open()
    first = visitor.ask("robotics kit that our school in Inverness could borrow")
    check_answer(visitor, first, "Highland")
    suggestion = first["messages"][0]["suggestions"][0]
    reply = visitor.say(suggestion)
    assert reply["conversation"] == first["conversation"]
    assert visitor.page.locator(".message.you .said").last.inner_text() == suggestion
    assert visitor.page.locator(".suggestions").count() <= 1, "suggestions of an earlier answer are still there"
