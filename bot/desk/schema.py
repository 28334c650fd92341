"""Where the desk's tables come from, and how moments are written in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.storage import Database

SUBJECT = "desk"
MIGRATIONS = Path(__file__).parent / "migrations"


def with_desk_tables(database: Database) -> Database:
    """Return ``database``, which will have the desk's tables before its next transaction."""
    database.migrate(SUBJECT, MIGRATIONS)
    return database


def present() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """Return a moment so that the order of texts is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
