"""The adviser: from an intent, a message and a state to a reply. No network, no clock, no disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation import describing, following, questions
from bot.conversation.desk import Answer, Desk
from bot.conversation.engaging import Engaging
from bot.conversation.finding import Finding
from bot.conversation.hub import Hub
from bot.conversation.intents import ASKED_OF_ONE, BESIDE_THE_SEARCH, GREETINGS, LEFT_ALONE, OF_A_ROUTE
from bot.conversation.misunderstanding import is_gibberish
from bot.conversation.registering import Registering
from bot.conversation.reply import Reply
from bot.conversation.results import Results
from bot.conversation.routes import Routes
from bot.conversation.shortlist import Shortlist
from bot.conversation.state import ConversationState
from bot.conversation.talking import Talking
from bot.submissions.draft import Draft
from knowledge.catalogue.resource import Resource

PARTS = (Finding, Results, Shortlist, Routes, Engaging, Registering, Talking)
"""What the answers are divided into; an intent's answer is the method of its name, or a fixed text."""


class Adviser:
    """Answers messages: finds out whose answer is wanted and asks for it.

    Args:
        desk: what every answer needs.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        finding = self._finding = Finding(desk)
        self._routes, engaging = Routes(desk, finding), Engaging(desk, finding)
        # What a task adds to its results changes with them.
        self._refining: Mapping[str, Answer] = {"pathway": self._routes.refine, "employer_engage": engaging.refine}
        self._registering = Registering(desk, finding)
        self._results, self._shortlist = Results(desk), Shortlist(desk)
        self._talking, self._hub = Talking(desk, finding), Hub(desk)
        parts = (finding, self._results, self._shortlist, self._routes, engaging, self._registering, self._talking)
        self._answers: Mapping[str, Answer] = {intent: answer for part in parts for intent, answer in part.answers().items()}

    def answer(self, intent: str, message: str, state: ConversationState) -> Reply:
        """Answer one message.

        Args:
            intent: what the message was taken for: one of ``intents.INTENTS``.
            message: as typed.
            state: what the conversation remembers.
        """
        state = replace(state, turn=state.turn + 1)
        if self._desk.helplines.situations_in(message):
            return self._answer_one(intent, message, state)
        first, *others = questions.parts_of(intent, message, state, self._desk)
        reply = self._answer_one(first.intent, first.message, state)
        for part in others:
            # At most one thing is asked back, at the end of all that was found.
            asked = reply.state.asked[:-1] if reply.question else reply.state.asked
            reply = reply.unasking(asked)
            other = self._answer_one(part.intent, part.message, reply.state)
            if {card.id for card in other.cards} <= {card.id for card in reply.cards}:
                # "... and who do I contact?": the cards are there already.
                other = replace(other, cards=[])
            reply = replace(reply, state=other.state, also=(*reply.also, other))
        return reply

    def unclear(self, message: str, state: ConversationState, readings: Sequence[str]) -> Reply:
        """Answer a message whose intent is unclear; ``readings`` are the intents it may have, likeliest first."""
        return self._talking.with_guesses(self.answer("fallback", message, state), readings)

    def _answer_one(self, intent: str, message: str, state: ConversationState) -> Reply:
        """Answer one question."""
        meant = self._meant(intent, message, state)
        if meant in OF_A_ROUTE and self._routes.goes_on(message, state):
            meant = "pathway"
        page = self._hub.page(meant, message, state)
        if page is not None:
            return page
        answer = self._refining.get(state.task, self._answers["refine"]) if meant == "refine" else self._answers[meant]
        reply = self._hub.with_counts(meant, message, answer(message, state))
        draft = Draft.from_json(state.draft)
        if draft and draft.is_open and reply.state.draft is None and meant != "start_over":
            # A form waits while something else is asked, whatever that makes of the rest of the state.
            reply = replace(reply, state=replace(reply.state, draft=state.draft))
        if meant == "safeguarding":
            # Nobody in distress is asked for a contact next.
            reply = replace(reply, state=self._registering.pause(reply.state))
        return reply if reply.intent else replace(reply, intent=meant)

    def turn(self, intent: str, message: str, state: ConversationState) -> list[Reply]:
        """Answer one message where Rasa is away: by the form that is open, else with the answer and then its question."""
        taken = self.take(intent, message, state)
        if taken is not None:
            return [self.ask(taken)]
        reply = self.answer(intent, message, state)
        return [reply, *reply.also, *([self.ask(reply.state)] if self.waits(reply) else [])]

    def take(self, intent: str, message: str, state: ConversationState) -> ConversationState | None:
        """Return the state after an open form has taken a message; None where none is open, or it was not meant for the form."""
        distress = self._desk.helplines.situations_in(message)
        return self._registering.take("safeguarding" if distress else intent, message, state)

    def ask(self, state: ConversationState) -> Reply:
        """Say what comes next in the form that is open."""
        return self._registering.ask(state)

    def waits(self, reply: Reply) -> bool:
        """Return whether a form is open that is to be asked again after a reply."""
        draft = Draft.from_json(reply.state.draft)
        return draft is not None and draft.is_open

    def _meant(self, intent: str, message: str, state: ConversationState) -> str:
        """Return the intent, corrected by what only the catalogue and the words themselves can tell."""
        if self._desk.helplines.situations_in(message):
            return "safeguarding"
        by_the_forms = self._registering.meant(intent, message, state)
        if by_the_forms != intent:
            return by_the_forms
        if self._shortlist.is_meant(message, state):
            return "shortlist"
        if intent not in LEFT_ALONE and self._results.compares(message, state):
            return "compare"
        if intent not in LEFT_ALONE and self._results.speaks_of_shown(message, state):
            return "details"
        if intent in BESIDE_THE_SEARCH and self._results.asks_contact(message, state):
            return "contact"
        if intent not in {*LEFT_ALONE, *GREETINGS} and is_gibberish(self._desk.understand(message)):
            return "fallback"
        if intent in ASKED_OF_ONE and questions.asks_two_of_one(message, state, self._desk):
            return "details"
        if intent == "details" and self._results.asks_of_something_else(message, state):
            intent = "find"
        goes_on = following.meant(intent, message, state, self._desk)
        if goes_on != intent:
            return goes_on
        if intent in BESIDE_THE_SEARCH and self._desk.understand(message).resources:
            # Whoever types the name of an entry means that entry.
            intent = "find"
        if intent in ASKED_OF_ONE and self._speaks_of_one(message):
            return "details"
        return "fallback" if intent == "refine" and self._finding.is_lost(message, state) else intent

    def _speaks_of_one(self, message: str) -> bool:
        """Return whether a message names one entry and asks for one fact about it."""
        said = self._desk.understand(message)
        return len(self._desk.ids_named(said)) == 1 and not said.wishes.topic and describing.asks_one_thing(message)

    def resource(self, resource_id: str) -> Resource | None:
        """Return an entry by its id, or by an id retired in its favour."""
        return self._desk.resource(resource_id)
