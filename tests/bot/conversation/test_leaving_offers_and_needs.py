"""Offers and needs in conversation: when a form is begun, what it knows already, and how it waits."""

from __future__ import annotations

from bot.conversation import Adviser, ConversationState, Reply
from bot.submissions.draft import Draft


def talk(adviser: Adviser, *turns: tuple[str, str]) -> list[Reply]:
    """Say (intent, message) one after another; return what was said to the last."""
    state, replies = ConversationState(), []
    for intent, message in turns:
        replies = adviser.turn(intent, message, state)
        state = replies[-1].state
    return replies


def test_an_offer_that_is_only_described_gets_cards_and_is_proposed_to_be_taken_down(adviser: Adviser) -> None:
    [reply] = talk(adviser, ("offer", "we can offer two work placements in Galashiels"))
    assert reply.cards
    assert "Shall I take your offer down?" in reply.text
    assert reply.suggestions[0] == "Leave an offer"
    assert reply.form is None


def test_yes_to_the_proposal_begins_the_form_with_what_was_said(adviser: Adviser) -> None:
    _, question = talk(adviser, ("offer", "we can offer two work placements in Galashiels"), ("affirm", "yes please"))
    assert question.form is not None
    answers = {fact.label: fact.value for fact in question.form.answers}
    assert answers["What you offer"] == "two work placements in Galashiels"
    assert "Scottish Borders" in answers["Where"]
    assert "two work placements" in question.text


def test_asking_to_register_begins_the_form_without_cards(adviser: Adviser) -> None:
    for message in ("I want to register that offer", "Leave an offer", "I'd like to post an offer"):
        first, question = talk(adviser, ("offer", message))
        assert not first.cards
        assert question.form is not None
        assert question.form.kind == "offer"


def test_the_words_say_which_of_the_two_is_left_whatever_the_intent(adviser: Adviser) -> None:
    question = talk(adviser, ("offer", "I want to leave a request"))[-1]
    assert question.form is not None
    assert question.form.kind == "need"


def test_a_search_in_between_leaves_the_form_where_it_was(adviser: Adviser) -> None:
    begun = (("offer", "leave an offer"), ("offer", "Two engineers who talk about sensors"))
    answer, question = talk(adviser, *begun, ("find", "show me coding clubs in Fife"))
    assert answer.cards
    assert question.form is not None
    assert question.form.step == 2


def test_distress_gets_help_lines_and_no_question_and_yes_then_sends_nothing(adviser: Adviser) -> None:
    begun = (("need", "leave a request"), ("need", "Someone to talk about bees to P5 in Orkney"))
    [reply] = talk(adviser, *begun, ("out_of_scope", "I want to kill myself"))
    assert reply.helplines
    assert reply.form is None
    after = talk(adviser, *begun, ("out_of_scope", "I want to kill myself"), ("affirm", "yes"))
    assert all(each.submit is None and each.form is None for each in after)
    resumed = talk(adviser, *begun, ("out_of_scope", "I want to kill myself"), ("need", "leave a request"))[-1]
    assert resumed.form is not None
    assert resumed.form.answers


def test_starting_over_throws_the_draft_away(adviser: Adviser) -> None:
    [reply] = talk(adviser, ("offer", "leave an offer"), ("start_over", "start over"))
    assert reply.state.draft is None


def test_a_number_with_a_slip_withdraws_nothing(adviser: Adviser) -> None:
    [reply] = talk(adviser, ("goodbye", "withdraw OFF-2222-2222-2223"))
    assert not reply.withdraw
    assert "slip" in reply.text


def test_the_state_without_a_draft_is_no_longer_for_it(adviser: Adviser) -> None:
    [reply] = talk(adviser, ("greet", "hello"))
    assert Draft.from_json(reply.state.draft) is None
