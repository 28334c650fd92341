"""Keep the searches before the running one, so that a change can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversation.state import ConversationState
from knowledge.understanding import Wishes

MOST = 3
"""Searches kept; the state goes through Rasa with every turn."""


def remembering(before: ConversationState, after: ConversationState) -> ConversationState:
    """Return ``after`` with the search of ``before`` to go back to, if another search runs now."""
    if not before.text or _search_of(before) == _search_of(after):
        return replace(after, earlier=before.earlier)
    return replace(after, earlier=(*before.earlier, _search_of(before))[-MOST:])


def gone_back(state: ConversationState) -> ConversationState | None:
    """Return the state with the search before the running one, or None where there was none."""
    if not state.earlier:
        return None
    latest: Mapping[str, Any] = state.earlier[-1]
    return replace(
        state,
        wishes=Wishes.from_json(latest.get("wishes") or {}),
        text=str(latest.get("text") or ""),
        task=str(latest.get("task") or ""),
        strict=tuple(latest.get("strict") or ()),
        earlier=state.earlier[:-1],
        shown=(),
        focus="",
        misunderstood=0,
    )


def _search_of(state: ConversationState) -> dict[str, Any]:
    data: dict[str, Any] = {"wishes": state.wishes.to_json(), "text": state.text, "task": state.task}
    return {**data, "strict": list(state.strict)} if state.strict else data
