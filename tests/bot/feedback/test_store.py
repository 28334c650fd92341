"""What curators find, and how it is forgotten."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import pytest

from bot.feedback.store import Question, QuestionStore
from bot.storage import Database

DAY = datetime.date(2026, 3, 1)


class Calendar:
    """A day that tests move on."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> datetime.date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(tmp_path: Path, calendar: Calendar) -> QuestionStore:
    return QuestionStore(Database(tmp_path / "store.sqlite"), days=30, most=5, today=calendar)


def question(text: str = "falconry in Fife", area: str = "Fife", why: str = "unanswered", **changes: object) -> Question:
    values = {
        "why": why,
        "text": text,
        "task": "find",
        "area": area,
        "wishes": {"place": ["Fife"]},
        "cards": ("dyw-fife",),
        **changes,
    }
    return Question(**values)  # type: ignore[arg-type]


def test_the_same_question_is_counted_not_stored_twice(store: QuestionStore, calendar: Calendar) -> None:
    store.add(question("falconry in Fife"))
    calendar.day += datetime.timedelta(days=2)
    store.add(question("Falconry in Fife?"))
    store.add(question("falconry in Fife", area="Moray"))
    found = store.questions("Fife")
    assert [(each.question.text, each.times, each.first_day, each.last_day) for each in found] == [
        ("falconry in Fife", 2, "2026-03-01", "2026-03-03")
    ]
    assert len(store.questions()) == 2


def test_questions_whose_words_were_too_personal_are_the_same_by_their_wishes(store: QuestionStore) -> None:
    store.add(question("", wishes={"topic": ["robotics"]}))
    store.add(question("", wishes={"topic": ["robotics"]}))
    store.add(question("", wishes={"topic": ["coding"]}))
    assert sorted(each.times for each in store.questions()) == [1, 2]


def test_curators_see_what_was_asked_most_first_by_area(store: QuestionStore) -> None:
    store.add(question("rare", area="Fife"))
    for _ in range(3):
        store.add(question("often", area="Fife"))
    store.add(question("elsewhere", area="Angus"))
    assert [each.question.text for each in store.questions()] == ["elsewhere", "often", "rare"]


def test_an_area_is_found_among_several(store: QuestionStore) -> None:
    store.add(question("both", area="Fife, Moray"))
    assert [each.question.text for each in store.questions("Moray")] == ["both"]
    assert store.questions("Mor") == []


def test_reasons_stand_with_their_question_and_can_be_taken_back(store: QuestionStore) -> None:
    store.add(question(why="badly-rated"), "too far away")
    taken = store.add(question(why="badly-rated"), "out of date")
    assert store.questions()[0].reasons == ("too far away", "out of date")
    store.take_back(*taken)
    assert [(each.times, each.reasons) for each in store.questions()] == [(1, ("too far away",))]


def test_a_question_taken_back_altogether_is_gone(store: QuestionStore) -> None:
    store.take_back(*store.add(question(), "no"))
    assert store.questions() == []


def test_a_question_not_asked_for_as_long_as_promised_is_deleted(
    store: QuestionStore, calendar: Calendar, tmp_path: Path
) -> None:
    store.add(question("old"), "an old reason")
    store.count("find", 1, 0)
    calendar.day += datetime.timedelta(days=31)
    store.add(question("new"))
    assert store.purge() == 1
    assert [each.question.text for each in store.questions()] == ["new"]
    assert store.ratings() == {}
    raw = sqlite3.connect(tmp_path / "store.sqlite")
    assert raw.execute("SELECT count(*) FROM reasons").fetchone() == (0,)
    raw.close()


def test_no_more_questions_are_kept_than_the_most(store: QuestionStore, calendar: Calendar) -> None:
    for number in range(8):
        calendar.day = DAY + datetime.timedelta(days=number)
        store.add(question(f"question {number}"))
    assert store.purge() == 3
    assert {each.question.text for each in store.questions()} == {f"question {number}" for number in range(3, 8)}


def test_good_ratings_are_counted_and_nothing_else(store: QuestionStore) -> None:
    store.count("find", 1, 0)
    store.count("find", 1, 0)
    store.count("details", 0, 1)
    store.count("details", 1, -1)
    assert store.ratings() == {"details": (1, 0), "find": (2, 0)}
    assert store.questions() == []


def test_everything_can_be_deleted_at_once(store: QuestionStore) -> None:
    store.add(question(), "reason")
    store.count("find", 1, 1)
    assert store.delete_all() == 1
    assert (store.questions(), store.ratings()) == ([], {})


def test_what_is_stored_survives_the_program(tmp_path: Path) -> None:
    QuestionStore(Database(tmp_path / "s.sqlite"), 30).add(question("kept"))
    assert [each.question.text for each in QuestionStore(Database(tmp_path / "s.sqlite"), 30).questions()] == ["kept"]


def test_no_column_can_hold_a_time_of_day_an_address_or_a_conversation(store: QuestionStore, tmp_path: Path) -> None:
    store.add(question(), "reason")
    raw = sqlite3.connect(tmp_path / "store.sqlite")
    columns = {row[1] for table in ("questions", "reasons", "ratings") for row in raw.execute(f"PRAGMA table_info({table})")}
    raw.close()
    assert columns == {
        *("id", "why", "question", "same_as", "area", "task", "wishes", "cards", "times", "first_day", "last_day"),
        *("reason", "day", "up", "down"),
    }
