"""Show in the terminal what was understood of messages."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from indexer.entity_report import HEADLINE, EntityScores


def print_entities(scores: EntityScores, console: Console) -> None:
    """Print precision, recall and F1 of each facet, and every message understood otherwise than meant."""
    table = Table(title="Understanding", expand=False, pad_edge=False)
    for column in ("facet", "meant", "precision", "recall", "F1"):
        table.add_column(column, justify="left" if column == "facet" else "right")
    together = scores.micro
    for name, counts in [*scores.facets.items(), (f"all of {len(HEADLINE)} promised", together)]:
        figures = (counts.precision, counts.recall, counts.f1)
        table.add_row(name, str(counts.right + counts.missed), *(f"{figure:.3f}" for figure in figures))
    for misread in scores.misread:
        said = "; ".join(
            f"{what} {', '.join(values)}" for what, values in (("not meant", misread.extra), ("missed", misread.missed)) if values
        )
        console.print(f"  {escape(misread.text)!r}: {said}", soft_wrap=True, style="dim")
    console.print(table)
    console.print(f"Entities ({', '.join(HEADLINE)}): F1 {together.f1:.3f} over {scores.messages} messages.", soft_wrap=True)
