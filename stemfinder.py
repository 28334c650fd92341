"""The command line ``stemfinder``: puts the commands of indexer and bot together, and measures both at once."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from knowledge.console import CommandLine

Questions = Annotated[Path | None, typer.Argument(help="Questions with judgments, a JSON object a line (docs/evaluation.md).")]
Report = Annotated[Path | None, typer.Option(help="Where to write the table and picture of the search as HTML.")]
Misses = Annotated[bool, typer.Option(help="List the questions missed.")]
Intents = Annotated[Path | None, typer.Option(help="Messages with the intent each should get: measure the classifier.")]
Confusion = Annotated[Path, typer.Option(help="Where to write the confusion picture of the intents as HTML.")]
Entities = Annotated[Path | None, typer.Option(help="Messages with what should be understood: measure understanding.")]
Dialogues = Annotated[list[Path] | None, typer.Option(help="Dialogues to hold with the running product; may be given twice.")]
Goals = Annotated[Path | None, typer.Option(help="Goals that simulated visitors pursue with the running product.")]
Site = Annotated[str | None, typer.Option(help="Address of a running site; the whole product is started if left out.")]
Least = Annotated[float | None, typer.Option(min=0, max=1, help="End with status 1 where task success is less than this share.")]
Verbose = Annotated[bool, typer.Option(help="Print every conversation word by word.")]


def evaluate(
    questions: Questions = None,
    report: Report = None,
    misses: Misses = False,
    intents: Intents = None,
    confusion: Confusion = Path("var/intents.html"),
    entities: Entities = None,
    dialogues: Dialogues = None,
    goals: Goals = None,
    site: Site = None,
    least: Least = None,
    verbose: Verbose = False,
) -> None:
    """Measure the search on judged questions, the bot on messages, and whole conversations on what visitors get out of them."""
    from knowledge.console import console
    from knowledge.errors import QueryError

    if not (questions or intents or entities or dialogues or goals):
        raise QueryError(
            "There is nothing to measure.", "Name a file of questions, or --intents, --entities, --dialogues, --goals."
        )
    if questions:
        from indexer.commands import evaluate_search

        evaluate_search(questions, report, misses)
    if entities:
        from indexer.commands import evaluate_entities

        evaluate_entities(entities)
    if intents:
        from bot.evaluation.commands import evaluate_intents

        evaluate_intents(intents, confusion)
    shares = []
    if dialogues or goals:
        from bot.evaluation.commands import evaluate_dialogues, evaluate_goals
        from bot.evaluation.site import running_site

        with ExitStack() as stack:
            address = (site or stack.enter_context(running_site(console.print))).rstrip("/")
            shares += [evaluate_dialogues(path, address, verbose) for path in dialogues or ()]
            shares += [evaluate_goals(goals, address, verbose)] if goals else []
    if least is not None and shares and min(shares) < least:
        console.print(f"[red]Task success {min(shares):.3f} is less than {least}.[/]")
        raise typer.Exit(1)


def all_commands() -> CommandLine:
    """Return the command line with every command."""
    from bot.commands import add_commands as add_bot_commands
    from bot.desk.commands import add_commands as add_desk_commands
    from bot.feedback.commands import add_commands as add_feedback_commands
    from bot.submissions.commands import add_commands as add_submission_commands
    from indexer.commands import add_commands as add_indexer_commands
    from indexer.exchange_commands import add_commands as add_exchange_commands
    from knowledge.console import command_line

    app = command_line()
    add_indexer_commands(app)
    add_exchange_commands(app)
    add_bot_commands(app)
    add_desk_commands(app)
    add_feedback_commands(app)
    add_submission_commands(app)
    app.command()(evaluate)
    return app


def main() -> None:
    """Run the command line."""
    all_commands()()


if __name__ == "__main__":
    main()
