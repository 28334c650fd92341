"""Between Rasa's slots and the state of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet

from bot.conversation import ConversationState

VISIBLE = ("place", "audience", "stage")
"""What is remembered of the asker has slots of its own, for whoever reads a conversation in Rasa's tools."""
SEARCH = "search"


def state_from_slots(slots: Mapping[str, Any]) -> ConversationState:
    """Return the state that the slots hold; a new one where they hold none."""
    return ConversationState.from_json(slots.get(SEARCH))


def slots_from_state(state: ConversationState) -> list[dict[str, Any]]:
    """Return the events that set the slots to ``state``."""
    events = [SlotSet(slot, list(state.wishes.of(slot)) or None) for slot in VISIBLE]
    events.append(SlotSet(SEARCH, state.to_json()))
    return [dict(event) for event in events]
