"""What is written about an offer or a need, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.mail import Notices, Outbox
from bot.mail.notices import MOST_A_DAY
from bot.submissions.submission import Submission
from knowledge.errors import SettingsError
from knowledge.settings import Settings

NOW = datetime(2026, 11, 25, tzinfo=UTC)
OFFER = Submission(
    reference="OFF-2222-2222-2222",
    kind="offer",
    organisation="Firth Sensors Ltd",
    what="Buy cheap watches at watches.example.org",
    contact="01632 960123, office@firth.example.org",
    consent="Yes",
    consented_at=NOW,
    expires_at=NOW + timedelta(days=365),
)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path)


def written(outbox: Outbox) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in outbox.waiting()]


def test_the_contact_gets_the_number_and_how_to_withdraw(outbox: Outbox) -> None:
    assert Notices(outbox, public_url="https://hub.example.org/").left(OFFER)
    (mail,) = written(outbox)
    assert mail["To"] == "office@firth.example.org"
    text = mail.get_content()
    assert "OFF-2222-2222-2222" in text
    assert "https://hub.example.org/withdraw" in text
    assert "25 November 2027" in text
    assert "OFF-" not in mail["Subject"], "a subject shows on locked phones"


def test_a_mail_that_stays_in_the_folder_is_written_and_not_promised(outbox: Outbox) -> None:
    assert Notices.by_settings(Settings(), outbox).left(OFFER) == ""
    assert len(written(outbox)) == 1
    sending = Settings(smtp_host="mail.example.org", mail_sender="hub@example.org")
    assert Notices.by_settings(sending, outbox).left(OFFER) == "office@firth.example.org"


def test_no_word_of_a_visitors_is_sent_to_anybody(outbox: Outbox) -> None:
    Notices(outbox, curators="desk@hub.example.org").left(OFFER)
    for mail in written(outbox):
        assert "watches" not in mail.as_string()
        assert "Firth Sensors" not in mail.as_string()


def test_curators_are_told_where_an_address_is_set(outbox: Outbox) -> None:
    assert not Notices(outbox, curators="desk@hub.example.org").left(OFFER.model_copy(update={"contact": "01632 960123"}))
    (mail,) = written(outbox)
    assert mail["To"] == "desk@hub.example.org"
    assert "the page “Offers and needs”, OFF-2222-2222-2222" in mail.get_content()


def test_curators_are_led_to_the_desk_where_the_address_of_the_site_is_known(outbox: Outbox) -> None:
    Notices(outbox, curators="desk@hub.example.org", public_url="https://hub.example.org").left(OFFER)
    mail = next(each for each in written(outbox) if each["To"] == "desk@hub.example.org")
    assert "https://hub.example.org/desk/submissions/OFF-2222-2222-2222" in mail.get_content().split()


def test_nobody_can_make_the_site_pester_an_address(outbox: Outbox) -> None:
    now = [NOW]
    notices = Notices(outbox, now=lambda: now[0])
    assert [notices.left(OFFER) for _ in range(MOST_A_DAY + 2)] == ["office@firth.example.org"] * MOST_A_DAY + [""] * 2
    now[0] += timedelta(days=1)
    assert notices.left(OFFER)


def test_mail_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert not Notices(Outbox(tmp_path / "file")).left(OFFER)


def test_a_mail_server_without_a_sender_is_a_mistake_in_the_settings(outbox: Outbox) -> None:
    with pytest.raises(SettingsError, match="STEMFINDER_MAIL_SENDER"):
        Notices.by_settings(Settings(smtp_host="mail.example.org"), outbox)
