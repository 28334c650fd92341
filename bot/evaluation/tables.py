"""Show what was measured in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.evaluation.dialogues import Played
from bot.evaluation.goals import Pursuit
from bot.evaluation.intent_scores import IntentScores
from bot.evaluation.outcome import Outcome, by_persona
from bot.evaluation.site import cards_of

SHOWN = 160
"""Characters of an answer's text that are shown."""


def print_intents(scores: IntentScores, console: Console) -> None:
    """Print the figures of each intent, and every message taken for something else."""
    table = _table("Intents", "intent", "messages", "precision", "recall", "F1", "taken for")
    confusion = scores.confusion()
    for name, each in scores.figures().items():
        others = sorted(
            ((got, n) for (expected, got), n in confusion.items() if expected == name != got), key=lambda pair: -pair[1]
        )
        taken = ", ".join(f"{got} {n}" for got, n in others)
        table.add_row(name, str(each.messages), *(f"{value:.2f}" for value in (each.precision, each.recall, each.f1)), taken)
    console.print(table)
    for told in scores.mistaken:
        console.print(
            f"  {escape(told.text)!r}: {told.got} ({told.confidence:.2f}), expected {told.expected}", soft_wrap=True, style="dim"
        )
    console.print(f"Intents: accuracy {scores.accuracy:.3f}, mean F1 {scores.macro_f1:.3f}, {len(scores.told)} messages.")


def print_success(title: str, outcomes: Sequence[Outcome], console: Console) -> float:
    """Print task success by persona and what went wrong; return the share over all."""
    table = _table(title, "persona", "conversations", "succeeded", "task success", "turns")
    figures = by_persona(outcomes)
    for persona, each in figures.items():
        table.add_row(persona, str(each.conversations), str(each.succeeded), f"{each.share:.3f}", f"{each.turns:.1f}")
    for outcome in outcomes:
        for mistake in outcome.mistakes:
            console.print(f"  [red]missed[/] {escape(mistake)}", soft_wrap=True)
        if not outcome.mistakes and not outcome.succeeded:
            console.print(f"  [red]missed[/] {outcome.id}: {outcome.turns} turns, {outcome.budget} allowed", soft_wrap=True)
    console.print(table)
    return figures["all"].share


def print_talk(held: Sequence[Played | Pursuit], console: Console) -> None:
    """Print every conversation word by word."""
    for each in held:
        name, said = (
            (each.dialogue.id, [turn.say for turn in each.dialogue.turns])
            if isinstance(each, Played)
            else (each.goal.id, each.said)
        )
        for message, reply in zip(said, each.replies, strict=False):
            mark = " [red](without Rasa)[/]" if reply["degraded"] else ""
            console.print(f"[bold]{name}[/] > {escape(message)}{mark}", soft_wrap=True)
            for answer in reply["messages"]:
                console.print(f"    {escape(answer['text'])[:SHOWN]!r}", soft_wrap=True)
            for card in cards_of(reply):
                console.print(
                    f"    - {escape(card['name'])} ({escape(card['where'])}; {'; '.join(map(str, card['reasons']))})",
                    soft_wrap=True,
                )


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, expand=False, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="left" if position == 0 or column == "taken for" else "right")
    return table
