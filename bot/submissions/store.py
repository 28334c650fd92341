"""Keep offers and needs: on the disk before their number is told, gone when withdrawn or out of date."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import Database
from bot.submissions.submission import Submission

SUBJECT = "submissions"
MIGRATIONS = Path(__file__).parent / "migrations"


class SubmissionStore:
    """Offers and needs in the database.

    Args:
        database: the one file; every method may raise its StorageError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
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
            # Everything said is forgotten; what stays is needed to answer "was it withdrawn?".
            blank = {"organisation": "", "sector": "", "what": "", "place": "", "stage": "", "when": "", "contact": ""}
            record = (
                json.loads(row["record"]) | blank | {"assets": [], "areas": [], "stages": [], "topics": [], "status": "withdrawn"}
            )
            connection.execute(
                "UPDATE submissions SET status = 'withdrawn', record = ? WHERE reference = ?", (json.dumps(record), reference)
            )
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
        with self._database.transaction() as connection:
            return connection.execute(
                "DELETE FROM submissions WHERE expires_at <= ?", (_written(now or datetime.now(UTC)),)
            ).rowcount


def _written(moment: datetime) -> str:
    """Return a moment so that the order of texts is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
