"""Find out which of the entries shown a message speaks of: "the second one", "number 3", "is that free?", or a name."""

from __future__ import annotations

from bot.conversation.desk import Desk
from bot.conversation.numbering import positions_in
from bot.conversation.pointing import pointed_at
from bot.conversation.state import ConversationState
from knowledge.text import normalised


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
    positions = positions_in(text, len(state.last))
    if positions.astray and state.last:
        return None
    # "All" and "both" point to no single one.
    if len(positions.found) == 1:
        return state.last[positions.found[0]]
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
