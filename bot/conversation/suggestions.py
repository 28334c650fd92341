"""Suggest what to say next: the wishes that would split the results best, and the way to more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.understanding import Wishes

MOST = 3
_FEW = 4
"""With this many results or fewer, nothing needs narrowing."""


def suggestions_for(relevant: Sequence[Resource], shown: int, wishes: Wishes, texts: Texts) -> list[str]:
    """Return up to ``MOST`` messages worth sending next.

    Args:
        relevant: every result of the search.
        shown: how many of them have been shown.
        wishes: what is asked for already; a facet that is settled is not suggested again.
        texts: the bot's words.
    """
    chosen = [texts.say("suggest_more")] if len(relevant) > shown else []
    if len(relevant) > _FEW:
        splits = sorted(_splits(relevant, wishes), key=lambda split: split[0])
        if not wishes.place:
            chosen.append(texts.say("suggest_place"))
        chosen += [texts.say(key) for _, key in splits]
    if len(chosen) < MOST and relevant:
        chosen.append(texts.say("suggest_details"))
    return chosen[:MOST]


def _splits(relevant: Sequence[Resource], wishes: Wishes) -> list[tuple[float, str]]:
    """Return (distance from an even split, text key) for every wish that would leave some results and drop others."""
    settled_delivery = bool(wishes.delivery or wishes.excluded.get("delivery"))
    checks: list[tuple[str, bool, Callable[[Resource], bool]]] = [
        ("suggest_free", bool(wishes.cost), lambda r: r.cost == "free"),
        ("suggest_in-school", settled_delivery or "employer" in wishes.audience, lambda r: "in-school" in r.delivery),
        ("suggest_online", settled_delivery, lambda r: "online" in r.delivery),
        ("suggest_events", bool(wishes.kind), lambda r: r.kind == "event"),
        ("suggest_primary", bool(wishes.stage), lambda r: "primary" in r.stages),
        ("suggest_secondary", bool(wishes.stage), lambda r: bool({"lower-secondary", "senior-phase"} & set(r.stages))),
    ]
    found = []
    for key, settled, holds in checks:
        share = sum(holds(resource) for resource in relevant) / len(relevant)
        if not settled and 0.15 <= share <= 0.85:
            found.append((abs(share - 0.5), key))
    return found
