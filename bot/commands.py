"""Commands of the bot: ``stemfinder ask``, ``serve``, ``train`` and ``chat``."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Annotated

import typer

from knowledge.console import console, progress_bars
from knowledge.errors import SettingsError
from knowledge.settings import load_settings

BEGAN = time.monotonic()
"""When this process began, near enough: nothing heavy is imported before."""
Host = Annotated[str | None, typer.Option(help="Address to listen on; the setting STEMFINDER_HOST if left out.")]
Port = Annotated[int | None, typer.Option(help="Port of the website; the setting STEMFINDER_PORT if left out.")]
Question = Annotated[str, typer.Argument(help="What you are looking for, in plain words.")]
Limit = Annotated[int, typer.Option(min=1, max=50, help="How many results to show.")]


def add_commands(app: typer.Typer) -> None:
    """Add the bot's commands to ``app``."""
    for command in (ask, chat, serve, train):
        app.command()(command)


def ask(question: Question, limit: Limit = 5) -> None:
    """Ask the catalogue and print the answer with reasons."""
    from bot.answer_table import print_answer
    from knowledge.embedding.loading import load_encoder
    from knowledge.search import Searcher, Snapshot

    settings = load_settings()
    searcher = Searcher(Snapshot.load_current(settings.index_folder), load_encoder(settings))
    print_answer(searcher.ask(question, limit=limit), console)


def train(where: bool = typer.Option(False, help="Print only the path of the model.")) -> None:
    """Train Rasa, unless a model of the present files is there."""
    from bot.training import train as train_bot

    with progress_bars() as progress:
        path = train_bot(load_settings(), progress)
    print(path if where else f"Rasa's model: {path.name}")


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the website and the actions alone; `stemfinder chat` starts Rasa beside it."""
    from bot.serving import serve as serve_finder

    settings = load_settings().with_address(host, port)

    def publish() -> None:
        from indexer.build import build_index

        build_index(settings)

    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(serve_finder(settings, publish))
    except OSError as error:
        raise SettingsError(
            f"Cannot listen: {error.strerror}.",
            "Choose another port for the website with --port, for the actions with STEMFINDER_ACTIONS_PORT.",
        ) from error


def chat(host: Host = None, port: Port = None) -> None:
    """Build the index and train the bot where needed, then run finder and Rasa until Ctrl-C."""
    from bot.supervisor import Supervisor

    settings = load_settings().with_address(host, port)

    def prepare() -> None:
        from bot.training import train as train_bot
        from indexer.build import build_index

        with progress_bars() as progress:
            report = build_index(settings, progress=progress)
            train_bot(settings, progress)
        console.print(f"{report.records} records are indexed.")
        for problem in report.problems:
            console.print(f"[yellow]{problem}[/]", soft_wrap=True)

    Supervisor(settings, console, BEGAN).run(prepare)
