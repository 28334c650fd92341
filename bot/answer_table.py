"""An answer in the terminal: what was understood, and a small table for each result with reasons."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bot.cards import as_of_note, cost_label, status_note
from bot.conversation.describing import contact_line
from knowledge.catalogue.resource import Resource
from knowledge.search import Result, SearchOutcome
from knowledge.search.reasons import where_label


def print_answer(outcome: SearchOutcome, console: Console) -> None:
    """Print ``outcome`` to ``console``."""
    understanding = outcome.query.understanding
    understood = ", ".join(f"{key}: {value}" for key, value in _understood(outcome).items())
    console.print(f"Understood: {understood or 'nothing in particular'}", soft_wrap=True)
    for typed, read in understanding.corrections:
        console.print(f'Read "{typed}" as "{read}".')
    if outcome.relaxed:
        console.print(f'[yellow]Nothing fits with "{outcome.relaxed.text}" as well. Without that wish:[/]')
    if not outcome.results:
        console.print("Nothing was found. Try other words, or leave something out.")
        return
    console.print(f"The best {len(outcome.results)} of {outcome.total} that fit:")
    by_id = {resource.id: resource for resource in outcome.relevant}
    for number, result in enumerate(outcome.results, start=1):
        console.print(_table(number, result, by_id))


def _table(number: int, result: Result, by_id: dict[str, Resource]) -> Table:
    resource = result.resource
    table = Table(title=f"{number}. {resource.name}", title_justify="left", title_style="bold", show_header=False, expand=True)
    table.add_column(width=7, style="dim")
    table.add_column(overflow="fold")
    rows = (
        ("Note", status_note(resource, by_id)),
        ("By", resource.provider),
        ("Fits", "\n".join(f"• {reason}" for reason in result.reasons)),
        ("But", result.caution),
        ("Where", where_label(resource)),
        ("Cost", cost_label(resource)),
        ("Contact", contact_line(resource)),
        ("Source", f"{resource.source_url} ({as_of_note(resource)})"),
    )
    for label, value in rows:
        if value:
            table.add_row(label, value)
    return table


def _understood(outcome: SearchOutcome) -> dict[str, str]:
    facts = outcome.query.wishes.to_json()
    place = facts.pop("place_label", "")
    if place and facts.get("place") and [place] != facts["place"]:
        facts["place"] = [f"{', '.join(facts['place'])} ({place})"]
    return {key.replace("_", " "): ", ".join(value) for key, value in facts.items()}
