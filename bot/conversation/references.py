"""Find out which of the entries shown a message speaks of: "the second one", "number 3", "is that free?", or a name."""

from __future__ import annotations

import re

from bot.conversation.desk import Desk
from bot.conversation.pointing import pointed_at
from bot.conversation.state import ConversationState
from knowledge.text import normalised

_ORDINALS = {"first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1}
_NUMBERED = re.compile(r"\b(?:number|no|option|card|nr) ?([1-3])\b|^([1-3])$")


def resolve(message: str, state: ConversationState, named: tuple[str, ...], desk: Desk | None = None) -> str | None:
    """Return the id of the entry that is meant, or None where it stays open.

    Args:
        message: what the visitor typed.
        state: the conversation; ``last`` numbers the cards.
        named: ids of entries named in the message.
        desk: given, "the Glasgow one" and "the free one" are understood too.
    """
    text = normalised(message)
    for name in named:
        if name in state.last:
            return name
    positions = positions_in(text)
    if positions and state.last:
        position = positions[0]
        if -len(state.last) <= position < len(state.last):
            return state.last[position]
        return None
    if named:
        return named[0]
    if desk is not None:
        shown = [resource for each in state.last if (resource := desk.resource(each))]
        pointed = pointed_at(message, shown, desk.understand)
        if pointed.ids or pointed.astray:
            return pointed.ids[0] if pointed.ids else None
    if state.focus:
        return state.focus
    return state.last[0] if state.last else None


def positions_in(text: str) -> list[int]:
    """Return the positions that ordinals and numbers in ``text`` point to, in their order."""
    found = [(match.start(), _ORDINALS[match.group()]) for match in re.finditer(r"\b(?:" + "|".join(_ORDINALS) + r")\b", text)]
    found += [(match.start(), int(match[1] or match[2]) - 1) for match in _NUMBERED.finditer(text)]
    return [position for _, position in sorted(found)]
