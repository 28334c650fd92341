"""More like one entry: nearest to it in meaning, within what must hold, none shown before."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState
from knowledge.places.gazetteer import NATIONAL

START = ConversationState()


@pytest.mark.parametrize(
    ("intent", "message", "area"),
    [
        ("find", "I teach P6 in Kirkwall and look for wind power workshops", "Orkney Islands"),
        ("find", "science clubs for my daughter in Perth", "Perth and Kinross"),
        ("find", "STEM volunteering for our engineers in Fife", "Fife"),
    ],
)
@pytest.mark.parametrize("asked_as", ["more", "find", "details"])
def test_more_like_the_first_brings_new_ones_that_serve_the_place(
    adviser: Adviser, intent: str, message: str, area: str, asked_as: str
) -> None:
    first = adviser.answer(intent, message, START)
    reply = adviser.answer(asked_as, "more like the first one", first.state)
    assert reply.cards
    assert not {card.id for card in reply.cards} & set(first.state.shown)
    assert all(area in card.areas or NATIONAL & set(card.areas) for card in reply.cards)
    assert first.cards[0].name in reply.text


def test_each_says_what_it_has_in_common(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics competition", START)
    reply = adviser.answer("more", "something similar to the second one", first.state)
    assert any(card.reasons[0].startswith("Like ") and "robotics" in card.reasons[0] for card in reply.cards)


def test_like_an_entry_by_its_name(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics in Fife", START)
    reply = adviser.answer("more", "anything like CREST Awards?", first.state)
    assert reply.cards
    assert "CREST" in reply.text
    assert "crest-awards" not in [card.id for card in reply.cards]


def test_what_must_hold_still_holds(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics for S2", START)
    free = adviser.answer("refine", "only free ones", first.state)
    reply = adviser.answer("more", "more like the first", free.state)
    assert {card.cost for card in reply.cards} <= {"free", "funded"}


def test_the_running_search_goes_on_as_it_was(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics in Fife", START)
    reply = adviser.answer("more", "more like the first", first.state)
    assert (reply.state.wishes, reply.state.text) == (first.state.wishes, first.state.text)
    assert reply.state.last == tuple(card.id for card in reply.cards)


def test_more_like_the_first_may_be_asked_of_another_place(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics in Fife", START)
    reply = adviser.answer("more", "more like the first one but in Shetland", first.state)
    assert reply.state.wishes.place == ("Shetland Islands",)
    assert all("Shetland Islands" in card.areas or NATIONAL & set(card.areas) for card in reply.cards)


def test_anything_like_that_elsewhere_is_the_same_search_there(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics", START)
    reply = adviser.answer("more", "anything like that in Fife?", first.state)
    assert reply.state.wishes.place == ("Fife",)
    assert "Now: robotics, in Fife." in reply.text
