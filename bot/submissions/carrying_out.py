"""Do what a reply asks for beyond words: store an offer or a need, or withdraw one. Only here are clock, chance and disk."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.conversation.reply import Reply
from bot.storage import StorageError
from bot.submissions.draft import Draft
from bot.submissions.filling import Filling
from bot.submissions.forms import Forms
from bot.submissions.matching import Match, Nearness, matches
from bot.submissions.references import new_reference
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission, made_from
from bot.texts import Texts
from knowledge.understanding import Understander

LOG = logging.getLogger(__name__)


class Submissions:
    """Carries out what replies ask for; Rasa's actions and the gateway without Rasa share it.

    Args:
        store: where offers and needs are kept; None where nothing can be stored, which visitors are then told.
        days: how long they are kept.
        texts: the bot's words.
        now: the clock.
        notify: writes a mail about what was stored; returns the address that gets it, or nothing.
    """

    def __init__(
        self,
        store: SubmissionStore | None = None,
        days: int = 365,
        texts: Texts | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        notify: Callable[[Submission], str] = lambda _: "",
    ) -> None:
        self._store = store
        self._days = days
        self._texts = texts or Texts.default()
        self._now = now
        self._notify = notify
        self._understand = Understander.default().understand
        self._filling = Filling(Forms.default(), self._texts, self._understand, days)

    async def carried_out(self, reply: Reply) -> Reply:
        """Return the reply with what it asked for done, and said; a reply that asks for nothing is returned as it is.

        Faults of the store are said in the reply, never raised: the visitor is told plainly that nothing was stored.
        """
        if reply.submit is None and not reply.withdraw:
            return reply
        # Waiting for the disk, or for another process, must not hold up other visitors.
        return await asyncio.to_thread(self._carried_out, reply)

    def _carried_out(self, reply: Reply) -> Reply:
        return self._stored(reply, reply.submit) if reply.submit is not None else self._withdrawn(reply)

    def _stored(self, reply: Reply, draft: Draft) -> Reply:
        now = self._now()
        submission = made_from(
            draft,
            new_reference(draft.kind),
            self._filling.consent_wording(draft.kind),
            (now, now + timedelta(days=self._days)),
            self._understand,
        )
        try:
            self._open_store().save(submission)
        except StorageError as error:
            # What the visitor wrote stays out of the log.
            LOG.error("A submission was not stored: %s", error)
            open_again = replace(draft, ended="", note="")
            return replace(
                reply,
                text=self._texts.say("form_not_stored"),
                state=replace(reply.state, draft=open_again.to_json()),
                suggestions=self._filling.suggestions(open_again),
                submit=None,
            )
        address = self._notify(submission)
        lines = [
            self._texts.say(f"form_sent_{draft.kind}", reference=submission.reference),
            *([self._texts.say("form_mailed", address=address)] if address else []),
            self._matches(submission, now),
            self._texts.say("form_withdrawal", reference=submission.reference, until=self._texts.day(submission.expires_at)),
        ]
        return replace(reply, text="\n".join(lines), reference=submission.reference, submit=None)

    def _matches(self, submission: Submission, now: datetime) -> str:
        """Return how many of the other kind may fit, in words."""
        other = "offer" if submission.kind == "need" else "need"
        try:
            store = self._open_store()
            store.delete_expired(now)
            found = matches(submission, store.active(other, now), self._texts)
        except StorageError as error:
            LOG.error("What matches a submission could not be counted: %s", error)
            return self._texts.say("form_matches_unknown")
        if not found:
            return self._texts.say(f"form_matches_none_{submission.kind}")
        return self._texts.say(f"form_matches_{submission.kind}", counts=self._counts(submission, found))

    def _counts(self, submission: Submission, found: list[Match]) -> str:
        counted = Counter(match.nearness for match in found)
        keys = {
            Nearness.SAME_AREA: "form_count_here",
            Nearness.SAME_REGION: "form_count_region",
            Nearness.NATIONAL: "form_count_national",
        }
        where = self._texts.listed(submission.areas)
        return ", ".join(
            self._texts.say(key, number=counted[nearness], where=where) for nearness, key in keys.items() if counted[nearness]
        )

    def _withdrawn(self, reply: Reply) -> Reply:
        try:
            key = "withdraw_done" if self._open_store().withdraw(reply.withdraw) else "withdraw_nothing"
        except StorageError as error:
            LOG.error("A submission was not withdrawn: %s", error)
            key = "withdraw_failed"
        return replace(reply, text=self._texts.say(key, reference=reply.withdraw), withdraw="")

    def _open_store(self) -> SubmissionStore:
        if self._store is None:
            raise StorageError("This site stores no offers and needs.")
        return self._store
