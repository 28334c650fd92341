"""Which of the entries shown a message points at: by number, place, price, kind, or a part of the name."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState
from bot.conversation.numbering import positions_in
from tests.bot.conversation.invented import ENDED, LAB, QUOTED, ROADSHOW


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the second one", (1,)),
        ("number 3 please", (2,)),
        ("option two", (1,)),
        ("2", (1,)),
        ("the last one", (2,)),
        ("the first two", (0, 1)),
        ("last two", (1, 2)),
        ("both", (0, 1)),
        ("all three of them", (0, 1, 2)),
        ("1 and 3", (0, 2)),
        ("compare the third with the first", (2, 0)),
        ("keep 1 3", (0, 2)),
        ("a table of 1 and 3", (0, 2)),
        ("don't keep it after all", ()),
        ("the middle one", (1,)),
        ("the furst yin", (0,)),
        ("was it on last year", ()),
        ("how long does it last", ()),
        ("when is the next one", ()),
        ("first aid for 2 classes", ()),
        ("30 pupils in p6", ()),
    ],
)
def test_numbers_and_ordinals_point_to_places_in_the_list(text: str, found: tuple[int, ...]) -> None:
    assert positions_in(text, 3).found == found


@pytest.mark.parametrize("text", ["the fourth one", "number 9", "number 0"])
def test_a_place_that_is_not_in_the_list_leads_astray(text: str) -> None:
    assert positions_in(text, 3).astray


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("tell me about the Glasgow one", LAB),
        ("what about the one in Fife?", QUOTED),
        ("the free one", QUOTED),
        ("the club sounds good, tell me more", QUOTED),
        ("more about the roadshow please", ROADSHOW),
        ("the one that comes to schools", ROADSHOW),
        ("tell me about the roadshwo", ROADSHOW),
        ("the firth sensors one", QUOTED),
        ("tell me about the Clyde Robotics one", LAB),
        ("whit aboot the Glasgow yin", LAB),
    ],
)
def test_an_entry_is_pointed_at_by_what_it_is_like(
    small: Adviser, three_shown: ConversationState, message: str, meant: str
) -> None:
    reply = small.answer("details", message, three_shown)
    assert [card.id for card in reply.cards] == [meant]
    assert reply.state.focus == meant


@pytest.mark.parametrize("intent", ["find", "refine", "contact", "fallback"])
def test_pointing_is_understood_whatever_the_message_was_taken_for(
    small: Adviser, three_shown: ConversationState, intent: str
) -> None:
    reply = small.answer(intent, "what about the Glasgow one?", three_shown)
    assert [card.id for card in reply.cards] == [LAB]


def test_the_place_that_points_is_not_what_is_asked(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("details", "is the Glasgow one accessible by wheelchair?", three_shown)
    assert "wheelchair space" in reply.text
    assert "serves" not in reply.text


def test_what_fits_two_entries_is_asked_back_with_their_names(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("details", "tell me about the primary one", three_shown)
    assert reply.cards == []
    assert "Build It" in reply.text
    assert "Robot Roadshow" in reply.text
    assert "Glasgow" not in reply.text
    again = small.answer("details", reply.suggestions[1], reply.state)
    assert [card.id for card in again.cards] == [ROADSHOW]


def test_what_fits_none_is_said_with_what_was_shown(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("details", "is the Shetland one free?", three_shown)
    assert reply.cards == []
    assert "None of what I showed" in reply.text
    assert "Robot Roadshow" in reply.text


def test_a_position_out_of_range_is_told_with_what_was_shown(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("details", "tell me about the fifth one", three_shown)
    assert reply.cards == []
    assert "I showed 3" in reply.text


def test_pointing_at_nothing_asks_for_a_search_first(small: Adviser) -> None:
    assert "looking for" in small.answer("details", "tell me about the Glasgow one", ConversationState()).text


def test_a_name_is_no_position_and_needs_no_list(small: Adviser, three_shown: ConversationState) -> None:
    assert small.answer("details", "tell me about Old Wind Week", three_shown).cards[0].id == ENDED


def test_a_name_that_begins_like_an_ordinal_is_still_a_name(adviser: Adviser) -> None:
    state = ConversationState(last=("crest-awards", "code-club"), text="x")
    reply = adviser.answer("details", "tell me about FIRST LEGO League in Scotland", state)
    assert reply.cards[0].id == "first-lego-league-scotland"


def test_what_was_not_shown_is_searched_for(adviser: Adviser) -> None:
    state = ConversationState(last=("crest-awards", "code-club"), text="clubs")
    reply = adviser.answer("details", "tell me about foundation apprenticeships", state)
    assert "foundation-apprenticeships" in [card.id for card in reply.cards]
    assert adviser.answer("details", "tell me about wind turbines", state).total > 1
