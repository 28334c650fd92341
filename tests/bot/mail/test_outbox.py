"""The outbox keeps mail until it is delivered."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.mail import MailError, Outbox, compose
from bot.mail.outbox import TAKEN_FOR_S


def mail(subject: str = "Hello") -> EmailMessage:
    return compose("hub@example.org", "office@firth.example.org", subject, "Hello", datetime(2026, 11, 25, tzinfo=UTC))


def test_a_mail_lies_in_the_folder_as_a_file_that_its_owner_alone_reads(tmp_path: Path) -> None:
    path = Outbox(tmp_path / "outbox").put(mail())
    assert path.suffix == ".eml"
    assert b"To: office@firth.example.org" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_mail_waits_in_the_order_in_which_it_was_put(tmp_path: Path) -> None:
    moment = iter((1000.0, 1001.0, 1002.0, *[1003.0] * 9))
    outbox = Outbox(tmp_path, lambda: next(moment))
    put = [outbox.put(mail(str(number))) for number in range(3)]
    assert outbox.waiting() == put


def test_what_one_has_taken_nobody_else_takes_and_it_is_gone_afterwards(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    path = outbox.put(mail("Once"))
    with outbox.taken(path) as first, outbox.taken(path) as second:
        assert first is not None
        assert first["Subject"] == "Once"
        assert second is None
        assert outbox.waiting() == []
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_delivered_waits_again(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    path = outbox.put(mail())
    with pytest.raises(MailError), outbox.taken(path):
        raise MailError("Not now.")
    assert outbox.waiting() == [path]


def test_mail_whose_taker_died_waits_again_after_a_while(tmp_path: Path) -> None:
    now = [1000.0]
    outbox = Outbox(tmp_path, lambda: now[0])
    path = outbox.put(mail())
    held = outbox.taken(path)
    held.__enter__()
    assert outbox.waiting() == []
    now[0] += TAKEN_FOR_S + 1
    assert outbox.waiting() == [path]


def test_old_mail_is_deleted_refused_mail_too(tmp_path: Path) -> None:
    now = [1000.0]
    outbox = Outbox(tmp_path, lambda: now[0])
    outbox.refuse(outbox.put(mail()))
    outbox.put(mail())
    now[0] += 20 * 86400
    young = outbox.put(mail())
    now[0] += 11 * 86400
    assert outbox.purge(30) == 2
    assert list(tmp_path.glob("**/*.eml")) == [young]


def test_what_is_forgotten_is_gone_wherever_it_lies_and_nothing_else_is(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    for_good = outbox.put(mail(), about="OFF-2222-2222-2222")
    outbox.refuse(for_good)
    outbox.put(mail(), about="OFF-2222-2222-2222")
    others = [outbox.put(mail(), about="OFF-3333-3333-3333"), outbox.put(mail())]
    assert outbox.forget(["OFF-2222-2222-2222", "NEED-4444-4444-4444"]) == 2
    assert sorted(path for path in tmp_path.glob("**/*") if path.is_file()) == sorted(others)
    assert outbox.forget(["OFF-2222-2222-2222"]) == 0


def test_the_name_of_a_mails_file_does_not_tell_the_number_it_is_about(tmp_path: Path) -> None:
    assert "2222" not in Outbox(tmp_path, lambda: 1000.0).put(mail(), about="OFF-2222-2222-2222").name[20:]


def test_mail_that_is_forgotten_while_it_is_sent_does_not_come_back(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    path = outbox.put(mail(), about="OFF-2222-2222-2222")
    held = outbox.taken(path)
    assert held.__enter__() is not None
    assert outbox.forget(["OFF-2222-2222-2222"]) == 1
    fault = MailError("Not now.")
    # The fault is passed on, not swallowed.
    assert not held.__exit__(MailError, fault, None)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_never_made_has_nothing_to_forget(tmp_path: Path) -> None:
    assert Outbox(tmp_path / "never").forget(["OFF-2222-2222-2222"]) == 0


def test_a_folder_that_cannot_be_written_is_a_mail_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(MailError, match="STEMFINDER_OUTBOX"):
        Outbox(tmp_path / "file").put(mail())
