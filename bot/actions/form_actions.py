"""The actions of Rasa's forms: they hand the message to the engine of bot.submissions and say what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.actions.slots import form_of, latest_state, loop_events, slot_of, slots_from_draft, slots_from_state

if TYPE_CHECKING:
    from bot.chat.memory import ConversationMemory
    from bot.live_index import LiveIndex
    from bot.submissions.carrying_out import Submissions

Events = list[dict[str, Any]]
RASAS_OWN = frozenset({"action_listen", "action_extract_slots", "action_session_start"})


class ValidateForm(Action):
    """``validate_<kind>_form``: what the message does to the draft. Not meant for the form: Rasa's rules answer it instead."""

    def __init__(self, kind: str, index: LiveIndex, memory: ConversationMemory) -> None:
        self._form = f"{kind}_form"
        self._index = index
        self._memory = memory

    def name(self) -> str:
        """Return the action's name, as the domain has it."""
        return f"validate_{self._form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Take the latest message (called by the executor).

        Raises:
            ActionExecutionRejection: the message was meant for somebody else.
        """
        state = latest_state(tracker, self._memory)
        if _is_answered(tracker):
            return slots_from_draft(state, tracker.slots)
        intent = str((tracker.latest_message.get("intent") or {}).get("name") or "fallback")
        taken = self._index.adviser.take(intent, str(tracker.latest_message.get("text") or ""), state)
        if taken is None:
            raise ActionExecutionRejection(self._form)
        self._memory.keep(tracker.sender_id, taken)
        # Told anew each time: the tracker keeps the latest events only, and Rasa's rules look for this one among them.
        return [dict(ActiveLoop(self._form)), *slots_from_state(taken, tracker.slots), *slots_from_draft(taken, tracker.slots)]


class AskQuestion(Action):
    """``action_ask_draft_<question>``: says the next question of the open form, or the summary."""

    def __init__(self, question: str, index: LiveIndex, memory: ConversationMemory) -> None:
        self._question = question
        self._index = index
        self._memory = memory

    def name(self) -> str:
        """Return the action's name, as Rasa's forms look for it."""
        return f"action_ask_{slot_of(self._question)}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask (called by the executor)."""
        state = latest_state(tracker, self._memory)
        if not form_of(state):
            # Both memories have lost the draft: the form ends, and says nothing that is not so.
            return loop_events(tracker, state)
        reply = self._index.adviser.ask(state)
        self._memory.keep(tracker.sender_id, reply.state)
        dispatcher.utter_message(json_message=reply.message())
        return slots_from_state(reply.state, tracker.slots)


class SubmitForm(Action):
    """``action_submit_<kind>``: the end of a form; what got consent is stored, and on the disk before its number is said."""

    def __init__(self, kind: str, index: LiveIndex, memory: ConversationMemory, submissions: Submissions) -> None:
        self._kind = kind
        self._index = index
        self._memory = memory
        self._submissions = submissions

    def name(self) -> str:
        """Return the action's name, as the domain has it."""
        return f"action_submit_{self._kind}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """End the form (called by the executor)."""
        reply = await self._submissions.carried_out(self._index.adviser.ask(latest_state(tracker, self._memory)))
        self._memory.keep(tracker.sender_id, reply.state)
        dispatcher.utter_message(json_message=reply.message())
        # Where it could not be stored the form is open still, and asks again.
        return [
            *slots_from_state(reply.state, tracker.slots),
            *(loop_events(tracker, reply.state) or slots_from_draft(reply.state, tracker.slots)),
        ]


def _is_answered(tracker: Tracker) -> bool:
    """Return whether an action has answered the latest message already, so that the form is only come back to."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and str(event.get("name")).startswith("action_") and event["name"] not in RASAS_OWN:
            return True
    return False
