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
ROLES_HELP = "reviewer (reads, answers), curator (also edits and publishes) or administrator (also accounts and audit trail)."
RoleOption = Annotated[str, typer.Option(help=ROLES_HELP)]
RoleArgument = Annotated[str, typer.Argument(help=ROLES_HELP)]
EmailOption = Annotated[str, typer.Option(help="Address by which the OpenID provider knows them, if they may sign in there.")]
EmailArgument = Annotated[str, typer.Argument(help="The address; left out, they can no longer sign in with the OpenID provider.")]
NoPassword = Annotated[bool, typer.Option("--no-password", help="They sign in with the OpenID provider alone.")]
Limit = Annotated[int | None, typer.Option(min=1, help="How many addresses to look at; all if left out.")]
curators = typer.Typer(help="Who may use the curators' desk.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(curators, name="curators")
    app.command("check-links")(check_links)


@curators.command()
def add(name: Name, role: RoleOption = "curator", email: EmailOption = "", no_password: NoPassword = False) -> None:
    """Add somebody to the desk. The password is asked for twice, or read as a line from standard input."""
    accounts, audit = _stores()
    account = accounts.add(name, role, None if no_password else _password(), email)
    audit.note(WHO, "added the account", name, account.role)
    print(f"{name} may sign in at /desk as {account.role}.")


@curators.command("list")
def list_() -> None:
    """List who may sign in, in which role and how."""
    accounts, _ = _stores()
    found = accounts.list()
    for each in found:
        password = f"password of {each.changed_at[:10]}" if each.has_password else "no password"
        openid = f"OpenID Connect as {each.email}{'' if each.subject else ' (not used yet)'}" if each.email else ""
        console.print(f"{each.name:24} {each.role:14} {password:24} {openid}".rstrip(), soft_wrap=True, markup=False)
    console.print(f"{len(found)} accounts.")


@curators.command("role")
def role_(name: Name, role: RoleArgument) -> None:
    """Give somebody another role; it holds at once, in browsers that are signed in too."""
    accounts, audit = _stores()
    accounts.change_role(name, role)
    audit.note(WHO, "changed the role", name, role)
    print(f"{name} is {role} now.")


@curators.command("email")
def email_(name: Name, address: EmailArgument = "") -> None:
    """Set the address by which the OpenID provider knows somebody, and sign them out everywhere."""
    accounts, audit = _stores()
    accounts.change_email(name, address)
    audit.note(WHO, "changed the address for OpenID Connect", name)
    print(f"{name} may sign in with the OpenID provider as {address}." if address else f"{name} has no address any more.")


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
            why = " ".join(part for part in (each.why, each.detail) if part)
            console.print(f"{each.state:8} {each.address}  {why}", soft_wrap=True, markup=False)
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
