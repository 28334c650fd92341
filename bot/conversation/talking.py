"""Everything around the search: small talk, limits, distress, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import Finding
from bot.conversation.intents import SMALL_TALK
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.understanding import Wishes


class Talking:
    """Answers that need no search, but where an unclear message turns out to ask for something."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {
            **{intent: self._fixed(intent) for intent in SMALL_TALK},
            "start_over": self.start_over,
            "out_of_scope": self.out_of_scope,
            "safeguarding": self.safeguarding,
            "fallback": self.fallback,
        }

    def _fixed(self, key: str) -> Answer:
        return lambda message, state: Reply(self._desk.say(key, minutes=self._desk.minutes), state.understood())

    def start_over(self, message: str, state: ConversationState) -> Reply:
        """Forget the conversation, but for how many turns it has had."""
        return Reply(self._desk.say("start_over"), ConversationState(turn=state.turn))

    def out_of_scope(self, message: str, state: ConversationState) -> Reply:
        """Say what the bot is for, without any card."""
        return Reply(self._desk.say("out_of_scope"), state.understood())

    def safeguarding(self, message: str, state: ConversationState) -> Reply:
        """Give help lines, and nothing else."""
        lines = self._desk.helplines.for_situations(self._desk.helplines.situations_in(message))
        return Reply(self._desk.say("safeguarding"), state.understood(), helplines=lines)

    def fallback(self, message: str, state: ConversationState) -> Reply:
        """Answer a message whose intent is unclear: search if it clearly asks for something, else ask to rephrase."""
        said = self._desk.understand(message)
        if said.resources or _substance(said.wishes) >= 1:
            return self._finding.find(message, state)
        after = replace(state, misunderstood=state.misunderstood + 1)
        return Reply(self._desk.say("not_understood"), after)


def _substance(wishes: Wishes) -> int:
    """Return how many facets say what is looked for."""
    return sum(bool(values) for values in (wishes.topic, wishes.kind, wishes.delivery))
