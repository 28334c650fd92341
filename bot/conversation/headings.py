"""Put what a part of the conversation has to tell in the place of the search's own heading."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.conversation.desk import Desk
from bot.conversation.state import ConversationState
from knowledge.search.reasons import listed


def with_heading(text: str, headings: Collection[str], told: Sequence[str]) -> str:
    """Return the text of a search's reply with its heading replaced.

    What the search says before it (what is asked for now) and behind it (how a word was read, one question back) stays. Any other
    heading, such as that a wish was dropped, stays too, and ``told`` goes before it.

    Args:
        text: of the search's reply.
        headings: those of the search that ``told`` takes the place of.
        told: lines to put there instead.
    """
    lines = text.split("\n")
    position = next((number for number, line in enumerate(lines) if line in headings), None)
    if position is None:
        return "\n".join([*told, text])
    return "\n".join([*lines[:position], *told, *lines[position + 1 :]])


def own_headings(state: ConversationState, desk: Desk) -> list[str]:
    """Return what the search may say above its cards where a wish for a subject is met, and where none of the cards meets it."""
    where = where_of(state)
    headings = [desk.say(state.task, where=where), desk.say("found_named")]
    if state.wishes.topic:
        named = listed(desk.searcher.vocabulary.labels("topic", state.wishes.topic), lower=True)
        headings.append(desk.say("topic_missing", where=where, topic=named))
    return headings


def where_of(state: ConversationState) -> str:
    """Return the place of the running search as texts take it: " in Perth", or nothing."""
    return f" in {state.wishes.place_label}" if state.wishes.place_label else ""
