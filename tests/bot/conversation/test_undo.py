"""The last change is taken back, and said so."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from bot.conversation.earlier import MOST

START = ConversationState()


def talk(adviser: Adviser, *turns: tuple[str, str]) -> list[Reply]:
    """The replies to several messages; the state goes through JSON, as it does in Rasa."""
    replies: list[Reply] = []
    for intent, message in turns:
        state = ConversationState.from_json(replies[-1].state.to_json()) if replies else START
        replies.append(adviser.answer(intent, message, state))
    return replies


@pytest.mark.parametrize(
    "words",
    [
        "undo",
        "go back",
        "Go back please",
        "as before",
        "no, the previous one",
        "oops, undo that",
        "sorry can you go back",
        "back to what I had before",
    ],
)
@pytest.mark.parametrize("intent", ["refine", "find", "deny", "details", "fallback", "start_over"])
def test_the_search_before_comes_back_with_its_results(adviser: Adviser, words: str, intent: str) -> None:
    first, changed, back = talk(adviser, ("find", "robotics clubs in Fife"), ("refine", "actually Shetland"), (intent, words))
    assert changed.state.wishes.place == ("Shetland Islands",)
    assert back.state.wishes == first.state.wishes
    assert [card.id for card in back.cards] == [card.id for card in first.cards]
    assert "Taken back: in Shetland" in back.text
    assert "in Fife" in back.text


def test_a_wish_that_was_let_go_comes_back(adviser: Adviser) -> None:
    *_, back = talk(adviser, ("find", "robotics clubs in Fife"), ("refine", "anywhere in Scotland"), ("refine", "undo"))
    assert back.state.wishes.place == ("Fife",)
    assert "Now again" in back.text


def test_a_new_question_can_be_taken_back_too(adviser: Adviser) -> None:
    first, _, back = talk(adviser, ("find", "robotics in Fife"), ("find", "chemistry sets"), ("refine", "go back"))
    assert back.state.wishes.topic == first.state.wishes.topic == ("robotics",)


def test_several_changes_are_taken_back_one_by_one(adviser: Adviser) -> None:
    turns = [
        ("find", "robotics in Fife"),
        ("refine", "only free ones"),
        ("refine", "for S2"),
        ("refine", "undo"),
        ("refine", "undo"),
    ]
    replies = talk(adviser, *turns)
    assert replies[-2].state.wishes == replies[1].state.wishes
    assert replies[-1].state.wishes == replies[0].state.wishes
    assert replies[-1].state.strict == ()


def test_only_a_few_searches_are_kept(adviser: Adviser) -> None:
    places = ["Fife", "Moray", "Shetland", "Angus", "Orkney", "Highland"]
    replies = talk(adviser, ("find", "robotics"), *[("refine", f"what about {place}?") for place in places])
    assert len(replies[-1].state.earlier) == MOST


def test_there_may_be_nothing_to_take_back(adviser: Adviser) -> None:
    first, back = talk(adviser, ("find", "robotics in Fife"), ("refine", "undo"))
    assert "nothing to take back" in back.text
    assert back.state.wishes == first.state.wishes
    assert "looking for" in talk(adviser, ("refine", "undo"))[0].text


def test_a_repeated_wish_is_no_change_to_take_back(adviser: Adviser) -> None:
    first, again = talk(adviser, ("find", "robotics in Fife"), ("refine", "in Fife"))
    assert again.state.earlier == first.state.earlier == ()


def test_starting_over_leaves_nothing_to_go_back_to(adviser: Adviser) -> None:
    *_, fresh = talk(adviser, ("find", "robotics in Fife"), ("refine", "for S2"), ("start_over", "start again"))
    assert fresh.state.earlier == ()
