"""What the pages for employers and schools share: the store, the mail, the forms' tokens; and sending and withdrawing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.mail import Notices, Outbox
from bot.storage import Database, StorageError
from bot.submissions.draft import Draft
from bot.submissions.filling import Filling
from bot.submissions.forms import Forms
from bot.submissions.matching import Match, matches
from bot.submissions.references import reference_from
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission, made_from
from bot.texts import Texts
from bot.web.portal_guard import FormTokens
from bot.web.rate_limit import RateLimit
from knowledge.settings import Settings
from knowledge.understanding import Understander

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """What became of a form that was sent.

    Attributes:
        submission: as it is stored.
        found: what of the other kind may fit; None where that could not be told.
        mailed: whether a mail to its contact is sent, now.
    """

    submission: Submission
    found: list[Match] | None
    mailed: bool


@dataclass(frozen=True)
class Portal:
    """Everything behind the forms. Its methods wait for the disk: call them in a thread.

    Attributes:
        store: of offers and needs, the same as the chat's.
        outbox: of mail.
        notices: writes mail.
        tokens: of the forms.
        limit: how many forms one address may send.
        filling: the chat's forms, for the words of consent.
        days: how long what is left is kept.
        texts: the words of the site.
        now: the clock.
    """

    store: SubmissionStore
    outbox: Outbox
    notices: Notices
    tokens: FormTokens
    limit: RateLimit
    filling: Filling
    days: int
    texts: Texts
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    @classmethod
    def by_settings(cls, settings: Settings, texts: Texts) -> Portal:
        """Return the portal of a site; nothing is opened before it is needed."""
        outbox = Outbox(settings.outbox_folder)
        understand = Understander.default().understand
        return cls(
            store=SubmissionStore(Database(settings.store_path), outbox.forget),
            outbox=outbox,
            notices=Notices.by_settings(settings, outbox),
            tokens=FormTokens(settings.form_secret.get_secret_value()),
            limit=RateLimit(settings.submissions_per_minute),
            filling=Filling(Forms.default(), texts, understand, settings.submission_days),
            days=settings.submission_days,
            texts=texts,
        )

    def send(self, draft: Draft, token: str) -> Sent:
        """Store what consent was given to. The same form sent again, as by a double click, gives what was stored before.

        Raises:
            StorageError: it was not stored.
        """
        answers = sorted((name, answer.text, answer.values) for name, answer in draft.answers.items())
        reference = reference_from(draft.kind, f"{token}\n{answers!r}")
        stored, mailed = self.store.get(reference), False
        if stored is None:
            now = self.now()
            times = (now, now + timedelta(days=self.days))
            understand = Understander.default().understand
            stored = made_from(draft, reference, self.filling.consent_wording(draft.kind), times, understand)
            try:
                self.store.save(stored)
            except StorageError:
                # Its twin may have been quicker by a moment.
                twin = self.store.get(reference)
                if twin is None:
                    raise
                return Sent(twin, self.matching(twin), False)
            mailed = bool(self.notices.left(stored))
        return Sent(stored, self.matching(stored), mailed)

    def matching(self, submission: Submission) -> list[Match] | None:
        """Return what of the other kind may fit; None where that cannot be told just now."""
        other = "offer" if submission.kind == "need" else "need"
        try:
            return matches(submission, self.store.active(other, self.now()), self.texts)
        except StorageError as error:
            LOG.error("What matches a submission could not be told: %s", error)
            return None
