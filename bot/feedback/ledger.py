"""Which answers may be rated: each gets a token, remembered in memory alone. What goes to the curators is scrubbed first."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from bot.conversation import ConversationState, Reply
from bot.conversation.intents import UNCLEAR
from bot.feedback.scrubbing import Scrubber
from bot.feedback.store import Question, QuestionStore, Why
from bot.storage import StorageError

LOG = logging.getLogger(__name__)
MOST = 30_000
"""How many answers can be rated at once; the oldest can no longer."""
LONGEST_REASON = 500
"""Characters of a reason that are read."""
NEVER_RATED = frozenset(
    {"greet", "goodbye", "thanks", "help", "bot_challenge", "privacy", "feedback_good", "feedback_bad", "start_over"}
    | {"safeguarding", "abuse"}
)
"""Messages that answer no question, and those that are nobody's business."""
Rating = Literal["up", "down"]


@dataclass
class _Answered:
    """An answer that may be rated, and the vote it got."""

    since: float
    question: str
    task: str
    state: ConversationState
    cards: tuple[str, ...]
    vote: Rating | None = None
    stored: tuple[int, int | None] | None = None


class Ledger:
    """Gives answers their tokens and takes ratings.

    Args:
        store: where questions for curators go.
        scrubber: gives the scrubber over the catalogue in service.
        minutes: how long an answer can be rated: as long as a conversation is remembered.
        most: how many answers can be rated at once.
        clock: seconds, ever growing.
    """

    def __init__(
        self,
        store: QuestionStore,
        scrubber: Callable[[], Scrubber],
        minutes: float,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._scrubber = scrubber
        self._seconds = minutes * 60
        self._most = most
        self._clock = clock
        self._answers: OrderedDict[str, _Answered] = OrderedDict()
        # One thread: the disk is slow, and votes on one answer must come one after the other.
        self._writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feedback")

    def message(self, question: str, before: ConversationState, reply: Reply) -> dict[str, Any]:
        """Return the message of the public API with its token, and note for curators a question that found no answer.

        Args:
            question: as typed; kept in memory as long as the answer can be rated.
            before: the state before the answer.
            reply: the answer.
        """
        message = reply.message()
        if not can_be_rated(before, reply):
            return message
        cards = tuple(card.id for each in (reply, *reply.also) for card in each.cards)
        answered = _Answered(self._clock(), question, reply.intent or UNCLEAR, reply.state, cards)
        for why in [why for each in (reply, *reply.also) if (why := why_noted(each))][:1]:
            self._writing.submit(self._note, why, answered)
        token = secrets.token_urlsafe(18)
        self._answers[token] = answered
        self._forget()
        return {**message, "feedback": token}

    async def rate(self, token: str, rating: Rating, reason: str = "") -> bool:
        """Take a rating; a second one of the same answer replaces the first. Return False where the token is unknown or too old.

        Raises:
            StorageError: it could not be stored.
        """
        self._forget()
        answered = self._answers.get(token)
        if answered is None:
            return False
        await asyncio.get_running_loop().run_in_executor(self._writing, self._vote, answered, rating, reason)
        return True

    def close(self) -> None:
        """Finish what is being written."""
        self._writing.shutdown(wait=True)

    @property
    def remembered(self) -> int:
        """How many answers can be rated now."""
        return len(self._answers)

    def _vote(self, answered: _Answered, rating: Rating, reason: str) -> None:
        if answered.stored is not None:
            self._store.take_back(*answered.stored)
            answered.stored = None
        if rating == "down":
            question = self._for_curators("badly-rated", answered)
            answered.stored = self._store.add(question, self._scrubber().scrubbed(reason[:LONGEST_REASON]))
        if rating != answered.vote:
            change = 1 if rating == "up" else -1
            first = answered.vote is None
            self._store.count(answered.task, change if not first else max(change, 0), -change if not first else max(-change, 0))
        answered.vote = rating

    def _note(self, why: Why, answered: _Answered) -> None:
        if answered.task == UNCLEAR and not self._scrubber().recognises(answered.question):
            return
        try:
            self._store.add(self._for_curators(why, answered))
        except StorageError as error:
            LOG.error("A question without an answer could not be noted: %s", error)

    def _for_curators(self, why: Why, answered: _Answered) -> Question:
        wishes = answered.state.wishes.to_json()
        # The asker's own words for a place may be a postcode.
        wishes.pop("place_label", None)
        text = self._scrubber().scrubbed(answered.question)
        return Question(why, text, answered.task, ", ".join(answered.state.wishes.place), wishes, answered.cards)

    def _forget(self) -> None:
        now = self._clock()
        while self._answers:
            oldest = next(iter(self._answers.values()))
            if now - oldest.since <= self._seconds and len(self._answers) <= self._most:
                return
            self._answers.popitem(last=False)


def can_be_rated(before: ConversationState, reply: Reply) -> bool:
    """Return whether an answer may be rated and its question stored.

    Nothing is that was said in distress, in anger or inside the form of an offer or a need.
    """
    in_form = bool(before.draft or reply.state.draft or reply.form or reply.reference)
    return not (in_form or reply.helplines or reply.intent in NEVER_RATED)


def why_noted(reply: Reply) -> Why | None:
    """Return why a question is noted without anybody's rating, or None where it was answered."""
    if reply.gap is None:
        # Not understood at all: of use to curators where it speaks of something they know.
        return "unanswered" if reply.intent in {"", UNCLEAR} and not reply.cards else None
    return "relaxed" if reply.cards else "unanswered"
