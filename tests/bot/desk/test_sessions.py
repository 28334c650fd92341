"""Sessions: kept on the server, found by a secret that is not stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from bot.desk import Accounts, Sessions
from bot.storage import Database


class Clock:
    """A clock that stands until it is told."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(database: Database, quick_hasher: PasswordHasher, clock: Clock) -> Sessions:
    accounts = Accounts(database, quick_hasher)
    accounts.add("isla", "curator", "kettle lantern orchard")
    accounts.add("ewan", "administrator", "kettle lantern orchard")
    return Sessions(database, 8, clock)


def test_a_session_tells_who_it_is_and_what_they_may(sessions: Sessions) -> None:
    isla, ewan = sessions.find(sessions.begin("isla")), sessions.find(sessions.begin("ewan"))
    assert isla
    assert ewan
    assert (isla.account, isla.may("govern")) == ("isla", False)
    assert (ewan.account, ewan.may("govern")) == ("ewan", True)


def test_the_secret_of_a_cookie_is_not_stored(sessions: Sessions, database: Database) -> None:
    secret = sessions.begin("isla")
    with database.transaction() as connection:
        stored = [tuple(row) for row in connection.execute("SELECT * FROM sessions")]
    assert secret not in str(stored)


def test_a_session_ends_after_its_hours(sessions: Sessions, clock: Clock) -> None:
    secret = sessions.begin("isla")
    clock.moment += timedelta(hours=7, minutes=59)
    assert sessions.find(secret)
    clock.moment += timedelta(minutes=1)
    assert sessions.find(secret) is None


def test_signing_out_ends_one_browser_and_everywhere_ends_all_of_the_account(sessions: Sessions) -> None:
    here, there, other = sessions.begin("isla"), sessions.begin("isla"), sessions.begin("ewan")
    sessions.end(here)
    assert sessions.find(here) is None
    assert sessions.find(there)
    assert sessions.end_all("isla") == 1
    assert sessions.find(there) is None
    assert sessions.find(other)


@pytest.mark.parametrize("secret", ["", "made up", "' OR 1=1 --"])
def test_a_made_up_cookie_finds_nobody(sessions: Sessions, secret: str) -> None:
    sessions.begin("isla")
    assert sessions.find(secret) is None


def test_the_token_of_a_form_belongs_to_one_session(sessions: Sessions) -> None:
    first, second = sessions.find(sessions.begin("isla")), sessions.find(sessions.begin("isla"))
    assert first
    assert second
    assert first.sent(first.token)
    assert not first.sent(second.token)
    assert not first.sent("")
