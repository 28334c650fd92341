"""The table of questions without a good answer, and the counts of ratings: what curators look into."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bot.storage import Database
from knowledge.text import normalised

if TYPE_CHECKING:
    import sqlite3

MIGRATIONS = Path(__file__).parent / "migrations"
MOST = 20_000
"""How many questions are kept at once; those not asked for longest go first."""
REASONS_KEPT = 20
"""How many reasons are kept of one question; the latest."""
Why = Literal["unanswered", "relaxed", "badly-rated"]


@dataclass(frozen=True)
class Question:
    """A question as it is stored; nothing in it tells who asked.

    Attributes:
        why: nothing was found, a wish had to be dropped, or the answer was rated badly.
        text: scrubbed; empty where little was left.
        task: the intent that was answered.
        area: council areas asked for, joined by commas; empty where none was named.
        wishes: what was understood, as ``Wishes.to_json`` gives it without the asker's own words.
        cards: ids of the entries shown.
    """

    why: Why
    text: str
    task: str
    area: str
    wishes: dict[str, Any]
    cards: tuple[str, ...] = ()

    @property
    def same_as(self) -> str:
        """What makes two questions the same: their words, or where there are none their wishes."""
        return normalised(self.text) or json.dumps(self.wishes, sort_keys=True)


@dataclass(frozen=True)
class StoredQuestion:
    """A question with how often and when it was asked, and what visitors said of the answer."""

    question: Question
    times: int
    first_day: str
    last_day: str
    reasons: tuple[str, ...]


class QuestionStore:
    """Stores questions for curators, and forgets them in time.

    Args:
        database: where; shared with whoever else stores something.
        days: how long after it was last asked a question is kept.
        most: how many questions are kept at once.
        today: gives the day.
    """

    def __init__(
        self, database: Database, days: int, most: int = MOST, today: Callable[[], datetime.date] = datetime.date.today
    ) -> None:
        self._database = database
        self._days = days
        self._most = most
        self._today = today
        database.migrate("feedback", MIGRATIONS)

    def add(self, question: Question, reason: str = "") -> tuple[int, int | None]:
        """Store a question, or count it once more; return its number and that of the reason, for ``take_back``.

        Raises:
            StorageError: it could not be stored.
        """
        day = self._today().isoformat()
        with self._database.transaction() as connection:
            row = connection.execute(
                """INSERT INTO questions (why, question, same_as, area, task, wishes, cards, times, first_day, last_day)
                VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
                ON CONFLICT (why, area, same_as) DO UPDATE SET
                    times = times + 1, last_day = excluded.last_day, cards = excluded.cards, task = excluded.task
                RETURNING id""",
                (
                    *(question.why, question.text, question.same_as, question.area, question.task),
                    *(json.dumps(question.wishes, sort_keys=True), json.dumps(question.cards), day, day),
                ),
            ).fetchone()
            number = int(row["id"])
            return number, self._add_reason(connection, number, reason, day) if reason else None

    def take_back(self, number: int, reason: int | None) -> None:
        """Undo one ``add``: somebody changed their mind about an answer."""
        with self._database.transaction() as connection:
            if reason is not None:
                connection.execute("DELETE FROM reasons WHERE id = ?", (reason,))
            connection.execute("DELETE FROM questions WHERE id = ? AND times = 1", (number,))
            connection.execute("UPDATE questions SET times = times - 1 WHERE id = ?", (number,))

    def count(self, task: str, up: int, down: int) -> None:
        """Add to the day's ratings of answers of one task; negative numbers take back."""
        with self._database.transaction() as connection:
            connection.execute(
                """INSERT INTO ratings (day, task, up, down) VALUES (?, ?, max(0, ?), max(0, ?))
                ON CONFLICT (day, task) DO UPDATE SET up = max(0, up + ?), down = max(0, down + ?)""",
                (self._today().isoformat(), task, up, down, up, down),
            )

    def questions(self, area: str = "", why: str = "") -> list[StoredQuestion]:
        """Return what is stored, by area, what was asked most first; of one area or one ``why`` where given."""
        with self._database.transaction() as connection:
            reasons: dict[int, list[str]] = {}
            for row in connection.execute("SELECT question, reason FROM reasons ORDER BY id"):
                reasons.setdefault(row["question"], []).append(row["reason"])
            rows = connection.execute(
                """SELECT * FROM questions WHERE (? = '' OR ', ' || area || ', ' LIKE '%, ' || ? || ', %') AND (? = '' OR why = ?)
                ORDER BY area, times DESC, last_day DESC, id""",
                (area, area, why, why),
            ).fetchall()
        return [_stored(row, reasons.get(row["id"], ())) for row in rows]

    def ratings(self) -> dict[str, tuple[int, int]]:
        """Return how many answers of each task were rated up and down."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT task, sum(up) AS up, sum(down) AS down FROM ratings GROUP BY task ORDER BY task")
            return {row["task"]: (row["up"], row["down"]) for row in rows}

    def purge(self) -> int:
        """Delete what was kept for as long as promised, and what is too much; return how many questions that were."""
        oldest = (self._today() - datetime.timedelta(days=self._days)).isoformat()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM ratings WHERE day < ?", (oldest,))
            connection.execute("DELETE FROM reasons WHERE day < ?", (oldest,))
            gone = connection.execute(
                """DELETE FROM questions WHERE last_day < ? OR id NOT IN
                (SELECT id FROM questions ORDER BY last_day DESC, times DESC, id DESC LIMIT ?)""",
                (oldest, self._most),
            )
            return gone.rowcount

    def delete(self, question: Question) -> bool:
        """Delete one question with its reasons; return whether it was there."""
        with self._database.transaction() as connection:
            gone = connection.execute(
                "DELETE FROM questions WHERE why = ? AND area = ? AND same_as = ?",
                (question.why, question.area, question.same_as),
            )
            return gone.rowcount > 0

    def delete_all(self) -> int:
        """Delete every question, reason and count; return how many questions that were."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM ratings")
            return connection.execute("DELETE FROM questions").rowcount

    def _add_reason(self, connection: sqlite3.Connection, number: int, reason: str, day: str) -> int:
        row = connection.execute(
            "INSERT INTO reasons (question, reason, day) VALUES (?, ?, ?) RETURNING id", (number, reason, day)
        ).fetchone()
        connection.execute(
            """DELETE FROM reasons WHERE question = ? AND id NOT IN
            (SELECT id FROM reasons WHERE question = ? ORDER BY id DESC LIMIT ?)""",
            (number, number, REASONS_KEPT),
        )
        return int(row["id"])


def _stored(row: sqlite3.Row, reasons: Sequence[str]) -> StoredQuestion:
    question = Question(
        row["why"], row["question"], row["task"], row["area"], json.loads(row["wishes"]), tuple(json.loads(row["cards"]))
    )
    return StoredQuestion(question, row["times"], row["first_day"], row["last_day"], tuple(reasons))
