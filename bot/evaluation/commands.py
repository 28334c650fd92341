"""The bot's parts of ``stemfinder evaluate``: intents, dialogues, goals."""

from __future__ import annotations

from pathlib import Path

from knowledge.console import console, progress_bars
from knowledge.settings import load_settings


def evaluate_intents(messages: Path, picture: Path) -> None:
    """Measure the intent classifier, and write the confusion picture."""
    from bot.evaluation.intent_picture import write_page
    from bot.evaluation.intent_scores import intent_scores
    from bot.evaluation.tables import print_intents

    scores = intent_scores(messages, load_settings())
    print_intents(scores, console)
    write_page(scores, picture)
    console.print(f"Confusion picture: {picture}", soft_wrap=True)


def evaluate_dialogues(path: Path, site: str, verbose: bool) -> float:
    """Hold every dialogue of a file with the running site; return the share that succeeded."""
    from bot.evaluation.dialogues import load_dialogues, play
    from bot.evaluation.tables import print_success, print_talk

    dialogues, played = load_dialogues(path), []
    with progress_bars() as progress:
        for number, dialogue in enumerate(dialogues):
            progress("Dialogues", number, len(dialogues))
            played.append(play(dialogue, site))
        progress("Dialogues", len(dialogues), len(dialogues))
    if verbose:
        print_talk(played, console)
    return print_success(f"Dialogues of {path.name}", [each.outcome() for each in played], console)


def evaluate_goals(path: Path, site: str, verbose: bool) -> float:
    """Pursue every goal of a file with the running site; return the share that was reached."""
    from bot.evaluation.goals import load_goals, pursue
    from bot.evaluation.tables import print_success, print_talk

    goals, pursued = load_goals(path), []
    with progress_bars() as progress:
        for number, goal in enumerate(goals):
            progress("Goals", number, len(goals))
            pursued.append(pursue(goal, site))
        progress("Goals", len(goals), len(goals))
    if verbose:
        print_talk(pursued, console)
    return print_success(f"Goals of {path.name}", [each.outcome for each in pursued], console)
