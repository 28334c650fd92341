"""Long, shouted, unpunctuated, misspelt, Scots and terse messages get sensible answers."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from bot.conversation.condensing import LONG, gist
from bot.web.contracts import LONGEST_MESSAGE
from knowledge.search import Searcher

START = ConversationState()
PARENT = (
    "Good evening, I was given this page by somebody at the school gate and I am not very good with computers so bear with me. "
    "We moved to Forfar two winters ago when my husband changed jobs and on the whole it has been grand, the neighbours could "
    "not be kinder and the dog has never been happier. The trouble is my youngest. He will be eleven in the spring and he "
    "is bored, there is no other word for it. At his last school, when we were still down in Glasgow, there was a lady who came "
    "in on Fridays and did experiments with them in the hall, and he has talked of little else since. He reads everything he "
    "can get about the planets and he stays up far too late with an old pair of binoculars that belonged to my father. His "
    "sister is the sporty one, with her it is hockey every night of the week and the driving is mostly mine, so I cannot be "
    "off to the other end of the country every weekend either. I have asked at the library and I have asked the minister "
    "and I have even asked the man in the camera shop, who was very nice about it but could only tell me about lenses. "
    "My own mother says to leave him be and that he will grow out of it, which is what she said about me and the piano. "
    "What I am looking for is an astronomy club or something about space that he could go to, it would need to be free because "
    "with the car and everything this year there is nothing over at the end of the month. If there is nothing near enough then "
    "I suppose something he could do at the kitchen table would be better than nothing. I do not need anything fancy and "
    "he is quite shy at first, so a small group would suit him best of all. I hope that is enough for you to go on, I never "
    "know how much to write in these boxes, and thank you kindly for taking the time to read the whole of it."
)
TEACHER = (
    "Hello. I am a depute head in a small secondary in Caithness. We have had a difficult session with staffing, our technician "
    "has left, and practical work in the science department has suffered a lot. My colleagues in the maths department are "
    "managing better. When I worked in Glasgow we would just take the classes to the science centre, but from here that is "
    "a day's drive. "
    "What I need is either somebody who can come to the school and run chemistry workshops for S2, or kit that we can borrow. "
    "It must be free, as our budget is gone."
)
EMPLOYER = (
    "so we are a wee firm about twenty of us just outside Oban and we build sensors for fish farms and last year one of our "
    "engineers gave a talk at a school and it went down really well and since then we keep saying we should do something more "
    "regular but nobody knows where you would start so what i would like to know is how a firm like ours could get involved with "
    "schools maybe hosting visits because we want to be useful"
)


def test_a_message_of_three_hundred_words_may_be_sent() -> None:
    assert len(PARENT.split()) > 300
    assert len(PARENT) < LONGEST_MESSAGE


@pytest.mark.parametrize("message", [PARENT, PARENT.upper(), PARENT.replace(".", "").replace(",", "")])
def test_a_long_story_is_read_for_what_it_asks(adviser: Adviser, message: str) -> None:
    reply = adviser.answer("find", message, START)
    wishes = reply.state.wishes
    assert wishes.place == ("Angus",)
    assert wishes.stage == ("primary",)
    assert wishes.audience == ("parent",)
    assert set(wishes.topic) <= {"astronomy", "space"}
    assert wishes.topic
    assert wishes.cost == ("free",)
    assert len(reply.state.text.split()) <= LONG
    assert any("space" in reason or "astronomy" in reason for card in reply.cards for reason in card.reasons)


def test_a_teachers_long_message_is_about_where_the_teacher_is_now(adviser: Adviser) -> None:
    wishes = adviser.answer("find", TEACHER, START).state.wishes
    assert wishes.place == ("Highland",)
    assert wishes.topic == ("chemistry",)
    assert wishes.audience == ("teacher",)
    assert set(wishes.delivery) == {"in-school", "kit-loan"}


def test_an_employers_long_message_without_punctuation_leads_to_the_local_group(adviser: Adviser) -> None:
    reply = adviser.answer("employer_engage", EMPLOYER, START)
    assert reply.state.wishes.place == ("Argyll and Bute",)
    assert reply.state.wishes.audience == ("employer",)
    assert reply.cards


def test_a_short_message_is_taken_word_by_word(searcher: Searcher) -> None:
    said = searcher.understander.understand("free coding club in Dundee for my son")
    assert gist(said) is said


@pytest.mark.parametrize(
    ("message", "facet", "value"),
    [
        ("whaur can ma wean learn coding", "topic", "computing"),
        ("onything fur bairns in Dumfries", "place", "Dumfries and Galloway"),
        ("ROBOTICS CLUB FOR MY SON IN FIFE PLEASE", "place", "Fife"),
        ("robotics club in abredeen plz", "place", "Aberdeen City"),
        ("p6 class kirkwall someone to come talk wind power no budget", "stage", "primary"),
        ("robotics", "topic", "robotics"),
        ("Fife", "place", "Fife"),
        ("free?", "cost", "free"),
        ("robotics???!!!", "topic", "robotics"),
        ("we r a wee firm in kirkcaldy can we help schools", "audience", "employer"),
    ],
)
def test_a_message_as_people_type_it_gets_results(adviser: Adviser, message: str, facet: str, value: str) -> None:
    reply = adviser.answer("find", message, START)
    assert value in reply.state.wishes.of(facet)
    assert reply.cards


def said_in_turn(adviser: Adviser, *messages: str) -> Reply:
    """The reply to the last of several messages, all taken for questions."""
    reply = adviser.answer("find", messages[0], START)
    for message in messages[1:]:
        reply = adviser.answer("find", message, reply.state)
    return reply


def test_a_conversation_of_single_words_adds_up(adviser: Adviser) -> None:
    wishes = said_in_turn(adviser, "robotics", "Fife", "P6", "free?").state.wishes
    assert (wishes.topic, wishes.place, wishes.stage, wishes.cost) == (("robotics",), ("Fife",), ("primary",), ("free",))
