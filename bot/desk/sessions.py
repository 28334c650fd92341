"""Who is signed in: kept on the server, found by a random number of which only a hash is stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.roles import RIGHTS, Right, Role
from bot.desk.schema import present, with_desk_tables, written
from bot.storage import Database

RANDOM_BYTES = 32


@dataclass(frozen=True)
class Session:
    """One browser that is signed in.

    Attributes:
        account: who.
        role: what they may do.
        token: stands in every form of theirs; a form without it is refused.
    """

    account: str
    role: Role
    token: str

    def may(self, right: Right) -> bool:
        """Return whether their role has a right."""
        return right in RIGHTS[self.role]

    def sent(self, token: str) -> bool:
        """Return whether a form with ``token`` comes from a page of this session."""
        return hmac.compare_digest(self.token.encode(), token.encode())


class Sessions:
    """The sessions in the database.

    Args:
        database: the one file; every method may raise its StorageError.
        hours: how long a session lasts.
        now: gives the moment.
    """

    def __init__(self, database: Database, hours: float, now: Callable[[], datetime] = present) -> None:
        self._database = with_desk_tables(database)
        self._lasts = timedelta(hours=hours)
        self._now = now

    def begin(self, account: str) -> str:
        """Sign an account in; return the secret for its browser's cookie."""
        secret, now = secrets.token_urlsafe(RANDOM_BYTES), self._now()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE expires_at <= ?", (written(now),))
            connection.execute(
                "INSERT INTO sessions (id_hash, account, began_at, expires_at) VALUES (?, ?, ?, ?)",
                (_hashed(secret), account, written(now), written(now + self._lasts)),
            )
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the session of a cookie, unless it is unknown, ended or expired."""
        if not secret:
            return None
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT name, role FROM sessions JOIN accounts ON name = account WHERE id_hash = ? AND expires_at > ?",
                (_hashed(secret), written(self._now())),
            ).fetchone()
        return Session(row["name"], row["role"], _hashed(f"form of {secret}")) if row else None

    def end(self, secret: str) -> None:
        """Sign one browser out."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sessions WHERE id_hash = ?", (_hashed(secret),))

    def end_all(self, account: str) -> int:
        """Sign an account out everywhere; return of how many browsers."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM sessions WHERE account = ?", (account,)).rowcount

    def of(self, account: str) -> int:
        """Return in how many browsers an account is signed in."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT count(*) FROM sessions WHERE account = ? AND expires_at > ?", (account, written(self._now()))
            ).fetchone()
        return int(row[0])


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
