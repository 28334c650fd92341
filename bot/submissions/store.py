"""Keep offers and needs: on the disk before their number is told, gone with all that tells of them when their time is over."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import Database
from bot.submissions.submission import Description, Submission

SUBJECT = "submissions"
MIGRATIONS = Path(__file__).parent / "migrations"


class SubmissionStore:
    """Offers and needs in the database.

    Args:
        database: the one file; every method may raise its StorageError.
        forget: deletes what else tells of those with these numbers, such as mail; called before they are deleted here, so that
            nothing is left of what is gone. It may raise StorageError.
    """

    def __init__(self, database: Database, forget: Callable[[Collection[str]], object] = lambda _: None) -> None:
        self._database = database
        self._forget = forget
        database.migrate(SUBJECT, MIGRATIONS)

    def save(self, submission: Submission) -> None:
        """Store one; when this returns it is on the disk."""
        values = (
            submission.reference,
            submission.kind,
            submission.status,
            _written(submission.consented_at),
            _written(submission.expires_at),
            submission.model_dump_json(),
        )
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO submissions (reference, kind, status, consented_at, expires_at, record) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )

    def get(self, reference: str) -> Submission | None:
        """Return one by its number."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT record FROM submissions WHERE reference = ?", (reference,)).fetchone()
        return Submission.model_validate_json(row["record"]) if row else None

    def withdraw(self, reference: str) -> bool:
        """Delete the words and the contact of one, leaving that it was withdrawn; return whether there was one to withdraw."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT record FROM submissions WHERE reference = ? AND status = 'active'", (reference,)
            ).fetchone()
            if row is None:
                return False
            self._forget([reference])
            # Everything said is forgotten; what stays is needed to answer "was it withdrawn?".
            blank = {"organisation": "", "sector": "", "what": "", "place": "", "stage": "", "when": "", "contact": ""}
            record = (
                json.loads(row["record"])
                | blank
                | {"assets": [], "areas": [], "stages": [], "topics": [], "status": "withdrawn", "description": None}
            )
            connection.execute(
                "UPDATE submissions SET status = 'withdrawn', record = ? WHERE reference = ?", (json.dumps(record), reference)
            )
        return True

    def describe(self, reference: str, text: str, by: str, now: datetime | None = None) -> bool:
        """Keep a line about one for everybody, in a curator's words; return whether it is in force.

        Args:
            reference: its number.
            text: checked by ``bot.submissions.describing``; empty takes the line away.
            by: account of the curator.
            now: when; the present if left out.
        """
        description = Description(text=text, by=by, at=now or datetime.now(UTC)) if text else None
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT record FROM submissions WHERE reference = ? AND status = 'active'", (reference,)
            ).fetchone()
            if row is None:
                return False
            described = Submission.model_validate_json(row["record"]).model_copy(update={"description": description})
            connection.execute("UPDATE submissions SET record = ? WHERE reference = ?", (described.model_dump_json(), reference))
        return True

    def active(self, kind: str | None = None, now: datetime | None = None) -> list[Submission]:
        """Return those in force, the newest first.

        Args:
            kind: offer or need; both if left out.
            now: what expired by then is left out; the present if not given.
        """
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT record FROM submissions WHERE status = 'active' AND expires_at > ? AND (? IS NULL OR kind = ?)"
                " ORDER BY consented_at DESC",
                (_written(now or datetime.now(UTC)), kind, kind),
            ).fetchall()
        return [Submission.model_validate_json(row["record"]) for row in rows]

    def delete_expired(self, now: datetime | None = None) -> int:
        """Delete what was kept for as long as promised; return how many."""
        moment = _written(now or datetime.now(UTC))
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT reference FROM submissions WHERE expires_at <= ?", (moment,)).fetchall()
            if rows:
                self._forget([row["reference"] for row in rows])
                connection.execute("DELETE FROM submissions WHERE expires_at <= ?", (moment,))
        return len(rows)


def _written(moment: datetime) -> str:
    """Return a moment so that the order of texts is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
