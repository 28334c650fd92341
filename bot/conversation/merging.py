"""Merge what a message says into what the conversation already asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.conversation.state import ConversationState
from knowledge.understanding import Understanding, Wishes
from knowledge.understanding.wishes import FACET_NAMES, unique

NARROWING = ("kind", "stage", "audience", "cost")
"""Facets that are preferences in a question, or read generously, but must hold as said when a refinement names them."""
CONTENT = frozenset({"topic", "kind"})
"""Facets that say what is looked for; the others say for whom, where and how."""


def merged_wishes(earlier: Wishes, said: Understanding) -> Wishes:
    """Return ``earlier`` changed by what was said: a facet said anew takes the place of the old one, the rest stays."""
    new = said.wishes
    values: dict[str, Any] = {facet: new.of(facet) or earlier.of(facet) for facet in FACET_NAMES}
    label = new.place_label if new.place else earlier.place_label
    if said.anywhere:
        values["place"], label = (), ""
    excluded = dict(earlier.excluded)
    for facet, ruled_out in new.excluded.items():
        excluded[facet] = unique((*excluded.get(facet, ()), *ruled_out))
    for facet in FACET_NAMES:
        # What is asked for now is no longer ruled out; what is ruled out now is no longer asked for.
        if new.of(facet):
            excluded[facet] = tuple(value for value in excluded.get(facet, ()) if value not in new.of(facet))
        values[facet] = tuple(value for value in values[facet] if value not in new.excluded.get(facet, ()))
    return Wishes(place_label=label, excluded={facet: kept for facet, kept in excluded.items() if kept}, **values)


def refined_text(earlier: str, said: Understanding) -> str:
    """Return the words to search for after a refinement.

    Words about place, cost or stage change the wishes alone; words about subject or kind take part in the search.
    """
    if not earlier:
        return said.free_text
    adds = said.free_text if any(m.facet in CONTENT and not m.negated for m in said.mentions) else ""
    if any(m.facet == "topic" and not m.negated and not m.vague for m in said.mentions):
        return adds
    return f"{earlier} {adds}".strip()


def refined_state(state: ConversationState, said: Understanding) -> ConversationState:
    """Return the state after a refinement: same search, wishes changed; what was shown before is remembered for "more"."""
    return replace(
        state,
        wishes=merged_wishes(state.wishes, said),
        text=refined_text(state.text, said),
        misunderstood=0,
        strict=unique((*state.strict, *(facet for facet in NARROWING if said.wishes.of(facet)))),
    )


def new_search(state: ConversationState, said: Understanding, task: str) -> ConversationState:
    """Return the state for a new question: the asker's role, place and stage are remembered unless said anew."""
    kept = state.remembering_only_the_asker()
    return replace(kept, wishes=merged_wishes(kept.wishes, said), text=said.free_text, task=task)
