"""Who may sign in at the desk. Passwords are kept as argon2id hashes; names are user names, not people's names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.desk.schema import present, with_desk_tables, written
from bot.storage import Database
from knowledge.errors import StemFinderError

Role = Literal["curator", "administrator"]
ROLES: tuple[Role, ...] = ("curator", "administrator")
LEAST_PASSWORD = 12
MOST_PASSWORD = 200
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
_TOO_COMMON = ("password", "123456", "qwerty", "stemfinder", "letmein")


class AccountError(StemFinderError):
    """An account cannot be made or changed as wished."""


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: Role
    changed_at: str


class Accounts:
    """The accounts in the database.

    Args:
        database: the one file; every method may raise its StorageError.
        hasher: makes and checks hashes of passwords.
        now: gives the moment.
    """

    def __init__(self, database: Database, hasher: PasswordHasher | None = None, now: Callable[[], datetime] = present) -> None:
        self._database = with_desk_tables(database)
        self._hasher = hasher or PasswordHasher()
        self._now = now
        self._nobodys: str = self._hasher.hash("nobody has this password")

    def add(self, name: str, role: str, password: str) -> Account:
        """Add an account.

        Raises:
            AccountError: the name is taken or cannot be used, there is no such role, or the password is too easy to guess.
        """
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"{name!r} cannot be a user name.",
                "Use 2 to 40 lower-case letters, digits, dots or hyphens, a letter first.",
            )
        if role not in ROLES:
            raise AccountError(f"There is no role {role!r}.", f"It is {' or '.join(ROLES)}.")
        hashed = self._hashed(name, password)
        changed = written(self._now())
        with self._database.transaction() as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE name = ?", (name,)).fetchone():
                raise AccountError(f"There is already an account {name!r}.", "Choose another name, or change its password.")
            connection.execute("INSERT INTO accounts (name, role, password, changed_at) VALUES (?, ?, ?, ?)",
                               (name, role, hashed, changed))  # fmt: skip
        return Account(name, "administrator" if role == "administrator" else "curator", changed)

    def list(self) -> list[Account]:
        """Return all accounts by name."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT name, role, changed_at FROM accounts ORDER BY name").fetchall()
        return [Account(row["name"], row["role"], row["changed_at"]) for row in rows]

    def remove(self, name: str) -> None:
        """Remove an account and sign it out everywhere; what it did stays in the audit trail.

        Raises:
            AccountError: there is no such account.
        """
        with self._database.transaction() as connection:
            if not connection.execute("DELETE FROM accounts WHERE name = ?", (name,)).rowcount:
                raise AccountError(f"There is no account {name!r}.", "`stemfinder curators list` shows them.")

    def change_password(self, name: str, password: str) -> None:
        """Set another password and sign the account out everywhere.

        Raises:
            AccountError: there is no such account, or the password is too easy to guess.
        """
        hashed = self._hashed(name, password)
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE accounts SET password = ?, changed_at = ? WHERE name = ?", (hashed, written(self._now()), name)
            )
            if not changed.rowcount:
                raise AccountError(f"There is no account {name!r}.", "`stemfinder curators list` shows them.")
            connection.execute("DELETE FROM sessions WHERE account = ?", (name,))

    def recognised(self, name: str, password: str) -> Account | None:
        """Return the account that has this name and password, or None; both take equally long."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
        fits = False
        try:
            fits = self._hasher.verify(row["password"] if row else self._nobodys, password[:MOST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        if not row or not fits:
            return None
        if self._hasher.check_needs_rehash(row["password"]):
            hashed = self._hasher.hash(password)
            with self._database.transaction() as connection:
                connection.execute(
                    "UPDATE accounts SET password = ? WHERE name = ? AND password = ?", (hashed, name, row["password"])
                )
        return Account(row["name"], row["role"], row["changed_at"])

    def _hashed(self, name: str, password: str) -> str:
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise AccountError(
                f"The password has {len(password)} characters.",
                f"Use {LEAST_PASSWORD} to {MOST_PASSWORD}, such as four words.",
            )
        plain = password.lower()
        if name in plain or len(set(plain)) < 5 or any(word in plain for word in _TOO_COMMON):
            raise AccountError("That password is too easy to guess.", "Use three or four words that do not belong together.")
        return self._hasher.hash(password)
