"""Composing a mail: nothing that a visitor types can add a header or a recipient."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail import MailError, compose, mail_address

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SENDER = "STEM finder <hub@example.org>"


def read_back(subject: str, body: str = "Hello") -> tuple[list[tuple[str, str]], str]:
    """Headers and body as a mail program reads them."""
    message = compose(SENDER, "office@firth.example.org", subject, body, NOW)
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    return list(read.items()), read.get_content()


def test_a_mail_says_who_when_and_what() -> None:
    headers, body = read_back("Your offer", "Dear all,\n\nthank you – mòran taing.")
    named = dict(headers)
    assert named["From"] == SENDER
    assert named["To"] == "office@firth.example.org"
    assert named["Subject"] == "Your offer"
    assert named["Date"] == "Wed, 25 Nov 2026 12:00:00 +0000"
    assert named["Auto-Submitted"] == "auto-generated"
    assert body.splitlines() == ["Dear all,", "", "thank you – mòran taing."]


@given(st.text(max_size=200))
def test_no_subject_whatever_adds_a_header_or_a_recipient(subject: str) -> None:
    clean = subject.encode("utf-8", "ignore").decode()
    headers, _ = read_back(clean + "\r\nBcc: many@example.org")
    assert [name for name, _ in headers] == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert dict(headers)["To"] == "office@firth.example.org"


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "no address",
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
        "Name <a@example.org>",
        "a@example.org\n",
        f"{'a' * 250}@example.org",
    ],
)
def test_a_recipient_is_one_bare_address(recipient: str) -> None:
    with pytest.raises(MailError, match="no e-mail address"):
        compose(SENDER, recipient, "Hello", "Hello", NOW)


@pytest.mark.parametrize("sender", ["", "nobody", "Hub <hub@example.org>\r\nBcc: b@example.org"])
def test_a_wrong_sender_names_the_setting(sender: str) -> None:
    with pytest.raises(MailError, match="STEMFINDER_MAIL_SENDER"):
        compose(sender, "office@firth.example.org", "Hello", "Hello", NOW)


def test_the_address_of_a_contact_is_its_first() -> None:
    assert mail_address("01632 960123, office@firth.example.org, desk@firth.example.org") == "office@firth.example.org"
    assert mail_address("01632 960123") == ""
