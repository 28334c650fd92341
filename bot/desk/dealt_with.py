"""What curators have dealt with: offers and needs answered, questions done."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

from bot.desk.schema import with_desk_tables
from bot.feedback.store import Question
from bot.storage import Database


class DealtWith:
    """Marks in the database, beside what they are about.

    Args:
        database: the one file; every method may raise its StorageError.
        subject: what is marked, such as "submission".
        today: gives the day.
    """

    def __init__(self, database: Database, subject: str, today: Callable[[], datetime.date] = datetime.date.today) -> None:
        self._database = with_desk_tables(database)
        self._subject = subject
        self._today = today

    def mark(self, key: str, who: str) -> None:
        """Mark one as dealt with today."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO dealt_with (subject, key, who, day) VALUES (?, ?, ?, ?)",
                (self._subject, key, who, self._today().isoformat()),
            )

    def unmark(self, key: str) -> None:
        """Take a mark away."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM dealt_with WHERE subject = ? AND key = ?", (self._subject, key))

    def marks(self) -> dict[str, tuple[str, str]]:
        """Return key -> (who, day)."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT key, who, day FROM dealt_with WHERE subject = ?", (self._subject,)).fetchall()
        return {row["key"]: (row["who"], row["day"]) for row in rows}


def question_key(question: Question) -> str:
    """Return what tells a stored question from others, fit for a form."""
    return hashlib.sha256("\0".join((question.why, question.area, question.same_as)).encode()).hexdigest()[:24]
