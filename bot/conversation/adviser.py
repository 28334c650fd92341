"""The adviser: from an intent, a message and a state to a reply. No network, no clock, no disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import describing
from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import Finding
from bot.conversation.intents import ASKED_OF_ONE, BESIDE_THE_SEARCH
from bot.conversation.registering import Registering
from bot.conversation.reply import Reply
from bot.conversation.results import Results
from bot.conversation.state import ConversationState
from bot.conversation.talking import Talking
from knowledge.catalogue.resource import Resource

PARTS = (Finding, Results, Registering, Talking)
"""What the answers are divided into; an intent's answer is the method of its name, or a fixed text."""


class Adviser:
    """Answers messages: finds out whose answer is wanted and asks for it.

    Args:
        desk: what every answer needs.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        finding = Finding(desk)
        parts = (finding, Results(desk), Registering(desk, finding), Talking(desk, finding))
        self._answers: Mapping[str, Answer] = {intent: answer for part in parts for intent, answer in part.answers().items()}

    def answer(self, intent: str, message: str, state: ConversationState) -> Reply:
        """Answer one message.

        Args:
            intent: what the message was taken for: one of ``intents.INTENTS``.
            message: as typed.
            state: what the conversation remembers.
        """
        state = replace(state, turn=state.turn + 1)
        return self._answers[self._meant(intent, message)](message, state)

    def _meant(self, intent: str, message: str) -> str:
        """Return the intent, corrected by what only the catalogue and the words themselves can tell."""
        if self._desk.helplines.situations_in(message):
            return "safeguarding"
        if intent in BESIDE_THE_SEARCH and self._desk.understand(message).resources:
            # Whoever types the name of an entry means that entry.
            intent = "find"
        if intent in ASKED_OF_ONE and self._speaks_of_one(message):
            return "details"
        return intent

    def _speaks_of_one(self, message: str) -> bool:
        """Return whether a message names one entry and asks for one fact about it."""
        said = self._desk.understand(message)
        return len(self._desk.ids_named(said)) == 1 and not said.wishes.topic and describing.asks_one_thing(message)

    def resource(self, resource_id: str) -> Resource | None:
        """Return an entry by its id, or by an id retired in its favour."""
        return self._desk.resource(resource_id)
