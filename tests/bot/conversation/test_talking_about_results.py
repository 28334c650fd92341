"""Details, comparisons and contacts of what was shown; offers and needs; everything else people say."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState
from bot.conversation.intents import INTENTS, SMALL_TALK
from bot.texts import Texts

START = ConversationState()


@pytest.fixture(scope="module")
def after_search(adviser: Adviser) -> ConversationState:
    """The state after three cards were shown."""
    state = adviser.answer("find", "science festivals and science centres in Aberdeen", START).state
    assert len(state.last) == 3
    return state


@pytest.mark.parametrize(
    ("message", "position"),
    [("tell me about the second one", 1), ("number 3 please", 2), ("the first", 0), ("the last one", 2), ("2", 1)],
)
def test_a_card_can_be_pointed_at_by_its_place(
    adviser: Adviser, after_search: ConversationState, message: str, position: int
) -> None:
    reply = adviser.answer("details", message, after_search)
    assert [card.id for card in reply.cards] == [after_search.last[position]]
    assert reply.state.focus == after_search.last[position]


def test_a_card_can_be_asked_for_by_name(adviser: Adviser) -> None:
    reply = adviser.answer("details", "tell me about CREST Awards", START)
    assert [card.id for card in reply.cards] == ["crest-awards"]


def test_the_details_say_all_that_is_known_and_where_it_comes_from(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("details", "tell me about the first one", after_search)
    for part in ("Contact: http", "Source: http"):
        assert part in reply.text
    assert {"What", "For", "Where", "Cost", "Web page", "Source"} <= {fact.label for fact in reply.details}


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("is the first one free?", "{name}: "),
        ("when is it?", "I don't hold dates"),
        ("where is the first one?", "{name}: "),
        ("what is the phone number of the first one?", "http"),
    ],
)
def test_a_question_about_one_thing_gets_that_one_answer(
    adviser: Adviser, after_search: ConversationState, message: str, part: str
) -> None:
    reply = adviser.answer("details", message, after_search)
    assert part.format(name=reply.cards[0].name) in reply.text
    assert "Curriculum: " not in reply.text


def test_it_means_the_entry_last_spoken_of(adviser: Adviser, after_search: ConversationState) -> None:
    second = adviser.answer("details", "tell me about the second one", after_search)
    reply = adviser.answer("details", "is it free?", second.state)
    assert [card.id for card in reply.cards] == [after_search.last[1]]


@pytest.mark.parametrize(
    ("name", "place", "begins"),
    [
        ("dyw-orkney", "Kirkwall", "Yes"),
        ("dyw-orkney", "Glasgow", "As far as the catalogue knows, no"),
        ("crest-awards", "Shetland", "CREST"),
    ],
)
def test_whether_something_serves_a_place_is_answered(adviser: Adviser, name: str, place: str, begins: str) -> None:
    state = ConversationState(last=(name,), focus=name, text="x")
    reply = adviser.answer("details", f"does it come to {place}?", state)
    assert reply.text.startswith(begins)


def test_whether_something_still_runs_is_answered_with_the_age_of_the_source(adviser: Adviser) -> None:
    state = ConversationState(last=("raise-primary-science",), focus="raise-primary-science", text="x")
    reply = adviser.answer("details", "is it still running?", state)
    assert "has ended" in reply.text


def test_which_one_is_asked_where_there_is_no_fourth(adviser: Adviser, after_search: ConversationState) -> None:
    state = ConversationState(last=after_search.last[:2], text="x")
    assert "Which one" in adviser.answer("details", "number 3", state).text


def test_details_of_nothing_ask_for_a_search_first(adviser: Adviser) -> None:
    reply = adviser.answer("details", "tell me more about that one", START)
    assert reply.cards == []
    assert "looking for" in reply.text


def test_two_are_put_side_by_side(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("compare", "compare the first two", after_search)
    assert [card.id for card in reply.cards] == list(after_search.last[:2])
    assert all(card.name in reply.text for card in reply.cards)


def test_a_comparison_needs_two(adviser: Adviser) -> None:
    assert "two" in adviser.answer("compare", "compare them", START).text


def test_the_contacts_of_what_was_shown_are_given(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("contact", "who do I contact?", after_search)
    assert [card.id for card in reply.cards] == list(after_search.last)
    assert all(card.contact["url"] in reply.text for card in reply.cards)


def test_the_contact_of_one_of_them_is_given(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("contact", "how do I contact the second one?", after_search)
    assert [card.id for card in reply.cards] == [after_search.last[1]]


@pytest.mark.parametrize(
    ("intent", "message", "group"),
    [
        ("offer", "we can offer site visits in Inverness", "DYW"),
        ("need", "I need a speaker in Stornoway", "DYW Outer Hebrides"),
        ("offer", "we could host visits", "town or postcode"),
        ("need", "I need someone to talk to my class", "town or postcode"),
    ],
)
def test_offers_and_needs_are_led_to_who_matches_them(adviser: Adviser, intent: str, message: str, group: str) -> None:
    reply = adviser.answer(intent, message, START)
    assert group in reply.text
    assert "http" in reply.text


@pytest.mark.parametrize("intent", SMALL_TALK)
def test_small_talk_is_answered_in_words_and_changes_nothing(
    adviser: Adviser, after_search: ConversationState, intent: str
) -> None:
    reply = adviser.answer(intent, "so", after_search)
    assert reply.text
    assert "{" not in reply.text
    assert reply.cards == []
    assert reply.state.last == after_search.last
    assert reply.state.wishes == after_search.wishes


def test_the_privacy_answer_states_the_minutes_that_are_set(adviser: Adviser) -> None:
    assert "at most 60 minutes" in adviser.answer("privacy", "what do you keep?", START).text


def test_starting_over_forgets_the_conversation(adviser: Adviser, after_search: ConversationState) -> None:
    state = adviser.answer("start_over", "start again", after_search).state
    assert state.wishes.is_empty()
    assert state.last == state.shown == ()
    assert state.text == ""


def test_out_of_scope_gets_no_cards_and_says_what_the_bot_is_for(adviser: Adviser) -> None:
    reply = adviser.answer("out_of_scope", "who won the football?", START)
    assert reply.cards == []
    assert reply.text == Texts.default().say("out_of_scope")


def test_whoever_types_a_name_means_that_entry_whatever_the_intent(adviser: Adviser) -> None:
    assert adviser.answer("out_of_scope", "CREST Awards", START).cards[0].id == "crest-awards"


@pytest.mark.parametrize("intent", ["find", "greet", "out_of_scope", "fallback", "safeguarding"])
def test_a_message_in_distress_gets_help_lines_and_no_programmes_whatever_the_intent(adviser: Adviser, intent: str) -> None:
    reply = adviser.answer(intent, "I want to kill myself", START)
    assert reply.cards == []
    assert reply.helplines
    assert "999" in reply.text
    assert all(line.source_url.startswith("http") for line in reply.helplines)
    assert reply.message()["helplines"]


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("message", ["", "?", "x" * 1000, "the 2nd 3rd 4th in Perth", "<b>{name}</b> %s"])
def test_no_message_makes_any_intent_fail(adviser: Adviser, after_search: ConversationState, intent: str, message: str) -> None:
    for state in (START, after_search):
        reply = adviser.answer(intent, message, state)
        assert reply.text
        assert len(reply.cards) <= 3


def test_a_state_comes_back_whole_from_json(adviser: Adviser, after_search: ConversationState) -> None:
    assert ConversationState.from_json(after_search.to_json()) == after_search


@pytest.mark.parametrize("broken", [None, [], "x", {"wishes": 3}, {"last": 3}, {"misunderstood": "many"}])
def test_a_state_that_cannot_be_read_is_a_fresh_one(broken: object) -> None:
    assert ConversationState.from_json(broken) == START  # type: ignore[arg-type]
