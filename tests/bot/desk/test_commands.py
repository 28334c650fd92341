"""``stemfinder curators``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.desk import Accounts, AuditTrail
from bot.desk import commands as desk_commands
from bot.desk.link_store import LinkStore
from bot.storage import Database
from knowledge.settings import Settings
from stemfinder import all_commands
from tests.bot.desk.test_record_text import ROBOTS

PASSWORD = "kettle lantern orchard"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    settings = Settings(store=tmp_path / "store.sqlite")
    monkeypatch.setattr(desk_commands, "load_settings", lambda: settings)
    return Database(settings.store_path)


def run(*arguments: str, typed: str = "") -> str:
    """The output of a command."""
    done = CliRunner().invoke(all_commands(), ["curators", *arguments], input=typed)
    assert done.exception is None, done.exception
    return done.output


def test_a_curator_is_added_listed_and_removed_and_the_trail_tells_of_it(store: Database) -> None:
    run("add", "isla", "--role", "administrator", typed=f"{PASSWORD}\n")
    assert "isla" in run("list")
    assert "administrator" in run("list")
    assert Accounts(store).recognised("isla", PASSWORD)
    run("password", "isla", typed="harbour thistle bicycle\n")
    assert Accounts(store).recognised("isla", "harbour thistle bicycle")
    run("remove", "isla")
    assert "0 accounts" in run("list")
    assert [deed.what for deed in AuditTrail(store).deeds()] == ["removed the account", "set the password", "added the account"]


def test_links_are_checked_and_what_does_not_work_is_told_and_kept(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "records" / "programme").mkdir(parents=True)
    text = ROBOTS.replace("https://robots.example.org", "http://127.0.0.1:1")
    (tmp_path / "records" / "programme" / "robot-shed.yaml").write_text(text, encoding="utf-8")
    settings = Settings(store=store.path, catalogue=tmp_path / "records")
    monkeypatch.setattr(desk_commands, "load_settings", lambda: settings)
    done = CliRunner().invoke(all_commands(), ["check-links", "--limit", "1"])
    assert done.exception is None, done.exception
    assert [link.found.state for link in LinkStore(store).seen().values()] == ["fails"]


def test_the_password_is_never_an_argument_and_never_printed(store: Database) -> None:
    assert PASSWORD not in run("add", "isla", typed=f"{PASSWORD}\n")
    assert CliRunner().invoke(all_commands(), ["curators", "add", "ewan", PASSWORD]).exit_code == 2
    assert "--password" not in run("add", "--help")


def test_somebody_signs_in_elsewhere_without_a_password_and_gets_another_role(store: Database) -> None:
    run("add", "isla", "--role", "reviewer", "--email", "isla@desk.example.org", "--no-password")
    assert "no password" in run("list")
    assert "OpenID Connect as isla@desk.example.org (not used yet)" in run("list")
    assert "isla is curator now" in run("role", "isla", "curator")
    assert "isla@council.example.org" in run("email", "isla", "isla@council.example.org")
    assert Accounts(store).recognised_elsewhere("https://id.example.org", "s-1", "isla@council.example.org")
    assert "has no address any more" in run("email", "isla")
    told = [deed.what for deed in AuditTrail(store).deeds()]
    assert told == ["changed the address for OpenID Connect"] * 2 + ["changed the role", "added the account"]
