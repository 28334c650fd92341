"""``stemfinder submissions``: offers and needs left in the chat, for curators: list, show with what matches, withdraw, purge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.console import console
from knowledge.errors import QueryError
from knowledge.settings import load_settings

if TYPE_CHECKING:
    from bot.submissions.store import SubmissionStore

Reference = Annotated[str, typer.Argument(help="Reference number, such as OFF-XXXX-XXXX-XXXX.")]
KindOption = Annotated[str, typer.Option(help="offer or need; both if left out.")]
submissions = typer.Typer(help="Offers and needs left in the chat.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(submissions, name="submissions")


@submissions.command("list")
def list_(kind: KindOption = "") -> None:
    """List offers and needs in force, the newest first."""
    if kind not in {"", "offer", "need"}:
        raise QueryError(f"--kind cannot be {kind}.", "It is offer or need.")
    found = _store().active(kind or None)
    for each in found:
        console.print(
            f"{each.reference}  {each.consented_at:%Y-%m-%d}  {each.organisation}, {each.place}: {each.what}", soft_wrap=True
        )
    console.print(f"{len(found)} in force.")


@submissions.command()
def show(reference: Reference) -> None:
    """Show one with its contact, and what of the other kind may match, with the reasons."""
    from bot.submissions.matching import matches

    store, number = _store(), _number(reference)
    submission = store.get(number)
    if submission is None:
        raise QueryError(
            f"There is nothing under {number}.", "It may have run out; `stemfinder submissions list` shows what is in force."
        )
    about = submission.description
    facts = submission.model_dump(mode="json") | {
        "description": f"{about.text} ({about.by}, {about.at:%Y-%m-%d})" if about else ""
    }
    for name, value in facts.items():
        console.print(f"{name}: {', '.join(value) if isinstance(value, list) else value}", soft_wrap=True, markup=False)
    for match in matches(submission, store.active()):
        console.print(f"may match {match.other.reference}: {'; '.join(match.reasons)}", soft_wrap=True, markup=False)


@submissions.command()
def withdraw(reference: Reference) -> None:
    """Withdraw one: its words and contact are deleted at once."""
    number = _number(reference)
    done = _store().withdraw(number)
    print(f"{number} is withdrawn." if done else f"There is nothing in force under {number}.")


@submissions.command()
def purge() -> None:
    """Delete what was kept for as long as promised; a running site does this once a day by itself."""
    print(f"{_store().delete_expired()} were deleted.")


def _store() -> SubmissionStore:
    from bot.mail import Outbox
    from bot.storage import Database
    from bot.submissions.store import SubmissionStore

    settings = load_settings()
    return SubmissionStore(Database(settings.store_path), Outbox(settings.outbox_folder).forget)


def _number(typed: str) -> str:
    from bot.submissions.references import reference_in

    number = reference_in(typed)
    if not number:
        raise QueryError(f"{typed} is no reference number.", "Copy it as it was shown; its last character checks the others.")
    return number
