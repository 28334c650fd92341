"""``stemfinder questions``: what curators see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.feedback.store import Question, QuestionStore, Why
from bot.storage import Database
from knowledge.errors import QueryError
from knowledge.settings import load_settings
from stemfinder import all_commands


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QuestionStore]:
    """The store that the command reads."""
    monkeypatch.setenv("STEMFINDER_STORE", str(tmp_path / "store.sqlite"))
    monkeypatch.setenv("COLUMNS", "200")
    load_settings.cache_clear()
    yield QuestionStore(Database(tmp_path / "store.sqlite"), 365)
    load_settings.cache_clear()


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(all_commands(), ["questions", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def add(store: QuestionStore, text: str, area: str, why: Why = "unanswered", reason: str = "", times: int = 1) -> None:
    for _ in range(times):
        store.add(Question(why, text, "find", area, {"place": [area], "topic": ["robotics"]}, ("a-club",)), reason)


def test_questions_stand_by_area_with_what_was_asked_most_first(store: QuestionStore, capsys: pytest.CaptureFixture[str]) -> None:
    add(store, "falconry", "Fife")
    add(store, "juggling robots", "Fife", times=4)
    add(store, "kites", "Angus", why="badly-rated", reason="too far")
    with capsys.disabled():
        shown = printed("--csv")
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert [(row["area"], row["question"], row["times"]) for row in rows] == [
        ("Angus", "kites", "1"),
        ("Fife", "juggling robots", "4"),
        ("Fife", "falconry", "1"),
    ]
    assert rows[0]["reasons"] == "too far"
    assert rows[0]["wishes"] == "place: Angus; topic: robotics"


def test_an_area_or_a_kind_can_be_chosen(store: QuestionStore) -> None:
    add(store, "falconry", "Fife")
    add(store, "kites", "Angus", why="badly-rated")
    assert "falconry" in printed("--csv", "--area", "Fife")
    assert "kites" not in printed("--csv", "--area", "Fife")
    assert "falconry" not in printed("--csv", "--why", "badly-rated")
    with pytest.raises(QueryError, match="cannot be nonsense"):
        printed("--why", "nonsense")


def test_no_spreadsheet_takes_a_question_for_a_formula(store: QuestionStore) -> None:
    add(store, "=1+1 robots", "Fife")
    assert "'=1+1 robots" in printed("--csv")


def test_everything_can_be_deleted(store: QuestionStore) -> None:
    add(store, "falconry", "Fife")
    assert "1 questions were deleted" in printed("--delete-all")
    assert store.questions() == []
