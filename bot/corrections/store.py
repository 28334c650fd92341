"""The table of corrections: what visitors say is wrong, for curators to look into."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.corrections.kinds import KINDS, UnknownCorrectionError
from bot.storage import Database

if TYPE_CHECKING:
    import sqlite3

MIGRATIONS = Path(__file__).parent / "migrations"
LONGEST = 500
"""Characters of what a visitor says that are stored at most."""
MOST = 5_000
"""How many corrections are kept at once; settled ones and the oldest go first."""
Status = Literal["open", "mended", "dismissed"]


@dataclass(frozen=True)
class Correction:
    """A correction as stored; nothing in it tells who sent it.

    Attributes:
        number: names it at the desk.
        entry: id of the entry.
        what: id of what is wrong, see ``KINDS``.
        said: the visitor's words without personal details; may be empty.
        times: how often the same was told.
        first_day: when it was told first, as an ISO date.
        last_day: when it was told last.
        status: open until a curator has looked at it.
        settled_day: when that was; "" while open.
    """

    number: int
    entry: str
    what: str
    said: str
    times: int
    first_day: str
    last_day: str
    status: Status
    settled_day: str


class CorrectionStore:
    """Stores corrections, and forgets them in time.

    Args:
        database: where; shared with whoever else stores something.
        days: how long after it was last told a correction is kept.
        most: how many are kept at once.
        today: gives the day.
    """

    def __init__(
        self, database: Database, days: int, most: int = MOST, today: Callable[[], datetime.date] = datetime.date.today
    ) -> None:
        self._database = database
        self._days = days
        self._most = most
        self._today = today
        database.migrate("corrections", MIGRATIONS)

    def add(self, entry: str, what: str, said: str) -> int:
        """Store a correction, or count it once more where the same is open; return its number.

        Args:
            entry: id of the entry.
            what: one of ``KINDS``.
            said: the visitor's words, already without personal details; shortened to ``LONGEST``.

        Raises:
            UnknownCorrectionError: ``what`` is none of the kinds.
            StorageError: it could not be stored.
        """
        if what not in KINDS:
            raise UnknownCorrectionError(f"There is no kind of correction {what!r}.", f"Use one of {', '.join(KINDS)}.")
        day = self._today().isoformat()
        with self._database.transaction() as connection:
            row = connection.execute(
                """INSERT INTO corrections (entry, what, said, first_day, last_day) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (entry, what, said) WHERE status = 'open'
                DO UPDATE SET times = times + 1, last_day = excluded.last_day
                RETURNING id""",
                (entry, what, said[:LONGEST], day, day),
            ).fetchone()
            return int(row["id"])

    def corrections(self, status: Status | None = "open", entry: str = "") -> list[Correction]:
        """Return corrections, told most often first; of one status and one entry, or of all where None and ""."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                """SELECT * FROM corrections WHERE (? IS NULL OR status = ?) AND (? = '' OR entry = ?)
                ORDER BY times DESC, last_day DESC, id""",
                (status, status, entry, entry),
            ).fetchall()
        return [_stored(row) for row in rows]

    def settle(self, number: int, status: Literal["mended", "dismissed"]) -> Correction:
        """Mark an open correction as looked at; return it.

        Raises:
            UnknownCorrectionError: there is no open one with this number.
        """
        with self._database.transaction() as connection:
            row = connection.execute(
                "UPDATE corrections SET status = ?, settled_day = ? WHERE id = ? AND status = 'open' RETURNING *",
                (status, self._today().isoformat(), number),
            ).fetchone()
        if row is None:
            raise UnknownCorrectionError(
                f"There is no open correction {number}.", "Somebody may have settled it; list them again."
            )
        return _stored(row)

    def purge(self) -> int:
        """Delete what was kept for as long as promised, and what is too much; return how many that were."""
        oldest = (self._today() - datetime.timedelta(days=self._days)).isoformat()
        with self._database.transaction() as connection:
            gone = connection.execute(
                """DELETE FROM corrections WHERE last_day < ? OR id NOT IN
                (SELECT id FROM corrections ORDER BY status = 'open' DESC, last_day DESC, id DESC LIMIT ?)""",
                (oldest, self._most),
            )
            return gone.rowcount


def _stored(row: sqlite3.Row) -> Correction:
    return Correction(
        row["id"],
        row["entry"],
        row["what"],
        row["said"],
        row["times"],
        row["first_day"],
        row["last_day"],
        row["status"],
        row["settled_day"] or "",
    )
