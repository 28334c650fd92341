"""Who may sign in at the desk. Passwords are kept as argon2id hashes; names are user names, not people's names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection, Row

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.desk.roles import ROLES, Role
from bot.desk.schema import present, with_desk_tables, written
from bot.storage import Database
from knowledge.errors import StemFinderError

LEAST_PASSWORD = 12
MOST_PASSWORD = 200
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[a-z]{2,}")
_TOO_COMMON = ("password", "123456", "qwerty", "stemfinder", "letmein")


class AccountError(StemFinderError):
    """An account cannot be made or changed as wished."""


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in.

    Attributes:
        name: user name.
        role: what they may do.
        changed_at: when the account was made, or its password changed last.
        email: the address by which an OpenID provider knows them; empty for nobody.
        subject: the provider's own name for them, once they are tied to it; empty before.
        has_password: whether they may sign in with a password.
    """

    name: str
    role: Role
    changed_at: str
    email: str = ""
    subject: str = ""
    has_password: bool = True


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

    def add(self, name: str, role: str, password: str | None, email: str = "") -> Account:
        """Add an account.

        Args:
            name: user name.
            role: one of ``ROLES``.
            password: None for somebody who signs in with the OpenID provider alone.
            email: the address by which the OpenID provider knows them, if they may sign in there.

        Raises:
            AccountError: the name or the address is taken or cannot be used, there is no such role, the password is too easy
                to guess, or there is neither a password nor an address.
        """
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"{name!r} cannot be a user name.",
                "Use 2 to 40 lower-case letters, digits, dots or hyphens, a letter first.",
            )
        known = _known_role(role)
        if password is None and not email:
            raise AccountError(
                "Without a password the account needs an e-mail address.", "Give the one that the OpenID provider knows."
            )
        hashed = "" if password is None else self._hashed(name, password)
        address, changed = _address(email), written(self._now())
        with self._database.transaction() as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE name = ?", (name,)).fetchone():
                raise AccountError(f"There is already an account {name!r}.", "Choose another name, or change its password.")
            _refuse_taken(connection, name, address)
            connection.execute("INSERT INTO accounts (name, role, password, changed_at, email) VALUES (?, ?, ?, ?, ?)",
                               (name, known, hashed, changed, address))  # fmt: skip
        return Account(name, known, changed, address or "", "", bool(hashed))

    def change_role(self, name: str, role: str) -> None:
        """Give an account another role; what its browsers may do changes at once.

        Raises:
            AccountError: there is no such account, or no such role.
        """
        known = _known_role(role)
        with self._database.transaction() as connection:
            _changed(connection.execute("UPDATE accounts SET role = ? WHERE name = ?", (known, name)).rowcount, name)

    def change_email(self, name: str, email: str) -> None:
        """Set or (empty) remove the address by which the OpenID provider knows somebody; sign out everywhere.

        The tie to the provider's own name for them is undone: whoever has the address there now may sign in.

        Raises:
            AccountError: there is no such account, or the address is taken or none.
        """
        address = _address(email)
        with self._database.transaction() as connection:
            _refuse_taken(connection, name, address)
            done = connection.execute(
                "UPDATE accounts SET email = ?, issuer = NULL, openid_subject = NULL WHERE name = ?", (address, name)
            )
            _changed(done.rowcount, name)
            connection.execute("DELETE FROM sessions WHERE account = ?", (name,))

    def list(self) -> list[Account]:
        """Return all accounts by name."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM accounts ORDER BY name").fetchall()
        return [_account(row) for row in rows]

    def find(self, name: str) -> Account | None:
        """Return one account."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
        return _account(row) if row else None

    def remove(self, name: str) -> None:
        """Remove an account and sign it out everywhere; what it did stays in the audit trail.

        Raises:
            AccountError: there is no such account.
        """
        with self._database.transaction() as connection:
            _changed(connection.execute("DELETE FROM accounts WHERE name = ?", (name,)).rowcount, name)

    def change_password(self, name: str, password: str) -> None:
        """Set another password and sign the account out everywhere.

        Raises:
            AccountError: there is no such account, or the password is too easy to guess.
        """
        hashed = self._hashed(name, password)
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE accounts SET password = ?, changed_at = ? WHERE name = ?", (hashed, written(self._now()), name)
            )
            _changed(done.rowcount, name)
            connection.execute("DELETE FROM sessions WHERE account = ?", (name,))

    def recognised(self, name: str, password: str) -> Account | None:
        """Return the account that has this name and password, or None; both take equally long."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
        fits = False
        try:
            fits = self._hasher.verify((row["password"] if row else "") or self._nobodys, password[:MOST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        if not row or not row["password"] or not fits:
            return None
        if self._hasher.check_needs_rehash(row["password"]):
            hashed = self._hasher.hash(password)
            with self._database.transaction() as connection:
                connection.execute(
                    "UPDATE accounts SET password = ? WHERE name = ? AND password = ?", (hashed, name, row["password"])
                )
        return _account(row)

    def recognised_elsewhere(self, issuer: str, subject: str, email: str) -> Account | None:
        """Return the account of somebody whom an OpenID provider has signed in, or None.

        Who comes first is found by address, and the account tied to the provider's own name for them: an address that it
        gives to somebody else later opens nothing.

        Args:
            issuer: the provider.
            subject: the provider's name for them, which never changes.
            email: their address where the provider has verified it, else empty.
        """
        with self._database.transaction() as connection:
            found = connection.execute(
                "SELECT * FROM accounts WHERE issuer = ? AND openid_subject = ?", (issuer, subject)
            ).fetchone()
            if found is None and email:
                found = connection.execute(
                    "SELECT * FROM accounts WHERE email = ? AND (issuer IS NULL OR issuer <> ?)", (email.strip().lower(), issuer)
                ).fetchone()
                if found is not None:
                    connection.execute(
                        "UPDATE accounts SET issuer = ?, openid_subject = ? WHERE name = ?", (issuer, subject, found["name"])
                    )
        return _account(found) if found else None

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


def _account(row: Row) -> Account:
    return Account(
        row["name"], row["role"], row["changed_at"], row["email"] or "", row["openid_subject"] or "", bool(row["password"])
    )


def _known_role(role: str) -> Role:
    for known in ROLES:
        if known == role:
            return known
    raise AccountError(f"There is no role {role!r}.", f"It is {', '.join(ROLES[:-1])} or {ROLES[-1]}.")


def _address(email: str) -> str | None:
    address = email.strip().lower()
    if address and not _EMAIL.fullmatch(address):
        raise AccountError(f"{email!r} is not an e-mail address.", "Write it as name@example.org.")
    return address or None


def _refuse_taken(connection: Connection, name: str, address: str | None) -> None:
    row = connection.execute("SELECT name FROM accounts WHERE email = ? AND name <> ?", (address, name)).fetchone()
    if row:
        raise AccountError(f"The account {row['name']!r} has that address already.", "Give each account an address of its own.")


def _changed(rows: int, name: str) -> None:
    if not rows:
        raise AccountError(f"There is no account {name!r}.", "`stemfinder curators list` shows them.")
