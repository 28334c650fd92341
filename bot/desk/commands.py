"""``stemfinder curators``: who may use the curators' desk. Passwords are asked for, or read from standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.console import console, progress_bars
from knowledge.settings import load_settings

if TYPE_CHECKING:
    from bot.desk.accounts import Accounts
    from bot.desk.audit import AuditTrail

WHO = "command line"
Name = Annotated[str, typer.Argument(help="User name: lower-case letters and digits; not a person's full name.")]
RoleOption = Annotated[str, typer.Option(help="curator, or administrator: sees the audit trail and the accounts too.")]
Limit = Annotated[int | None, typer.Option(min=1, help="How many addresses to look at; all if left out.")]
curators = typer.Typer(help="Who may use the curators' desk.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(curators, name="curators")
    app.command("check-links")(check_links)


@curators.command()
def add(name: Name, role: RoleOption = "curator") -> None:
    """Add a curator. The password is asked for twice, or read as a line from standard input."""
    accounts, audit = _stores()
    account = accounts.add(name, role, _password())
    audit.note(WHO, "added the account", name, account.role)
    print(f"{name} may sign in at /desk as {account.role}.")


@curators.command("list")
def list_() -> None:
    """List who may sign in."""
    accounts, _ = _stores()
    found = accounts.list()
    for each in found:
        console.print(f"{each.name:24} {each.role:14} password set {each.changed_at[:10]}", soft_wrap=True)
    console.print(f"{len(found)} accounts.")


@curators.command()
def remove(name: Name) -> None:
    """Remove a curator and sign them out everywhere. What they did stays in the audit trail."""
    accounts, audit = _stores()
    accounts.remove(name)
    audit.note(WHO, "removed the account", name)
    print(f"{name} can no longer sign in.")


@curators.command()
def password(name: Name) -> None:
    """Set another password, asked for or read from standard input, and sign the curator out everywhere."""
    accounts, audit = _stores()
    accounts.change_password(name, _password())
    audit.note(WHO, "set the password", name)
    print(f"The password of {name} is changed.")


def check_links(limit: Limit = None) -> None:
    """Look politely whether the catalogue's addresses still work: those never looked at first, then the longest unseen."""
    import asyncio

    import aiohttp

    from bot.desk.link_store import LinkStore
    from bot.desk.links import LinkChecker, LinkState
    from bot.storage import Database
    from knowledge.catalogue import load_catalogue

    settings = load_settings()
    store = LinkStore(Database(settings.store_path))
    addresses = store.next_of(load_catalogue(settings.catalogue).resources.values(), limit)
    done: list[LinkState] = []

    async def check() -> None:
        async with aiohttp.ClientSession() as session:
            await LinkChecker(session).check_all(addresses, note)

    with progress_bars() as progress:

        def note(found: LinkState) -> None:
            store.note(found)
            done.append(found)
            progress("Looking at addresses", len(done), len(addresses))

        asyncio.run(check())
    for each in sorted(done, key=lambda each: each.state):
        if each.state != "works":
            console.print(f"{each.state:8} {each.address}  {each.detail}", soft_wrap=True, markup=False)
    print(f"{len(done)} addresses, {sum(each.state == 'works' for each in done)} work. /desk/links shows them by entry.")


def _stores() -> tuple[Accounts, AuditTrail]:
    from bot.desk.accounts import Accounts
    from bot.desk.audit import AuditTrail
    from bot.storage import Database

    database = Database(load_settings().store_path)
    return Accounts(database), AuditTrail(database)


def _password() -> str:
    """Return a password that was typed unseen, or the first line of standard input; never an argument, which others see."""
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
