"""Who did what at the desk, and when. Lines are added, never changed or taken away: the database refuses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.schema import present, with_desk_tables, written
from bot.storage import Database


@dataclass(frozen=True)
class Deed:
    """One line of the trail.

    Attributes:
        at: when.
        who: the account, or "command line".
        what: what was done, such as "published".
        subject: to what: an entry's id, a reference number, an account.
        detail: more, such as the names of the fields changed; never what a visitor wrote.
    """

    at: str
    who: str
    what: str
    subject: str
    detail: str


class AuditTrail:
    """The trail in the database.

    Args:
        database: the one file; every method may raise its StorageError.
        now: gives the moment.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = present) -> None:
        self._database = with_desk_tables(database)
        self._now = now

    def note(self, who: str, what: str, subject: str = "", detail: str = "") -> None:
        """Add one line."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO audit (at, who, what, subject, detail) VALUES (?, ?, ?, ?, ?)",
                (written(self._now()), who, what, subject, detail),
            )

    def deeds(self, limit: int = 50, offset: int = 0, subject: str = "") -> list[Deed]:
        """Return the latest lines first; of one subject where given."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM audit WHERE (? = '' OR subject = ?) ORDER BY id DESC LIMIT ? OFFSET ?",
                (subject, subject, limit, offset),
            ).fetchall()
        return [Deed(row["at"], row["who"], row["what"], row["subject"], row["detail"]) for row in rows]

    def count(self) -> int:
        """Return how many lines there are."""
        with self._database.transaction() as connection:
            return int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])
