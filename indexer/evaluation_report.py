"""Show an evaluation: tables in the terminal, and a page with the same tables and a picture."""

from __future__ import annotations

from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table

from indexer.evaluation import DEPTH, FINDER, Evaluation, Scores

COLUMNS = ("n", f"nDCG@{DEPTH}", "s@1", "s@3", "MRR", "broken")
"""Questions, nDCG, success at 1 and 3, mean reciprocal rank, hard wishes broken."""
BAR_WIDTH = 320
BAR_HEIGHT = 18
LABEL_WIDTH = 170


def print_tables(evaluation: Evaluation, console: Console) -> None:
    """Print a table for each figure group: every method on all questions, on each persona and on each type of question."""
    console.print(f"Index {evaluation.snapshot}, model {evaluation.model}", soft_wrap=True)
    table = Table(title="Search quality", expand=False, pad_edge=False)
    for column in ("method", *COLUMNS):
        table.add_column(column, no_wrap=True, justify="left" if column == "method" else "right")
    for group, belongs in evaluation.groups().items():
        table.add_section()
        table.add_row(f"[bold]{group}[/]", *[""] * len(COLUMNS))
        for method in evaluation.answers:
            table.add_row(f"  {method}", *_cells(evaluation.scores(method, belongs)))
    console.print(table)


def print_misses(evaluation: Evaluation, console: Console) -> None:
    """Print each question with nothing good among the finder's first three, and each hard wish broken."""
    for answer in evaluation.answers[FINDER]:
        grades = answer.question.relevant
        if any(grades.get(result, 0) >= 2 for result in answer.ranking[:3]) and not answer.violations:
            continue
        console.print(f"[bold]{answer.question.id}[/] {answer.question.text}", soft_wrap=True)
        console.print(f"   got:    {', '.join(answer.ranking[:5])}", soft_wrap=True)
        console.print(f"   wanted: {', '.join(f'{key} ({grade})' for key, grade in grades.items())}", soft_wrap=True)
        if answer.violations:
            broken = [result for result in answer.ranking if result in answer.question.forbidden]
            console.print(f"   [red]cannot serve {answer.question.place}:[/] {', '.join(broken)}", soft_wrap=True)


def write_html(evaluation: Evaluation, path: Path) -> None:
    """Write a page without script or third-party parts: the tables, and bars for nDCG and success@3."""
    rows = []
    for group, belongs in evaluation.groups().items():
        for method in evaluation.answers:
            cells = "".join(f"<td>{cell}</td>" for cell in _cells(evaluation.scores(method, belongs)))
            rows.append(f"<tr><th scope=row>{escape(group)}</th><td>{escape(method)}</td>{cells}</tr>")
    heads = "".join(f"<th scope=col>{escape(column)}</th>" for column in ("group", "method", *COLUMNS))
    page = (
        "<!doctype html><html lang=en-GB><meta charset=utf-8><title>Search quality</title>"
        "<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
        "table{border-collapse:collapse}th,td{padding:.3rem .6rem;border-bottom:1px solid #bbb;text-align:left}</style>"
        f"<h1>Search quality</h1><p>Index {escape(evaluation.snapshot)}, model {escape(evaluation.model)}.</p>"
        f"{_picture(evaluation)}<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></html>"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _cells(scores: Scores) -> tuple[str, ...]:
    figures = (scores.ndcg, scores.success_at_1, scores.success_at_3, scores.mrr)
    return (str(scores.questions), *(f"{figure:.3f}" for figure in figures), str(scores.violations))


def _picture(evaluation: Evaluation) -> str:
    bars = []
    y = 0
    for title, figure in (("nDCG@10", "ndcg"), ("success@3", "success_at_3")):
        bars.append(f'<text x="0" y="{y + 14}" font-weight="bold">{title}</text>')
        y += 24
        for method in evaluation.answers:
            value = getattr(evaluation.scores(method), figure)
            colour = "#08625f" if method == FINDER else "#6d7c93"
            bars.append(
                f'<text x="0" y="{y + 14}">{escape(method)}</text>'
                f'<rect x="{LABEL_WIDTH}" y="{y}" width="{value * BAR_WIDTH:.0f}" height="{BAR_HEIGHT}" fill="{colour}"/>'
                f'<text x="{LABEL_WIDTH + value * BAR_WIDTH + 8:.0f}" y="{y + 14}">{value:.3f}</text>'
            )
            y += BAR_HEIGHT + 6
        y += 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LABEL_WIDTH + BAR_WIDTH + 70}" height="{y}" '
        f'font-family="system-ui, sans-serif" font-size="14" role="img" '
        f'aria-label="nDCG and success at 3 by method">{"".join(bars)}</svg>'
    )
