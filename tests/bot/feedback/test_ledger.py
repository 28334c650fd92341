"""Which answers can be rated, and what becomes of a rating."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from bot.conversation.blocks import FormProgress
from bot.feedback import Ledger, QuestionStore, Scrubber, StoredQuestion
from bot.storage import Database
from knowledge.search import Searcher

FRESH = ConversationState()


class Clock:
    """Seconds that tests move on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> QuestionStore:
    return QuestionStore(Database(tmp_path / "store.sqlite"), 30)


@pytest.fixture
def ledger(store: QuestionStore, searcher: Searcher, clock: Clock) -> Iterator[Ledger]:
    scrubber = Scrubber(searcher.understander)
    ledger = Ledger(store, lambda: scrubber, minutes=60, most=3, clock=clock)
    yield ledger
    ledger.close()


def stored(ledger: Ledger, store: QuestionStore) -> list[StoredQuestion]:
    """What is stored once everything is written."""
    ledger.close()
    return store.questions()


async def test_an_answer_has_a_token_nobody_can_guess_and_can_be_rated(
    ledger: Ledger, store: QuestionStore, adviser: Adviser
) -> None:
    reply = adviser.answer("find", "my son Jack wants robotics in Fife", FRESH)
    first, second = (ledger.message("my son Jack wants robotics in Fife", FRESH, reply)["feedback"] for _ in range(2))
    assert first != second
    assert len(first) >= 24
    assert await ledger.rate(first, "down", "I'm Jack's dad, it was no use at all")
    found = stored(ledger, store)
    assert [(each.question.why, each.question.text, each.question.area) for each in found] == [
        ("badly-rated", "my son [name] wants robotics in Fife", "Fife")
    ]
    assert "Jack" not in found[0].reasons[0]
    assert found[0].question.cards == tuple(card.id for card in reply.cards)
    assert found[0].question.wishes["topic"] == ["robotics"]
    assert "place_label" not in found[0].question.wishes


async def test_a_good_rating_is_counted_and_nothing_of_the_question_kept(
    ledger: Ledger, store: QuestionStore, adviser: Adviser
) -> None:
    token = ledger.message("robotics in Fife", FRESH, adviser.answer("find", "robotics in Fife", FRESH))["feedback"]
    assert await ledger.rate(token, "up", "my name is Jack")
    assert stored(ledger, store) == []
    assert store.ratings() == {"find": (1, 0)}


async def test_a_second_vote_takes_the_place_of_the_first(ledger: Ledger, store: QuestionStore, adviser: Adviser) -> None:
    token = ledger.message("robotics in Fife", FRESH, adviser.answer("find", "robotics in Fife", FRESH))["feedback"]
    for rating in ("up", "down", "down", "up"):
        assert await ledger.rate(token, rating)
    assert store.ratings() == {"find": (1, 0)}
    assert store.questions() == []
    assert await ledger.rate(token, "down", "too far away")
    assert await ledger.rate(token, "down", "out of date")
    assert store.ratings() == {"find": (0, 1)}
    assert [(each.times, each.reasons) for each in store.questions()] == [(1, ("out of date",))]


async def test_an_unknown_or_old_answer_cannot_be_rated(ledger: Ledger, clock: Clock, adviser: Adviser) -> None:
    reply = adviser.answer("find", "robotics in Fife", FRESH)
    assert not await ledger.rate("x" * 24, "up")
    old = ledger.message("robotics in Fife", FRESH, reply)["feedback"]
    clock.now = 3601
    assert not await ledger.rate(old, "up")
    assert ledger.remembered == 0


async def test_only_so_many_answers_are_remembered(ledger: Ledger, adviser: Adviser) -> None:
    reply = adviser.answer("find", "robotics in Fife", FRESH)
    tokens = [ledger.message("robotics in Fife", FRESH, reply)["feedback"] for _ in range(5)]
    assert [await ledger.rate(token, "up") for token in tokens] == [False, False, True, True, True]


def test_a_question_without_an_answer_is_noted_at_once(ledger: Ledger, store: QuestionStore) -> None:
    for gap in ("my daughter Emma wants falconry in Fife", None):
        ledger.message("my daughter Emma wants falconry in Fife", FRESH, Reply("Nothing.", FRESH, gap=gap, intent="find"))
    assert [(each.question.why, each.question.text, each.times) for each in stored(ledger, store)] == [
        ("unanswered", "my daughter [name] wants falconry in Fife", 1)
    ]


def test_a_question_whose_wish_had_to_be_dropped_is_noted_as_that(ledger: Ledger, store: QuestionStore, adviser: Adviser) -> None:
    reply = replace(adviser.answer("find", "robotics in Fife", FRESH), gap="robotics in Fife")
    ledger.message("robotics in Fife", FRESH, reply)
    assert [each.question.why for each in stored(ledger, store)] == ["relaxed"]


def test_of_two_questions_in_one_message_the_one_without_an_answer_is_noted(
    ledger: Ledger, store: QuestionStore, adviser: Adviser
) -> None:
    first = adviser.answer("find", "robotics in Fife", FRESH)
    second = Reply("Nothing.", FRESH, gap="falconry in Fife", intent="find")
    ledger.message("robotics in Fife, and falconry?", FRESH, replace(first, also=(second,)))
    assert [each.question.text for each in stored(ledger, store)] == ["robotics in Fife, and falconry?"]


def test_what_was_not_understood_is_noted_only_where_it_speaks_of_something_known(ledger: Ledger, store: QuestionStore) -> None:
    ledger.message("he said he would and then he did not", FRESH, Reply("Sorry?", FRESH, intent="fallback"))
    ledger.message("robotics whatnot thing", FRESH, Reply("Sorry?", FRESH, intent="fallback"))
    assert [each.question.text for each in stored(ledger, store)] == ["robotics whatnot thing"]


@pytest.mark.parametrize("message", ["I want to kill myself", "my dad hits me", "he touches me and I am scared"])
def test_nothing_said_in_distress_is_ever_stored(ledger: Ledger, store: QuestionStore, adviser: Adviser, message: str) -> None:
    for intent in ("find", "fallback", "out_of_scope", "safeguarding"):
        reply = adviser.answer(intent, message, FRESH)
        assert reply.helplines
        assert "feedback" not in ledger.message(message, FRESH, replace(reply, gap=message))
    assert stored(ledger, store) == []
    assert ledger.remembered == 0


def test_nothing_said_inside_a_form_is_ever_stored(ledger: Ledger, store: QuestionStore) -> None:
    writing = ConversationState(draft={"kind": "offer"})
    progress = FormProgress(kind="offer", step=1, steps=6)
    said = "someone@example.org"
    for before, reply in (
        (writing, Reply("Thanks.", FRESH, gap=said, intent="find")),
        (FRESH, Reply("What can you offer?", writing, gap=said, intent="offer")),
        (FRESH, Reply("What can you offer?", FRESH, gap=said, form=progress, intent="offer")),
        (FRESH, Reply("Stored.", FRESH, gap=said, reference="OF-1", intent="affirm")),
        (FRESH, Reply("Let's stay polite.", FRESH, gap=said, intent="abuse")),
    ):
        assert "feedback" not in ledger.message(said, before, reply)
    assert stored(ledger, store) == []


@pytest.mark.parametrize("intent", ["greet", "thanks", "goodbye", "help", "privacy", "bot_challenge", "start_over"])
def test_small_talk_is_not_to_be_rated(ledger: Ledger, adviser: Adviser, intent: str) -> None:
    assert "feedback" not in ledger.message("hello", FRESH, adviser.answer(intent, "hello", FRESH))
