"""Rasa's own names for the stages of a two-stage fallback, answered by the adviser with the intents that came nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.adviser_action import AdviserAction
from bot.conversation.intents import NLU_FALLBACK

if TYPE_CHECKING:
    from bot.conversation import ConversationState, Reply

STAGES = {
    "action_default_ask_affirmation": "fallback",
    "action_default_ask_rephrase": "deny",
    "action_default_fallback": "fallback",
    "action_deny": "deny",
}
"""Each action with the intent that it answers; docs/decisions/0010-two-stage-fallback.md tells which rule runs it."""


class FallbackAction(AdviserAction):
    """One stage: Rasa decides which by its rules, the adviser says it.

    Args:
        stage: one of ``STAGES``.
        services: as of ``AdviserAction``.
    """

    def __init__(self, stage: str, *services: Any) -> None:
        super().__init__(STAGES[stage], *services)
        self._stage = stage

    def name(self) -> str:
        """Return the action's name, one of Rasa's default actions that is replaced here."""
        return self._stage

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer the latest message (called by the executor), and end the turn unless a form goes on.

        The rules go by a slot that this turn changes. Where the finder's memory went on without Rasa, it changes to what no
        rule expects; Rasa would then fall back a second time in the same turn.
        """
        events = await super().run(dispatcher, tracker, domain)
        in_a_form = tracker.active_loop_name or any(event["event"] == "active_loop" for event in events)
        return events if in_a_form else [*events, dict(FollowupAction("action_listen"))]

    def answered(self, message: str, state: ConversationState, tracker: Tracker) -> Reply:
        """Return the answer to an unclear message, with the likeliest readings as guesses."""
        if self._intent != "fallback":
            return super().answered(message, state, tracker)
        ranking = tracker.latest_message.get("intent_ranking") or []
        readings = [str(each["name"]) for each in ranking if each.get("name") != NLU_FALLBACK]
        return self._index.adviser.unclear(message, state, readings)
