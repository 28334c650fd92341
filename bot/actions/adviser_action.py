"""The action of every intent: read the state, ask the adviser, say it, remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.slots import slots_from_state, state_from_slots

if TYPE_CHECKING:
    from bot.chat.memory import ConversationMemory
    from bot.live_index import LiveIndex


class AdviserAction(Action):
    """Answers one intent.

    Args:
        intent: which one; the action is called ``action_<intent>``.
        index: the index in service.
        memory: the finder's own memory, which has gone on by itself if Rasa was away.
    """

    def __init__(self, intent: str, index: LiveIndex, memory: ConversationMemory) -> None:
        self._intent = intent
        self._index = index
        self._memory = memory

    def name(self) -> str:
        """Return the action's name, as the domain has it."""
        return f"action_{self._intent}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer the latest message (called by the executor)."""
        message = str(tracker.latest_message.get("text") or "")
        in_slots, in_memory = state_from_slots(tracker.slots), self._memory.state(tracker.sender_id)
        # Rasa loses its slots when it dies; the finder's memory loses nothing then, and went on meanwhile.
        state = in_slots if in_slots.turn > in_memory.turn else in_memory
        reply = self._index.adviser.answer(self._intent, message, state)
        self._memory.keep(tracker.sender_id, reply.state)
        dispatcher.utter_message(json_message=reply.message())
        return slots_from_state(reply.state)
