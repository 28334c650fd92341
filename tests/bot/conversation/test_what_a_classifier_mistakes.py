"""What a classifier takes for anything, and the words themselves tell."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState

START = ConversationState()


@pytest.mark.parametrize("intent", ["feedback_good", "out_of_scope", "find", "privacy"])
def test_what_holds_no_word_is_not_understood_whatever_it_is_taken_for(adviser: Adviser, intent: str) -> None:
    reply = adviser.answer(intent, "blorb fnargle", START)
    assert reply.intent == "fallback"
    assert reply.state.misunderstood == 1
    again = adviser.answer(intent, "vvnn mmkk", reply.state)
    assert any(link.url == "/directory" for link in again.links)


@pytest.mark.parametrize(
    ("intent", "message"), [("thanks", "tapadh leibh"), ("greet", "halò"), ("out_of_scope", "a plumber"), ("find", "Kirkcaldie")]
)
def test_greetings_in_gaelic_places_and_plain_words_are_words(adviser: Adviser, intent: str, message: str) -> None:
    assert adviser.answer(intent, message, START).intent != "fallback"


@pytest.mark.parametrize("message", ["who should we phone?", "whom do I write to", "how do I get in touch?", "wha dae I ring"])
def test_whom_to_ring_after_an_answer_is_about_that_answer(adviser: Adviser, message: str) -> None:
    shown = adviser.answer("employer_engage", "we are a bakery in Alloa and would like to help schools", START)
    reply = adviser.answer("out_of_scope", message, shown.state)
    assert reply.intent == "contact"
    assert [card.id for card in reply.cards] == list(shown.state.last)
    assert "http" in reply.text


def test_without_an_answer_before_there_is_nobody_to_ring(adviser: Adviser) -> None:
    assert adviser.answer("out_of_scope", "who should we phone?", START).cards == []


def test_one_more_entry_can_be_kept_in_half_a_sentence(adviser: Adviser) -> None:
    shown = adviser.answer("find", "robotics clubs in Fife", START)
    kept = adviser.answer("shortlist", "keep the first one", shown.state)
    reply = adviser.answer("details", "and the third one as well", kept.state)
    assert reply.state.kept == (shown.state.last[0], shown.state.last[2])


def test_who_knows_everybody_in_a_place_is_named_for_a_question_about_a_place(adviser: Adviser) -> None:
    reply = adviser.answer("contact", "whom can our school contact about STEM in Orkney", START)
    assert "dyw-orkney" in {card.id for card in reply.cards}
    assert reply.state.last == tuple(card.id for card in reply.cards)
