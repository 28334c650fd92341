"""Nobody is shown what cannot reach them."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from knowledge.places.gazetteer import NATIONAL

PAGES = 12


def pages(adviser: Adviser, intent: str, message: str) -> list[Reply]:
    """The answer to a message and everything that "show me more" brings."""
    replies = [adviser.answer(intent, message, ConversationState())]
    while replies[-1].cards and len(replies) < PAGES:
        replies.append(adviser.answer("more", "show me more", replies[-1].state))
    return replies


def assert_all_serve(replies: list[Reply], area: str) -> None:
    cards = [card for reply in replies for card in reply.cards]
    assert cards
    for card in cards:
        assert area in card.areas or NATIONAL & set(card.areas), card.id


@pytest.mark.parametrize("subject", ["a science centre visit", "robotics", "a museum trip", "wind power", "coding", "maths"])
def test_an_orkney_teacher_is_never_shown_a_glasgow_only_programme(adviser: Adviser, subject: str) -> None:
    assert_all_serve(pages(adviser, "find", f"I teach P6 in Kirkwall and look for {subject}"), "Orkney Islands")


@pytest.mark.parametrize(
    ("place", "area"),
    [("Stornoway", "Na h-Eileanan Siar"), ("KW17", "Orkney Islands"), ("Kirkcaldy", "Fife"), ("Abredeen", "Aberdeen City")],
)
def test_what_is_shown_for_a_place_serves_it(adviser: Adviser, place: str, area: str) -> None:
    assert_all_serve(pages(adviser, "find", f"science club in {place}"), area)


def test_an_employer_is_shown_who_serves_the_town_of_the_firm(adviser: Adviser) -> None:
    message = "we are a 12 person electronics firm in Kirkcaldy, how do we help local schools?"
    assert_all_serve(pages(adviser, "employer_engage", message), "Fife")


def test_after_a_change_of_place_everything_serves_the_new_place(adviser: Adviser) -> None:
    first = adviser.answer("find", "wind power workshop in Glasgow", ConversationState())
    second = adviser.answer("refine", "what about Shetland?", first.state)
    third = adviser.answer("more", "more", second.state)
    assert_all_serve([second, third], "Shetland Islands")


def test_the_place_is_remembered_for_the_next_question(adviser: Adviser) -> None:
    first = adviser.answer("find", "coding club in Stornoway", ConversationState())
    second = adviser.answer("find", "a speaker about engineering", first.state)
    assert second.state.wishes.place == ("Na h-Eileanan Siar",)
    assert_all_serve([second], "Na h-Eileanan Siar")


def test_local_comes_before_national_where_both_fit(adviser: Adviser) -> None:
    reply = adviser.answer("find", "KW17 science festival", ConversationState())
    assert "Orkney Islands" in reply.cards[0].areas
