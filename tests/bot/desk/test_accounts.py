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


# -- OpenID Connect, and roles ------------------------------------------------------------------------------------------

ISSUER, EMAIL = "https://id.example.org", "isla@desk.example.org"


def test_an_account_is_found_by_address_first_and_by_the_providers_own_name_from_then_on(accounts: Accounts) -> None:
    accounts.add("isla", "curator", None, "Isla@Desk.example.org")
    assert accounts.recognised_elsewhere(ISSUER, "s-1", "") is None
    assert accounts.recognised_elsewhere(ISSUER, "s-1", "other@desk.example.org") is None
    found = accounts.recognised_elsewhere(ISSUER, "s-1", EMAIL.upper())
    assert found is not None
    assert found.name == "isla"
    assert accounts.recognised_elsewhere(ISSUER, "s-2", EMAIL) is None
    assert accounts.recognised_elsewhere(ISSUER, "s-1", "renamed@desk.example.org") == accounts.find("isla")
    accounts.change_email("isla", EMAIL)
    assert accounts.recognised_elsewhere(ISSUER, "s-2", EMAIL) is not None


def test_an_account_without_a_password_is_opened_by_none(accounts: Accounts) -> None:
    accounts.add("isla", "curator", None, EMAIL)
    for password in ("", PASSWORD, "nobody has this password"):
        assert accounts.recognised("isla", password) is None
    with pytest.raises(AccountError, match="needs an e-mail address"):
        accounts.add("ewan", "curator", None)


def test_an_address_belongs_to_one_account(accounts: Accounts) -> None:
    accounts.add("isla", "curator", PASSWORD, EMAIL)
    accounts.add("ewan", "curator", PASSWORD)
    accounts.add("mairi", "reviewer", PASSWORD)
    with pytest.raises(AccountError, match="has that address already"):
        accounts.change_email("ewan", EMAIL)
    with pytest.raises(AccountError, match="is not an e-mail address"):
        accounts.change_email("ewan", "ewan")
    accounts.change_email("isla", "")
    accounts.change_email("ewan", EMAIL)


def test_another_address_signs_out_everywhere_and_another_role_holds_at_once(accounts: Accounts, database: Database) -> None:
    accounts.add("isla", "curator", PASSWORD)
    sessions = Sessions(database, 8)
    secret = sessions.begin("isla")
    accounts.change_role("isla", "reviewer")
    session = sessions.find(secret)
    assert session is not None
    assert not session.may("publish")
    accounts.change_email("isla", EMAIL)
    assert sessions.find(secret) is None
    for name, role in (("isla", "owner"), ("nobody", "curator")):
        with pytest.raises(AccountError):
            accounts.change_role(name, role)
