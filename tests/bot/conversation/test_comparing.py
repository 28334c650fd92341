"""Two or three entries side by side: a table, and a few words on where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Adviser, ConversationState
from tests.bot.conversation.invented import KEEPERS, LAB, QUOTED, ROADSHOW, SPEAKERS

START = ConversationState()
ROWS = ["What", "For", "Stages", "Where", "How", "Cost", "Contact", "As of"]


def test_the_table_has_a_column_an_entry_and_a_row_an_aspect(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("compare", "compare the first two", three_shown)
    assert reply.comparison is not None
    assert [column.id for column in reply.comparison.columns] == [QUOTED, ROADSHOW]
    assert [row.label for row in reply.comparison.rows] == ROWS
    assert all(len(row.values) == 2 and all(row.values) for row in reply.comparison.rows)
    cells = {row.label: row.values for row in reply.comparison.rows}
    assert cells["Cost"] == ["Free", "Paid. 250 pounds a day."]
    assert cells["Where"] == ["Fife", "All of Scotland"]
    assert "01632 960101" in cells["Contact"][0]
    assert cells["As of"][0] == "As of 2025; check with them"
    assert reply.message()["comparison"]["columns"][0]["id"] == QUOTED


def test_the_text_says_where_they_differ_and_is_no_second_table(small: Adviser, three_shown: ConversationState) -> None:
    text = small.answer("compare", "what's the difference between the first and the second", three_shown).text
    assert "differ in cost, place and how they reach you" in text
    assert "free" in text
    assert "paid" in text
    assert "As of" not in text
    assert "01632" not in text
    assert len(text.splitlines()) <= 5


@pytest.mark.parametrize(
    ("message", "ids"),
    [
        ("compare all three", [QUOTED, ROADSHOW, LAB]),
        ("compare them", [QUOTED, ROADSHOW, LAB]),
        ("1 vs 3", [QUOTED, LAB]),
        ("compare the last two", [ROADSHOW, LAB]),
        ("compare the first and Kelpie Speakers", [QUOTED, SPEAKERS]),
        ("compare Kelpie Speakers with Keep It Simple Robotics", [SPEAKERS, KEEPERS]),
        ("compare the Glasgow one with Kelpie Speakers", [LAB, SPEAKERS]),
    ],
)
def test_what_is_compared_is_pointed_at_or_named(
    small: Adviser, three_shown: ConversationState, message: str, ids: list[str]
) -> None:
    reply = small.answer("compare", message, three_shown)
    assert {card.id for card in reply.cards} == set(ids)
    assert reply.state.last == tuple(card.id for card in reply.cards)


@pytest.mark.parametrize("intent", ["find", "details", "refine", "fallback"])
def test_comparing_is_understood_whatever_the_message_was_taken_for(small: Adviser, intent: str) -> None:
    reply = small.answer(intent, "compare Kelpie Speakers with Robot Roadshow", START)
    assert reply.comparison is not None


def test_what_is_spoken_of_can_be_compared_with_a_named_one(small: Adviser, three_shown: ConversationState) -> None:
    state = replace(three_shown, focus=LAB)
    reply = small.answer("compare", "how does this compare with Kelpie Speakers", state)
    assert {card.id for card in reply.cards} == {LAB, SPEAKERS}


def test_which_is_cheaper_is_answered_as_far_as_the_sources_go(small: Adviser, three_shown: ConversationState) -> None:
    text = small.answer("compare", "which is cheaper?", three_shown).text
    assert 'Firth Sensors "Build It" Club, Kirkcaldy costs least' in text
    assert "For Glasgow Robot Lab the source doesn't say" in text


def test_no_one_is_called_cheaper_where_the_sources_cannot_tell(small: Adviser) -> None:
    state = ConversationState(last=(ROADSHOW, LAB))
    text = small.answer("compare", "which one is cheapest", state).text
    assert "don't let me say" in text
    assert "costs least" not in text


def test_the_bot_does_not_choose(small: Adviser, three_shown: ConversationState) -> None:
    text = small.answer("compare", "which one would you pick?", three_shown).text
    assert "can't choose for you" in text
    assert "differ in cost" in text


def test_what_costs_the_same_is_said_to(small: Adviser) -> None:
    text = small.answer("compare", "which is cheaper?", ConversationState(last=(QUOTED, SPEAKERS))).text
    assert "cost the same" in text


def test_which_is_best_for_something_tells_who_meets_it(small: Adviser, three_shown: ConversationState) -> None:
    text = small.answer("compare", "which is best for P6 in Glasgow?", three_shown).text
    assert "Glasgow City: Robot Roadshow (all of Scotland) and Glasgow Robot Lab" in text
    assert 'Primary: Firth Sensors "Build It" Club, Kirkcaldy and Robot Roadshow.' in text


def test_more_than_three_are_named_as_left_out(small: Adviser) -> None:
    state = ConversationState(kept=(QUOTED, ROADSHOW, LAB, SPEAKERS))
    reply = small.answer("compare", "compare my list", state)
    assert len(reply.cards) == 3
    assert "left out Kelpie Speakers" in reply.text


@pytest.mark.parametrize(
    ("message", "part"),
    [("compare them", "two"), ("compare my list", "fewer than two"), ("which is cheaper", "two")],
)
def test_a_comparison_of_nothing_asks_for_two(small: Adviser, message: str, part: str) -> None:
    reply = small.answer("compare", message, START)
    assert part in reply.text
    assert reply.comparison is None


def test_a_position_that_is_not_there_is_not_replaced_by_another(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("compare", "compare the seventh and the eighth", three_shown)
    assert reply.comparison is None
    assert "I showed 3" in reply.text


def test_one_entry_is_not_compared_with_itself(small: Adviser, three_shown: ConversationState) -> None:
    reply = small.answer("compare", "compare Robot Roadshow with Robot Roadshow", START)
    assert reply.comparison is None
    assert [card.id for card in reply.cards] == [ROADSHOW]


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        ("find", "P5 class in Falkirk, robotics workshop"),
        ("pathway", "my son is 14 and likes fixing engines"),
        ("employer_engage", "we are a lab in Moray and could host visits, who helps us"),
    ],
)
def test_teacher_parent_and_employer_can_compare_what_they_got(adviser: Adviser, intent: str, message: str) -> None:
    found = adviser.answer(intent, message, START)
    reply = adviser.answer("compare", "compare the first two", found.state)
    assert [card.id for card in reply.cards] == list(found.state.last[:2])
    assert all(card.name.split(" (")[0][:20] in reply.text for card in reply.cards)
