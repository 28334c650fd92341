"""One SQLite file for all that is stored: opened for one transaction at a time, brought up to date by numbered SQL files."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import StemFinderError

BUSY_S = 5.0
"""How long a transaction waits for another process's."""
_NUMBERED = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A commit is on the disk before it is told of: a reference number that was shown stays good after a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What is withdrawn is overwritten, not only unlinked.
    "PRAGMA secure_delete = ON",
)
_LEDGER = """CREATE TABLE IF NOT EXISTS migrations (
    subject TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL,
    applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    PRIMARY KEY (subject, number)
) STRICT"""


class StorageError(StemFinderError):
    """Nothing could be stored or read: the disk is full, the file is locked, damaged or not writable."""


class Database:
    """The file. Any thread and any process may use it; a connection lives as long as its transaction.

    Args:
        path: the file; it and its folder are made when something is stored first, readable by their owner alone.
        busy_s: how long to wait for somebody else's transaction.
    """

    def __init__(self, path: Path, busy_s: float = BUSY_S) -> None:
        self.path = path
        self._busy_s = busy_s
        self._subjects: dict[str, Path] = {}

    def migrate(self, name: str, folder: Path) -> None:
        """Have the numbered files of ``folder`` ("0001_offers.sql") applied, each once, before the next transaction.

        Nothing is opened yet: a damaged file shows when something is stored, not when the site starts.

        Args:
            name: the subject, such as "submissions"; numbers count within it.
            folder: holds the SQL files.
        """
        self._subjects[name] = folder

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give a connection; all that is done with it is on the disk when the block ends, or nothing is.

        Rows can be read by column name. Do not commit yourself.

        Raises:
            StorageError: it was not stored, and why.
        """
        try:
            with contextlib.closing(self._opened()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    self._bring_up_to_date(connection)
                    yield connection
                except BaseException:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise StorageError(*self._explained(error)) from error

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Contacts of organisations are in it: SQLite gives its side files the rights of this one.
        self.path.touch(mode=0o600, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=self._busy_s, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        connection.execute(_LEDGER)
        for subject, folder in self._subjects.items():
            row = connection.execute("SELECT max(number) FROM migrations WHERE subject = ?", (subject,)).fetchone()
            for number, path in _numbered(folder):
                if number > (row[0] or 0):
                    for statement in _statements(path.read_text(encoding="utf-8")):
                        connection.execute(statement)
                    connection.execute(
                        "INSERT INTO migrations (subject, number, file) VALUES (?, ?, ?)", (subject, number, path.name)
                    )

    def _explained(self, error: Exception) -> tuple[str, str]:
        """Return what was wrong and what would help."""
        text = str(error)
        if "locked" in text or "busy" in text:
            return f"{self.path} is in use by another process for more than {self._busy_s:g} s.", "Try again in a moment."
        if "full" in text or "No space" in text:
            return f"The disk with {self.path} is full.", "Make room, then try again."
        if "not a database" in text or "malformed" in text:
            return (
                f"{self.path} is damaged: {text}.",
                "Move it away and put the last good copy in its place; see docs/submissions.md.",
            )
        return (
            f"{self.path} cannot be used: {text}.",
            "Look at the folder's rights and at the disk; STEMFINDER_STORE names the file.",
        )


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    """Return (number, file) in order."""
    return sorted((int(match[1]), path) for path in folder.iterdir() if (match := _NUMBERED.match(path.name)))


def _statements(script: str) -> Iterator[str]:
    """Give the statements one by one: ``executescript`` would commit what came before."""
    statement = ""
    for piece in re.split(r"(?<=;)", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
