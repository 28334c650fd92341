"""Why an entry was shown: from the words of the question and the fields of the entry, never from anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Adviser, ConversationState
from tests.bot.conversation.invented import LAB, QUOTED, ROADSHOW

START = ConversationState()


@pytest.mark.parametrize("intent", ["details", "find", "refine", "fallback", "out_of_scope"])
@pytest.mark.parametrize(
    "message", ["why this one?", "Why did you show that?", "how does it fit", "why was that suggested", "what makes it fit?"]
)
def test_why_is_understood_whatever_the_message_was_taken_for(
    small: Adviser, three_shown: ConversationState, intent: str, message: str
) -> None:
    reply = small.answer(intent, message, replace(three_shown, focus=ROADSHOW))
    assert reply.text.startswith("Why I showed Robot Roadshow")
    assert [card.id for card in reply.cards] == [ROADSHOW]


def test_the_words_of_the_question_are_told_with_the_fields_they_meet(small: Adviser) -> None:
    found = small.answer("find", "free robotics club for P6 in Fife", START)
    assert found.cards[0].id == QUOTED
    text = small.answer("details", "why the first one?", found.state).text
    assert '"robotics"' in text
    assert '"P6"' in text
    assert "primary among its stages" in text
    assert '"free"' in text
    assert '"club"' in text
    assert "local: it serves Fife only" in text


def test_what_is_national_stands_behind_what_is_local(small: Adviser) -> None:
    found = small.answer("find", "robotics for P6 in Fife", START)
    position = found.state.last.index(ROADSHOW)
    text = small.answer("details", f"why number {position + 1}", found.state).text
    assert "It is national, not particular to Fife" in text
    assert f"number {position + 1} of" in text


def test_what_is_not_met_or_not_said_is_told(small: Adviser) -> None:
    found = small.answer("find", "robotics for P6 in Glasgow, with chemistry", START)
    assert LAB in found.state.last
    text = small.answer("details", "why the Glasgow one?", found.state).text
    met, unmet = text.split("What to check")
    assert "robotics" in met
    assert "names no stages" in unmet
    assert "doesn't say what it costs" in unmet
    assert "chemistry" in unmet
    assert "2015" in text


def test_the_source_and_its_age_close_the_explanation(small: Adviser, three_shown: ConversationState) -> None:
    last = small.answer("details", "why the second one?", three_shown).text.splitlines()[-1]
    assert last.startswith("Source: https://roadshow.example.org/schools")
    assert "2025" in last


def test_no_word_is_quoted_that_was_not_typed(adviser: Adviser) -> None:
    for message in (
        "wind power talk for P6 in Orkney",
        "coding club for my son in Perth",
        "careers events for S3 in Ayr, not online",
    ):
        found = adviser.answer("find", message, START)
        for position in range(len(found.cards)):
            text = adviser.answer("details", f"why number {position + 1}?", found.state).text
            lines = [line for line in text.splitlines() if "Source:" not in line and "route" not in line]
            quoted = [part for line in lines for part in line.split('"')[1::2]]
            assert all(word.lower() in message.lower() for word in quoted)


def test_the_card_keeps_its_reasons(small: Adviser) -> None:
    found = small.answer("find", "robotics for P6 in Fife", START)
    assert small.answer("details", "why the first?", found.state).cards[0].reasons == found.cards[0].reasons


def test_what_was_asked_for_by_name_is_told_so(small: Adviser) -> None:
    found = small.answer("find", "Robot Roadshow", START)
    assert "by name" in small.answer("details", "why this one", found.state).text


def test_why_without_a_question_before_tells_what_is_known(small: Adviser) -> None:
    state = ConversationState(last=(LAB,))
    reply = small.answer("details", "why this one?", state)
    assert "haven't asked" in reply.text
    assert reply.details


def test_why_before_anything_was_shown_asks_for_a_search(small: Adviser) -> None:
    reply = small.answer("details", "why this one?", START)
    assert reply.cards == []
    assert "looking for" in reply.text


@pytest.mark.parametrize(
    ("intent", "message", "part"),
    [
        ("find", "someone to talk to my P6 class about wind power in Orkney", "primary"),
        ("pathway", "my daughter is 15, loves maths, doesn't want uni, in Fife", "Source:"),
        ("employer_engage", "we make sensors in Kirkcaldy, how can we help schools", "employers"),
    ],
)
def test_teacher_parent_and_employer_are_told_why(adviser: Adviser, intent: str, message: str, part: str) -> None:
    found = adviser.answer(intent, message, START)
    for ordinal in ("first", "second", "third")[: len(found.cards)]:
        reply = adviser.answer("details", f"why the {ordinal} one?", found.state)
        assert reply.cards[0].name in reply.text
    assert part in adviser.answer("details", "why the first one?", found.state).text
