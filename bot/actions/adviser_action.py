"""The action of every intent: read the state, ask the adviser, say it, remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.slots import LEAVING, form_of, latest_state, loop_events, slots_from_state
from bot.submissions.carrying_out import Submissions
from bot.submissions.forms import KINDS

if TYPE_CHECKING:
    from bot.chat.memory import ConversationMemory
    from bot.conversation import ConversationState, Reply
    from bot.feedback import Ledger
    from bot.live_index import LiveIndex


class AdviserAction(Action):
    """Answers one intent.

    Args:
        intent: which one; the action is called ``action_<intent>``.
        index: the index in service.
        memory: the finder's own memory, which has gone on by itself if Rasa was away.
        ledger: gives answers that may be rated their tokens; None where nothing can be rated.
        submissions: stores and withdraws offers and needs.
    """

    def __init__(
        self,
        intent: str,
        index: LiveIndex,
        memory: ConversationMemory,
        ledger: Ledger | None = None,
        submissions: Submissions | None = None,
    ) -> None:
        self._intent = intent
        self._index = index
        self._memory = memory
        self._ledger = ledger
        self._submissions = submissions or Submissions()

    def name(self) -> str:
        """Return the action's name, as the domain has it."""
        return f"action_{self._intent}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer the latest message (called by the executor)."""
        message = str(tracker.latest_message.get("text") or "")
        state, adviser = latest_state(tracker, self._memory), self._index.adviser
        # Rasa's form has seen the message before, unless Rasa lost it: then the form goes on from the finder's memory.
        form_is_lost = form_of(state) not in {"", tracker.active_loop_name}
        taken = adviser.take(self._intent, message, state) if form_is_lost else None
        if taken is not None and form_of(taken):
            # Rasa's form, which is opened again below, asks the next question.
            self._memory.keep(tracker.sender_id, taken)
            return [*slots_from_state(taken, tracker.slots), *loop_events(tracker, taken)]
        reply = self.answered(message, state, tracker) if taken is None else adviser.ask(taken)
        reply = await self._submissions.carried_out(reply)
        self._memory.keep(tracker.sender_id, reply.state)
        stamped = self._ledger.message(message, state, reply) if self._ledger else reply.message()
        dispatcher.utter_message(json_message=stamped)
        for other in reply.also:
            dispatcher.utter_message(json_message=other.message())
        return [*slots_from_state(reply.state, tracker.slots), *self._forms(tracker, reply.state)]

    def answered(self, message: str, state: ConversationState, tracker: Tracker) -> Reply:
        """Return the adviser's answer."""
        return self._index.adviser.answer(self._intent, message, state)

    def _forms(self, tracker: Tracker, state: ConversationState) -> list[dict[str, Any]]:
        """Return the events that begin or end a form: a rule begins the one that was asked for, else the events do."""
        if self._intent not in KINDS:
            return loop_events(tracker, state)
        begun = form_of(state) if not tracker.active_loop_name else ""
        if begun and not begun.startswith(self._intent):
            return [dict(SlotSet(LEAVING, None)), *loop_events(tracker, state)]
        return [dict(SlotSet(LEAVING, self._intent if begun else None))]
