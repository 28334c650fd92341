"""Two questions in one message get two answers; what only looks like two stays one."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Desk
from bot.conversation.questions import parts_of
from bot.texts import Texts
from knowledge.helplines import Helplines
from knowledge.search import Searcher

START = ConversationState()


@pytest.fixture(scope="module")
def desk(searcher: Searcher) -> Desk:
    """What reads the halves."""
    return Desk(searcher, Texts.default(), Helplines.default())


def test_a_parent_who_asks_for_two_things_gets_both(adviser: Adviser) -> None:
    reply = adviser.answer("find", "coding club in Dundee for my son, and is there anything on apprenticeships?", START)
    assert reply.cards
    assert any("computing" in reason for card in reply.cards for reason in card.reasons)
    assert len(reply.also) == 1
    other = reply.also[0]
    assert any("apprenticeship" in card.id for card in other.cards)
    assert reply.state == other.state
    assert reply.state.wishes.place == ("Dundee City",)


def test_only_the_last_answer_asks_back_and_suggests(adviser: Adviser) -> None:
    reply = adviser.answer("find", "chemistry kits to borrow, and are there any funds for a trip?", START)
    assert len(reply.also) == 1
    assert reply.question == ""
    assert reply.suggestions == []
    assert reply.also[0].suggestions


def test_a_teacher_asks_about_one_entry_and_for_something_else(adviser: Adviser) -> None:
    first = adviser.answer("find", "robotics for S2", START)
    reply = adviser.answer("details", "is the first one free? And do you have anything on chemistry?", first.state)
    assert [card.id for card in reply.cards] == [first.state.last[0]]
    assert reply.also[0].state.wishes.topic == ("chemistry",)
    assert reply.also[0].state.wishes.stage == ("lower-secondary",)


def test_whom_to_contact_is_told_beside_what_was_found(adviser: Adviser) -> None:
    reply = adviser.answer("contact", "robotics clubs in Fife and who do I contact?", START)
    assert reply.cards
    assert all(card.contact["url"] in reply.also[0].text for card in reply.cards)
    assert reply.also[0].cards == []


@pytest.mark.parametrize("intent", ["contact", "details"])
def test_two_questions_about_one_entry_are_answered_together(adviser: Adviser, intent: str) -> None:
    first = adviser.answer("find", "robotics for S2", START)
    reply = adviser.answer(intent, "is the first one free and who do I phone?", first.state)
    assert reply.also == ()
    assert [card.id for card in reply.cards] == [first.state.last[0]]
    assert "Cost" in reply.text
    assert "Phone" in reply.text


@pytest.mark.parametrize(
    "message",
    [
        "I teach P6 in Kirkwall and can someone come and talk about wind power?",
        "we make sensors in Kirkcaldy and how can we help schools?",
        "my daughter wants to be a vet nurse and what subjects should she take?",
        "maths and physics workshops for S3",
        "is there anything on biology and chemistry?",
        "what clubs are there? Any on robotics?",
        "My son is 14. He likes engines. What can he do?",
        "free coding clubs and what about Fife?",
        "something for Dumfries and Galloway, and also for Perth and Kinross",
        "robotics, and is there anything on robotics?",
        "who runs the Institute of Physics and Science Museum visits?",
    ],
)
@pytest.mark.parametrize("intent", ["find", "employer_engage", "pathway"])
def test_what_is_one_question_stays_one(desk: Desk, intent: str, message: str) -> None:
    assert [part.message for part in parts_of(intent, message, START, desk)] == [message]


def test_each_answer_is_a_message_of_its_own(adviser: Adviser) -> None:
    replies = adviser.turn("find", "coding club in Dundee for my son, and is there anything on apprenticeships?", START)
    assert len(replies) == 2
    assert all(reply.message()["cards"] for reply in replies)


def test_distress_in_one_half_gets_help_lines_alone(adviser: Adviser) -> None:
    reply = adviser.answer("find", "robotics club in Fife, and is there anything on chemistry? I want to kill myself", START)
    assert reply.helplines
    assert reply.cards == []
    assert reply.also == ()
