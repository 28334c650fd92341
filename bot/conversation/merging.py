"""Merge what a message says into what the conversation already asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.refining import Change, change_words
from bot.conversation.state import ConversationState
from knowledge.understanding import Mention, Understanding, Wishes
from knowledge.understanding.wishes import FACET_NAMES, unique

NARROWING = ("kind", "stage", "audience", "cost")
"""Facets that are preferences in a question, or read generously, but must hold as said when a refinement names them."""
CONTENT = frozenset({"topic", "kind"})
"""Facets that say what is looked for; the others say for whom, where and how."""
AT_HOME = frozenset({"parent", "pupil"})

Understand = Callable[[str], Understanding]


def merged_wishes(earlier: Wishes, said: Understanding, dropped: Collection[str] = (), adds: bool = False) -> Wishes:
    """Return ``earlier`` changed by what was said: a facet said anew takes the place of the old one, the rest stays.

    Args:
        earlier: what was asked for.
        said: the message, understood.
        dropped: facets that the message lets go.
        adds: what is said stands beside what was asked for.
    """
    new = said.wishes
    values: dict[str, Any] = {facet: new.of(facet) or (() if facet in dropped else earlier.of(facet)) for facet in FACET_NAMES}
    if stands_beside(said):
        values["topic"] = unique((*earlier.topic, *new.topic))
    label = new.place_label if new.place else "" if "place" in dropped else earlier.place_label
    if adds:
        values = {
            facet: values[facet] if facet in dropped else unique((*earlier.of(facet), *values[facet])) for facet in FACET_NAMES
        }
        label = " or ".join(unique(each for each in (earlier.place_label, new.place_label) if each))
    if said.anywhere:
        values["place"], label = (), ""
    excluded = {facet: ruled_out for facet, ruled_out in earlier.excluded.items() if facet not in dropped}
    for facet, ruled_out in new.excluded.items():
        excluded[facet] = unique((*excluded.get(facet, ()), *ruled_out))
    for facet in FACET_NAMES:
        # What is asked for now is no longer ruled out; what is ruled out now is no longer asked for.
        if new.of(facet):
            excluded[facet] = tuple(value for value in excluded.get(facet, ()) if value not in new.of(facet))
        values[facet] = tuple(value for value in values[facet] if value not in new.excluded.get(facet, ()))
    return Wishes(place_label=label, excluded={facet: kept for facet, kept in excluded.items() if kept}, **values)


def stands_beside(said: Understanding) -> bool:
    """Return whether the subjects named add to the one asked for before: "in Gaelic", "for girls"."""
    return bool(said.wishes.topic) and set(said.wishes.topic) <= change_words().beside


def refined_text(earlier: str, said: Understanding) -> str:
    """Return the words to search for after a refinement.

    Words about place, cost or stage change the wishes alone; words about subject or kind take part in the search.
    """
    if not earlier:
        return said.free_text
    adds = said.free_text if any(m.facet in CONTENT and not m.negated for m in said.mentions) else ""
    if any(m.facet == "topic" and not m.negated and not m.vague for m in said.mentions) and not stands_beside(said):
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


def changed_state(state: ConversationState, change: Change, understand: Understand) -> ConversationState:
    """Return the state after a change: as ``refined_state``, without what is let go.

    The running search's words are kept but for those about what has changed: whoever wanted a competition for P6, and now
    says "not a competition, and for secondary", is searched for neither "competition" nor "P6".

    Args:
        state: the running search.
        change: what the message changes.
        understand: from words to what they ask for.
    """
    said, dropped = change.said, change.dropped
    if set(said.wishes.audience) & AT_HOME and set(state.wishes.delivery) == {"in-school"}:
        # "For my own kids, not a class": what was to come to the class is for no class any more.
        dropped |= {"delivery"}
    anew = {facet for facet in FACET_NAMES if facet not in {"topic", "place"} and said.wishes.of(facet)}

    ruled_out = {(m.facet, value) for m in said.mentions if m.negated for value in m.values}

    def is_past(mention: Mention) -> bool:
        return mention.facet in anew | dropped or all((mention.facet, value) in ruled_out for value in mention.values)

    earlier = understand(state.text)
    text = _without(earlier.text, (mention for mention in earlier.mentions if is_past(mention)))
    after = refined_state(replace(state, text=text or state.text), said)
    if change.adds:
        after = replace(after, text=f"{state.text} {said.free_text}".strip())
    return replace(
        after,
        wishes=merged_wishes(state.wishes, said, dropped, change.adds),
        strict=tuple(facet for facet in after.strict if facet not in dropped),
        # What was let go is settled: it is not asked about.
        asked=unique((*state.asked, *dropped)),
    )


def new_search(state: ConversationState, said: Understanding, task: str, dropped: Collection[str] = ()) -> ConversationState:
    """Return the state for a new question: the asker's role, place and stage are remembered unless said anew or let go."""
    kept = state.remembering_only_the_asker()
    wishes = merged_wishes(kept.wishes, said, dropped)
    return replace(kept, wishes=wishes, text=said.free_text, task=task, draft=state.draft, asked=unique(dropped))


def _without(text: str, mentions: Iterable[Mention]) -> str:
    for mention in sorted(mentions, key=lambda mention: -mention.start):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return re.sub(r"\s+", " ", text).strip(" ,.;:")
