"""Compose one mail. Whatever comes from a visitor is checked here, so that nothing can add a header or a recipient."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from bot.submissions.checks import EMAIL
from knowledge.errors import StemFinderError

LONGEST_ADDRESS = 254
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class MailError(StemFinderError):
    """A mail that cannot be composed, kept or delivered."""


def mail_address(contact: str) -> str:
    """Return the first e-mail address of a contact; empty where there is none."""
    found = EMAIL.search(contact)
    return found.group().strip(".") if found and len(found.group()) <= LONGEST_ADDRESS else ""


def compose(sender: str, recipient: str, subject: str, body: str, written: datetime) -> EmailMessage:
    """Return a mail in plain text.

    Args:
        sender: an address, with a name before it if wished.
        recipient: one bare address.
        subject: one line; line breaks in it become spaces.
        body: the text.
        written: when.

    Raises:
        MailError: the sender or the recipient is no mail address.
    """
    if not EMAIL.fullmatch(recipient) or len(recipient) > LONGEST_ADDRESS:
        raise MailError("The recipient of a mail is no e-mail address.", "Give one bare address, such as office@example.org.")
    address = parseaddr(sender)[1]
    if _CONTROL.search(sender) or "@" not in address:
        raise MailError(
            "The sender of mail is no e-mail address.", "Set STEMFINDER_MAIL_SENDER, such as 'STEM finder <hub@example.org>'."
        )
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = sender
        message["To"] = recipient
        message["Subject"] = " ".join(_CONTROL.sub(" ", subject).split())
        message["Date"] = format_datetime(written)
        message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
        # Keeps holiday answers from coming back.
        message["Auto-Submitted"] = "auto-generated"
    except (ValueError, MessageError) as error:
        raise MailError("A mail's header cannot be written.", "Look at STEMFINDER_MAIL_SENDER.") from error
    message.set_content(body.strip() + "\n", cte="quoted-printable")
    return message
