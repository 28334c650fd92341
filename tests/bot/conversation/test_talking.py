"""What is said around the search: limits, privacy, rudeness, yes and no, and what was not understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.nearest_intent import training_examples
from bot.conversation import Adviser, ConversationState
from bot.conversation.misunderstanding import NEEDS
from bot.conversation.people import people
from bot.texts import Texts
from knowledge.search import Searcher

START = ConversationState()
UNCLEAR = "hmm the thing with the whatsit"


@pytest.fixture(scope="module")
def after_search(adviser: Adviser) -> ConversationState:
    """The state after three cards were shown."""
    return adviser.answer("find", "science festivals and science centres in Aberdeen", START).state


def test_the_first_unclear_message_gets_two_guesses_that_can_be_sent_as_they_stand(adviser: Adviser) -> None:
    reply = adviser.unclear(UNCLEAR, START, ["pathway", "privacy", "find"])
    assert reply.suggestions == [Texts.default().say("reading_pathway"), Texts.default().say("reading_privacy")]
    assert all(guess in reply.text for guess in reply.suggestions)
    assert reply.cards == []


def test_a_guess_that_makes_no_sense_yet_is_left_out(adviser: Adviser, after_search: ConversationState) -> None:
    first, third = Texts.default().say("reading_details"), Texts.default().say("reading_more")
    assert not {first, third} & set(adviser.unclear(UNCLEAR, START, ["details", "more"]).suggestions)
    assert adviser.unclear(UNCLEAR, after_search, ["details", "more"]).suggestions == [first, third]


def test_every_guess_is_a_message_that_the_bot_has_learnt_with_its_intent() -> None:
    learnt = {message.casefold().rstrip("?"): intent for message, intent in training_examples()}
    readings = {
        key.removeprefix("reading_"): Texts.default().say(key) for key in Texts.default().entries if key.startswith("reading_")
    }
    assert {intent: learnt.get(text.casefold().rstrip("?")) for intent, text in readings.items()} == {i: i for i in readings}
    assert set(NEEDS) <= set(readings)


def test_the_second_unclear_message_in_a_row_gets_the_directory_and_a_person(adviser: Adviser) -> None:
    first = adviser.unclear(UNCLEAR, START, [])
    second = adviser.unclear("eh the other yin", first.state, [])
    assert [link.url for link in second.links] == ["/directory"]
    assert "@" in second.text
    assert second.text != first.text
    third = adviser.unclear("och whatever that is", second.state, [])
    assert [link.url for link in third.links] == ["/directory"]


def test_the_person_fits_who_asks_and_where(adviser: Adviser) -> None:
    employer = adviser.answer("employer_engage", "we are a firm in Kirkwall and want to help schools", START).state
    parent = adviser.answer("find", "clubs for my daughter in Wick", START).state
    said = {
        name: adviser.answer("fallback", UNCLEAR, replace(state, misunderstood=1)).text
        for name, state in {"employer": employer, "parent": parent}.items()
    }
    assert "DYW Orkney" in said["employer"]
    assert "0800 917 8000" in said["parent"]


def test_everybody_who_is_named_to_turn_to_is_in_the_catalogue(searcher: Searcher) -> None:
    assert {person.entry for person in people()} <= set(searcher.by_id)
    assert people()[-1].audiences == frozenset(), "the last is for everybody"


@pytest.mark.parametrize("message", ["robotics", "coding clubs in Fife hmm or that", "what is GeoBus", "in Orkney", "Wick"])
def test_an_unclear_message_that_asks_for_something_is_searched_at_once(adviser: Adviser, message: str) -> None:
    reply = adviser.unclear(message, replace(START, misunderstood=1), ["out_of_scope"])
    assert reply.cards
    assert reply.state.misunderstood == 0


def test_a_place_alone_changes_the_search_even_where_it_was_taken_for_something_else(
    adviser: Adviser, after_search: ConversationState
) -> None:
    reply = adviser.answer("out_of_scope", "Orkney", after_search)
    assert reply.state.wishes.place == ("Orkney Islands",)
    assert reply.cards


def test_a_trade_that_is_beside_the_subject_gets_no_cards_though_a_topic_is_named_like_it(adviser: Adviser) -> None:
    assert adviser.answer("out_of_scope", "I need a plumber in Alloa", START).cards == []


def test_being_understood_again_ends_the_count(adviser: Adviser) -> None:
    once = adviser.unclear(UNCLEAR, START, []).state
    again = adviser.answer("thanks", "ta", once).state
    assert adviser.unclear(UNCLEAR, again, []).links == []


def test_no_to_a_guess_asks_for_other_words_and_counts_on(adviser: Adviser) -> None:
    once = adviser.unclear(UNCLEAR, START, []).state
    no = adviser.answer("deny", "no", once)
    assert no.text == Texts.default().say("rephrase")
    assert adviser.unclear(UNCLEAR, no.state, []).links


def test_no_after_an_answer_asks_what_to_change(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("deny", "no", after_search)
    assert "change" in reply.text
    assert Texts.default().say("suggest_anywhere") in reply.suggestions
    assert reply.state.wishes == after_search.wishes


def test_yes_goes_on_with_the_question_that_was_asked_back(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("affirm", "yes", replace(after_search, asked=("stage",)))
    assert reply.text == Texts.default().say("ask_stage")
    assert adviser.answer("affirm", "ok", replace(after_search, asked=())).text == Texts.default().say("affirm_after_answer")


def test_yes_and_no_before_anything_was_asked_invite_a_question(adviser: Adviser) -> None:
    assert "looking for" in adviser.answer("affirm", "aye", START).text
    assert adviser.answer("deny", "naw", START).text


def test_rudeness_is_met_calmly_with_an_offer_of_help(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("abuse", "you muppet", after_search)
    assert reply.cards == []
    assert "try again" in reply.text
    assert reply.state.last == after_search.last


def test_distress_within_rudeness_still_gets_help_lines(adviser: Adviser) -> None:
    reply = adviser.answer("abuse", "you're useless and I want to kill myself", START)
    assert reply.helplines
    assert "999" in reply.text


@pytest.mark.parametrize("message", ["can I talk to a person", "get me a human", "I want to speak to somebody", "human please"])
def test_whoever_wants_a_person_gets_one_to_contact(adviser: Adviser, message: str) -> None:
    reply = adviser.answer("bot_challenge", message, START)
    assert "@" in reply.text


@pytest.mark.parametrize("message", ["are you a robot?", "am I talking to a person", "is this a real person"])
def test_a_robot_says_that_it_is_one(adviser: Adviser, message: str) -> None:
    assert "not a person" in adviser.answer("bot_challenge", message, START).text


@pytest.mark.parametrize("message", ["who made you?", "wha made ye", "who's behind you", "who built this"])
def test_who_made_it_is_told(adviser: Adviser, message: str) -> None:
    assert adviser.answer("bot_challenge", message, START).text == Texts.default().say("who_made")


def test_the_privacy_answer_tells_what_is_written_down_and_leads_to_the_page(adviser: Adviser) -> None:
    reply = adviser.answer("privacy", "do you keep this?", START)
    assert "60 minutes" in reply.text
    assert "yes to its summary" in reply.text
    assert "couldn't answer" in reply.text
    assert [link.url for link in reply.links] == ["/privacy"]
    assert "days" not in reply.text
    assert "365 days" in adviser.answer("privacy", "how long do you keep an offer?", START).text


def test_a_bad_answer_is_apologised_for_with_ways_to_change_it(adviser: Adviser, after_search: ConversationState) -> None:
    reply = adviser.answer("feedback_bad", "that's rubbish", after_search)
    assert "orry" in reply.text
    assert len(reply.suggestions) == 3
