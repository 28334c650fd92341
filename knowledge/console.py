"""What every command of ``stemfinder`` shares: the terminal, progress bars, and how an error is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from knowledge.errors import StemFinderError

console = Console(highlight=False)
"""For results: standard output."""
messages = Console(stderr=True, highlight=False)
"""For progress and errors: standard error, so that results can be piped."""


class CommandLine(typer.Typer):
    """A Typer application that tells our own errors in two lines instead of a traceback."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line; a ``StemFinderError`` ends it with exit status 1."""
        try:
            return super().__call__(*arguments, **options)
        except StemFinderError as error:
            messages.print(f"[bold red]Error:[/] {error.what}", soft_wrap=True)
            if error.remedy:
                messages.print(error.remedy, soft_wrap=True)
            sys.exit(1)


def command_line() -> CommandLine:
    """Return an empty command line to add commands to."""
    return CommandLine(
        name="stemfinder",
        help="Find STEM provision in Scotland: build the index, ask it, serve the website, measure it.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,
    )


@contextmanager
def progress_bars() -> Iterator[Any]:
    """Give a function ``(step, done, total)`` that draws a bar per step; plain lines where there is no terminal."""
    if not messages.is_terminal:
        seen: set[tuple[str, int]] = set()

        def plain(step: str, done: int, total: int) -> None:
            tenth = (step, done * 10 // max(total, 1))
            if tenth not in seen:
                seen.add(tenth)
                messages.print(f"{step} ... {done} of {total}")

        yield plain
        return
    columns = (TextColumn("{task.description:<30}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=messages) as bars:
        tasks: dict[str, Any] = {}

        def draw(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield draw
