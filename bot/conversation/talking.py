"""Everything around the search: small talk, limits, distress, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import Finding
from bot.conversation.intents import SMALL_TALK
from bot.conversation.misunderstanding import Misunderstanding, asks_for_something, is_only_wishes
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.text import normalised

_WANTS_A_PERSON = re.compile(
    r"\b(?:talk|speak|spik|chat|pass|put|get|want|prefer|rather|like|reach)\b.*\b(?:person|human|somebody|someone|body|agent)\b"
    r"|^(?:a |real |actual )*(?:human|person|agent|operator)(?: please)?$"
)
_ASKS_WHO_MADE = re.compile(
    r"\bwh?[oa]e?(?:'s| is| has)? (?:made|built|created|designed|wrote|programmed|developed|owns|runs|running|pays|behind)\b"
    r"|\bwho do you work for\b|\bwhich company\b|\bhow were you made\b"
)
_OF_AN_OFFER = re.compile(r"\b(?:offers?|needs?|requests?|forms?|contact details|e-?mail(?: address)?|organisation)\b")


class Talking:
    """Answers that need no search, but where an unclear message turns out to ask for something."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding
        self._misunderstanding = Misunderstanding(desk)

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {
            **{intent: self._fixed(intent) for intent in SMALL_TALK},
            "bot_challenge": self.bot_challenge,
            "privacy": self.privacy,
            "feedback_bad": self.feedback_bad,
            "abuse": self.abuse,
            "affirm": self.affirm,
            "deny": self.deny,
            "start_over": self.start_over,
            "out_of_scope": self.out_of_scope,
            "safeguarding": self.safeguarding,
            "fallback": self.fallback,
        }

    def _fixed(self, key: str) -> Answer:
        return lambda message, state: Reply(self._desk.say(key), state.understood())

    def bot_challenge(self, message: str, state: ConversationState) -> Reply:
        """Say that a program answers, who made it, or which person can be asked instead."""
        text = normalised(message)
        if _WANTS_A_PERSON.search(text):
            person = self._misunderstanding.person(state)
            where = [] if state.wishes.place else [self._desk.say("reading_contact")]
            return Reply(self._desk.say("wants_a_person", person=person), state.understood(), suggestions=where)
        key = "who_made" if _ASKS_WHO_MADE.search(text) else "bot_challenge"
        return Reply(self._desk.say(key), state.understood())

    def privacy(self, message: str, state: ConversationState) -> Reply:
        """Say what is kept and for how long; more of offers and needs while one is being left, or where they are asked about."""
        lines = [self._desk.say("privacy", minutes=self._desk.minutes)]
        if state.draft or _OF_AN_OFFER.search(normalised(message)):
            lines.append(self._desk.say("privacy_of_offers", days=self._desk.days))
        link = self._misunderstanding.link("privacy_link", "/privacy")
        return Reply("\n".join(lines), state.understood(), links=[link])

    def feedback_bad(self, message: str, state: ConversationState) -> Reply:
        """Say sorry and ask what to change, with a way to change it."""
        return Reply(self._desk.say("feedback_bad"), state.understood(), suggestions=self._ways_on(state))

    def abuse(self, message: str, state: ConversationState) -> Reply:
        """Set a boundary calmly and offer help."""
        return Reply(self._desk.say("abuse"), state.understood(), suggestions=[self._desk.say("reading_help")])

    def affirm(self, message: str, state: ConversationState) -> Reply:
        """Carry on with what was offered: the guesses, the question asked back, the next step, or a first question."""
        if state.misunderstood:
            return Reply(self._desk.say("affirm_which"), state, suggestions=self._misunderstanding.guesses(state, ()))
        question = f"ask_{state.asked[-1]}" if state.asked else ""
        if question in self._desk.texts.entries:
            # Yes alone does not answer "Which age is it for?", so it is asked again.
            return Reply(self._desk.say(question), state.understood(), suggestions=self._ways_on(state))
        if state.text:
            return Reply(self._desk.say("affirm_after_answer"), state.understood(), suggestions=self._ways_on(state))
        return Reply(self._desk.say("affirm"), state.understood(), suggestions=[self._desk.say("reading_help")])

    def deny(self, message: str, state: ConversationState) -> Reply:
        """Ask for other words where guesses were wrong, what to change where an answer was, and else leave it at that."""
        if state.misunderstood:
            return self._misunderstanding.rephrase(state)
        if state.last:
            return Reply(self._desk.say("deny_after_answer"), state.understood(), suggestions=self._ways_on(state))
        return Reply(self._desk.say("deny"), state.understood())

    def start_over(self, message: str, state: ConversationState) -> Reply:
        """Forget the conversation, but for how many turns it has had."""
        return Reply(self._desk.say("start_over"), ConversationState(turn=state.turn))

    def out_of_scope(self, message: str, state: ConversationState) -> Reply:
        """Say what the bot is for, without any card; a place's name or an age alone changes the search instead."""
        if is_only_wishes(self._desk.understand(message)):
            return self._finding.refine(message, state)
        return Reply(self._desk.say("out_of_scope"), state.understood())

    def safeguarding(self, message: str, state: ConversationState) -> Reply:
        """Give help lines, and nothing else."""
        lines = self._desk.helplines.for_situations(self._desk.helplines.situations_in(message))
        return Reply(self._desk.say("safeguarding"), state.understood(), helplines=lines)

    def fallback(self, message: str, state: ConversationState) -> Reply:
        """Answer a message whose intent is unclear: search if it clearly asks for something, else guess what was meant."""
        said = self._desk.understand(message)
        if is_only_wishes(said):
            return self._finding.refine(message, state)
        if asks_for_something(said):
            return self._finding.find(message, state)
        return self._misunderstanding.unclear(state, ())

    def with_guesses(self, reply: Reply, readings: Sequence[str]) -> Reply:
        """Return the answer to an unclear message with better guesses, if it guesses.

        Args:
            reply: what ``fallback`` answered.
            readings: intents that the message may have, likeliest first.
        """
        if reply.intent != "fallback" or reply.state.misunderstood != 1:
            return reply
        better = self._misunderstanding.unclear(replace(reply.state, misunderstood=0), readings)
        return replace(reply, text=better.text, suggestions=better.suggestions)

    def _ways_on(self, state: ConversationState) -> list[str]:
        """Return what may be said to change a search."""
        if not state.text:
            return [self._desk.say("reading_help")]
        wider = [self._desk.say("suggest_anywhere")] if state.wishes.place else []
        return [*wider, self._desk.say("reading_more"), self._desk.say("reading_start_over")]
