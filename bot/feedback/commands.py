"""``stemfinder questions``: what visitors asked without getting a good answer, for curators."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.console import console
from knowledge.errors import QueryError
from knowledge.settings import load_settings

if TYPE_CHECKING:
    from bot.feedback.store import StoredQuestion

Area = Annotated[str, typer.Option(help="Only questions for this council area, such as Fife.")]
Why = Annotated[str, typer.Option(help="Only one kind: unanswered, relaxed (a wish had to be dropped) or badly-rated.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")]
Delete = Annotated[bool, typer.Option("--delete-all", help="Delete every question, reason and count of ratings.")]
KINDS = ("unanswered", "relaxed", "badly-rated")
COLUMNS = ("area", "why", "times", "question", "wishes", "task", "reasons", "cards", "first asked", "last asked")


def add_commands(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(questions)


def questions(area: Area = "", why: Why = "", as_csv: Csv = False, delete_all: Delete = False) -> None:
    """List questions that found no answer or a bad one, most asked first, by area. None holds personal details."""
    from bot.feedback.store import QuestionStore
    from bot.storage import Database

    if why and why not in KINDS:
        raise QueryError(f"--why cannot be {why}.", f"It is one of {', '.join(KINDS)}.")
    settings = load_settings()
    store = QuestionStore(Database(settings.store_path), settings.question_days)
    if delete_all:
        print(f"{store.delete_all()} questions were deleted.")
        return
    store.purge()
    rows = [_row(each) for each in store.questions(area, why)]
    if as_csv:
        _print_csv(rows)
    else:
        _print_table(rows, store.ratings())


def _row(stored: StoredQuestion) -> dict[str, str]:
    question = stored.question
    wishes = "; ".join(f"{name.replace('_', ' ')}: {', '.join(values)}" for name, values in question.wishes.items())
    return {
        "area": question.area or "no place named",
        "why": question.why,
        "times": str(stored.times),
        "question": question.text or "(too personal to keep)",
        "wishes": wishes,
        "task": question.task,
        "reasons": " | ".join(stored.reasons),
        "cards": " ".join(question.cards),
        "first asked": stored.first_day,
        "last asked": stored.last_day,
    }


def _print_csv(rows: Iterable[dict[str, str]]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)


def _harmless(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes what a visitor typed for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value


def _print_table(rows: Iterable[dict[str, str]], ratings: dict[str, tuple[int, int]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_lines=False, pad_edge=False)
    for name in ("times", "why", "question", "understood", "reasons", "last asked"):
        table.add_column(name, justify="right" if name == "times" else "left", overflow="fold")
    area = None
    for row in rows:
        if row["area"] != area:
            area = row["area"]
            table.add_section()
            table.add_row("", f"[bold]{escape(area)}[/]")
        table.add_row(*(escape(row[name]) for name in ("times", "why", "question", "wishes", "reasons", "last asked")))
    if area is None:
        console.print("No question without a good answer is stored.")
    else:
        console.print(table)
    for task, (up, down) in ratings.items():
        console.print(f"{task:16} rated good {up} times, bad {down} times", soft_wrap=True)
