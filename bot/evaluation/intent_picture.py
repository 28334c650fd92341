"""The confusion picture: a page with a heat table of what was taken for what, and the figures of each intent."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bot.evaluation.intent_scores import IntentScores

CELL = 28
LABEL = 150
TOP = 130
RIGHT_COLOUR, WRONG_COLOUR = "8, 98, 95", "178, 34, 34"
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{padding:.2rem .6rem;border-bottom:1px solid #bbb;text-align:left}"
    "td.n{text-align:right}svg{max-width:100%;height:auto}"
)


def write_page(scores: IntentScores, path: Path) -> None:
    """Write the page; nothing on it is loaded from anywhere else."""
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td class=n>{each.messages}</td><td class=n>{each.precision:.2f}</td>"
        f"<td class=n>{each.recall:.2f}</td><td class=n>{each.f1:.2f}</td></tr>"
        for name, each in scores.figures().items()
    )
    mistaken = "".join(
        f"<li>{escape(each.text)}: <b>{escape(each.got)}</b> ({each.confidence:.2f}), expected {escape(each.expected)}</li>"
        for each in scores.mistaken
    )
    page = (
        f"<!doctype html><html lang=en-GB><meta charset=utf-8><title>Intents</title><style>{STYLE}</style><h1>Intents</h1>"
        f"<p>Accuracy {scores.accuracy:.3f}, mean F1 {scores.macro_f1:.3f}, {len(scores.told)} messages.</p>"
        f"<h2>What is taken for what</h2><p>A row is the intent expected, a column the intent told. The darker, the larger "
        f"the share of the row.</p>{picture(scores)}"
        f"<h2>Each intent</h2><table><thead><tr><th>intent</th><th>messages</th><th>precision</th><th>recall</th><th>F1</th></tr>"
        f"</thead><tbody>{rows}</tbody></table><h2>Messages taken for something else</h2><ul>{mistaken}</ul></html>"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def picture(scores: IntentScores) -> str:
    """Return the heat table as SVG."""
    names, confusion = scores.intents(), scores.confusion()
    totals = {name: sum(count for (expected, _), count in confusion.items() if expected == name) for name in names}
    parts = []
    for column, name in enumerate(names):
        x = LABEL + column * CELL + CELL / 2 + 4
        parts.append(f'<text transform="translate({x:.0f} {TOP - 8}) rotate(-60)">{escape(name)}</text>')
    for row, expected in enumerate(names):
        y = TOP + row * CELL
        parts.append(f'<text x="{LABEL - 8}" y="{y + 19}" text-anchor="end">{escape(expected)}</text>')
        for column, got in enumerate(names):
            parts.append(_cell(LABEL + column * CELL, y, confusion[expected, got], totals[expected], expected == got))
    width, height = LABEL + len(names) * CELL + 90, TOP + len(names) * CELL + 10
    label = f"Confusion of {len(names)} intents: {len(scores.mistaken)} of {len(scores.told)} messages are off the diagonal"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _cell(x: int, y: int, count: int, total: int, right: bool) -> str:
    share = count / total if total else 0.0
    # Even one message off the diagonal should be seen.
    depth = share if right or not count else 0.25 + 0.75 * share
    fill = f"rgba({RIGHT_COLOUR if right else WRONG_COLOUR}, {depth:.2f})"
    box = f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="#ddd"/>'
    if not count:
        return box
    colour = "#fff" if depth > 0.55 else "#000"
    return f'{box}<text x="{x + CELL / 2:.0f}" y="{y + 19}" text-anchor="middle" fill="{colour}">{count}</text>'
