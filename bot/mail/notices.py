"""Mails about an offer or a need: to the contact that was left, and to those who look after the site."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.mail.message import MailError, compose, mail_address
from bot.mail.outbox import Outbox
from bot.submissions.submission import Submission
from bot.texts import Texts
from knowledge.errors import SettingsError
from knowledge.settings import Settings

LOG = logging.getLogger(__name__)
SENDER_OF_FILES = "STEM resource finder <no-reply@localhost>"
"""Stands in mails that nobody sends."""
MOST_A_DAY = 3
"""Mails to one address: nobody can make the site pester somebody."""
_REMEMBERED = 10_000


class Notices:
    """Writes mails into an outbox. They hold no word that a visitor typed: nobody can send their own text through the site.

    Args:
        outbox: where mails are put.
        sender: their From.
        curators: an address to tell of everything left; empty for none.
        public_url: of the site, for the link; the request's own host is never trusted for it.
        now: the clock.
        texts: the words.
        are_sent: whether a server takes what is in the outbox: nobody is promised a mail that stays in a folder.
    """

    def __init__(
        self,
        outbox: Outbox,
        sender: str = SENDER_OF_FILES,
        curators: str = "",
        public_url: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        texts: Texts | None = None,
        are_sent: bool = True,
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._curators = curators
        self._site = public_url.rstrip("/")
        self._now = now
        self._texts = texts or Texts.default()
        self._are_sent = are_sent
        self._written: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def by_settings(cls, settings: Settings, outbox: Outbox) -> Notices:
        """Return notices as the settings want them.

        Raises:
            SettingsError: mail is to be sent, but the settings do not say by whom.
        """
        if settings.smtp_host and "@" not in settings.mail_sender:
            raise SettingsError(
                "STEMFINDER_SMTP_HOST is set but STEMFINDER_MAIL_SENDER is not.", "Set the address that mail comes from."
            )
        texts = Texts.of(settings.language)
        return cls(
            outbox,
            settings.mail_sender or SENDER_OF_FILES,
            settings.mail_curators,
            settings.public_url,
            texts=texts,
            are_sent=bool(settings.smtp_host),
        )

    def left(self, submission: Submission) -> str:
        """Write to the contact and to the curators; return the address that is sent a mail, empty where none is.

        A fault is logged, not raised.
        """
        values = {
            "reference": submission.reference,
            "until": self._texts.day(submission.expires_at),
            "desk": f"{self._site}/desk/submissions/{submission.reference}"
            if self._site
            else self._texts.say("portal_mail_desk_page", reference=submission.reference),
            "withdraw": f"{self._site}/withdraw" if self._site else self._texts.say("portal_mail_withdraw_page"),
        }
        if self._curators:
            self._write(self._curators, f"portal_mail_curators_{submission.kind}", values)
        recipient = mail_address(submission.contact)
        if not recipient or not self._may_write(recipient):
            return ""
        written = self._write(recipient, f"portal_mail_left_{submission.kind}", values)
        return recipient if written and self._are_sent else ""

    def _may_write(self, recipient: str) -> bool:
        now = self._now()
        with self._lock:
            recent = [each for each in self._written.pop(recipient.lower(), []) if now - each < timedelta(days=1)]
            allowed = len(recent) < MOST_A_DAY
            self._written[recipient.lower()] = [*recent, now] if allowed else recent
            while len(self._written) > _REMEMBERED:
                self._written.popitem(last=False)
        return allowed

    def _write(self, recipient: str, key: str, values: dict[str, str]) -> bool:
        subject, body = self._texts.say(f"{key}_subject", **values), self._texts.say(key, **values)
        try:
            self._outbox.put(compose(self._sender, recipient, subject, body, self._now()), about=values["reference"])
        except MailError as error:
            LOG.error("A mail was not written: %s", error)
            return False
        return True
