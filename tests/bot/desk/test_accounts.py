"""Accounts: who may sign in at the desk."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from bot.desk import Accounts, Sessions
from bot.desk.accounts import AccountError
from bot.storage import Database

PASSWORD = "kettle lantern orchard"
OTHER = "harbour thistle bicycle"


@pytest.fixture
def accounts(database: Database, quick_hasher: PasswordHasher) -> Accounts:
    return Accounts(database, quick_hasher)


def test_a_curator_is_recognised_by_name_and_password_and_by_nothing_less(accounts: Accounts) -> None:
    accounts.add("isla", "curator", PASSWORD)
    found = accounts.recognised("isla", PASSWORD)
    assert found is not None
    assert (found.name, found.role) == ("isla", "curator")
    assert accounts.recognised("isla", PASSWORD.upper()) is None
    assert accounts.recognised("isla", "") is None
    assert accounts.recognised("nobody", PASSWORD) is None


def test_a_password_is_stored_only_as_an_argon2id_hash(accounts: Accounts, database: Database) -> None:
    accounts.add("isla", "curator", PASSWORD)
    with database.transaction() as connection:
        stored = connection.execute("SELECT password FROM accounts").fetchone()[0]
    assert stored.startswith("$argon2id$")
    assert PASSWORD.encode() not in database.path.read_bytes()


@pytest.mark.parametrize("password", ["short", "", "aaaaaaaaaaaaaaaa", "stemfinder 2026 desk", "isla-isla-isla-isla", "x1" * 101])
def test_a_password_that_is_easy_to_guess_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccountError):
        accounts.add("isla", "curator", password)
    assert accounts.list() == []


@pytest.mark.parametrize(("name", "role"), [("I", "curator"), ("<b>", "curator"), ("isla", "owner"), ("", "curator")])
def test_an_account_that_cannot_be_is_refused_with_a_remedy(accounts: Accounts, name: str, role: str) -> None:
    with pytest.raises(AccountError) as refused:
        accounts.add(name, role, PASSWORD)
    assert refused.value.remedy


def test_a_name_is_given_once(accounts: Accounts) -> None:
    accounts.add("isla", "curator", PASSWORD)
    with pytest.raises(AccountError, match="already"):
        accounts.add("isla", "administrator", OTHER)


def test_another_password_signs_out_everywhere(accounts: Accounts, database: Database) -> None:
    accounts.add("isla", "curator", PASSWORD)
    sessions = Sessions(database, 8)
    secret = sessions.begin("isla")
    accounts.change_password("isla", OTHER)
    assert sessions.find(secret) is None
    assert accounts.recognised("isla", PASSWORD) is None
    assert accounts.recognised("isla", OTHER) is not None


def test_who_is_removed_can_no_longer_sign_in_and_is_signed_out(accounts: Accounts, database: Database) -> None:
    accounts.add("isla", "curator", PASSWORD)
    sessions = Sessions(database, 8)
    secret = sessions.begin("isla")
    accounts.remove("isla")
    assert sessions.find(secret) is None
    assert accounts.recognised("isla", PASSWORD) is None
    with pytest.raises(AccountError):
        accounts.remove("isla")


def test_a_hash_made_with_weaker_parameters_is_made_anew_at_the_next_sign_in(
    database: Database, quick_hasher: PasswordHasher
) -> None:
    Accounts(database, quick_hasher).add("isla", "curator", PASSWORD)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    assert Accounts(database, stronger).recognised("isla", PASSWORD)
    with database.transaction() as connection:
        assert "m=16,t=2" in connection.execute("SELECT password FROM accounts").fetchone()[0]
    assert Accounts(database, stronger).recognised("isla", PASSWORD)
