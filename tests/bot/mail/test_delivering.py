"""Delivering what waits: over a real connection to a small mail server."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.mail import Outbox, compose, delivering
from bot.mail.delivering import FIRST_WAIT_S, GIVEN_UP_AFTER_S, Postman
from bot.mail.smtp import deliver
from knowledge.settings import Settings
from tests.bot.mail.smtp_server import MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def settings(server: MailServer) -> Settings:
    return Settings(smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", mail_sender="hub@example.org")


class Clock:
    """Time as the test wants it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Outbox:
    """An outbox with one mail."""
    box = Outbox(tmp_path / "outbox", clock)
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    box.put(compose("hub@example.org", "office@firth.example.org", "Your offer", "Thank you.\n.\nBye.", moment))
    return box


def postman(outbox: Outbox, settings: Settings, clock: Clock) -> Postman:
    return Postman(outbox, lambda message: deliver(message, settings), clock)


def test_a_mail_is_delivered_once_and_leaves_the_outbox(
    outbox: Outbox, settings: Settings, server: MailServer, clock: Clock
) -> None:
    someone = postman(outbox, settings, clock)
    assert (someone.round(), someone.round()) == (1, 0)
    assert len(server.taken) == 1
    assert "Subject: Your offer" in server.taken[0]
    assert "Bye." in server.taken[0]
    assert server.recipients == ["rcpt TO:<office@firth.example.org>"]
    assert list(outbox.folder.iterdir()) == []


def test_the_server_is_told_user_and_password_where_they_are_set(
    outbox: Outbox, settings: Settings, server: MailServer, clock: Clock
) -> None:
    named = settings.model_copy(update={"smtp_user": "hub", "smtp_password": Settings(smtp_password="quiet").smtp_password})
    assert postman(outbox, named, clock).round() == 1
    assert base64.b64decode(server.signed_in[0]) == b"\0hub\0quiet"
    assert "quiet" not in repr(named)


def test_a_mail_not_taken_is_tried_again_after_a_wait_that_grows(
    outbox: Outbox, settings: Settings, server: MailServer, clock: Clock
) -> None:
    someone = postman(outbox, settings, clock)
    server.answers["RCPT"] = "451 Try again later"
    assert someone.round() == 0
    server.answers.clear()
    assert someone.round() == 0, "it is too early"
    clock.now += FIRST_WAIT_S + 1
    server.answers["RCPT"] = "451 Try again later"
    assert someone.round() == 0
    server.answers.clear()
    clock.now += FIRST_WAIT_S + 1
    assert someone.round() == 0, "the second wait is longer"
    clock.now += FIRST_WAIT_S
    assert someone.round() == 1
    assert len(server.taken) == 1


def test_a_server_that_is_away_loses_nothing(outbox: Outbox, settings: Settings, clock: Clock) -> None:
    away = settings.model_copy(update={"smtp_port": 1})
    assert postman(outbox, away, clock).round() == 0
    assert len(outbox.waiting()) == 1


@pytest.mark.parametrize("verb", ["RCPT", "MAIL", "DATA"])
def test_a_mail_refused_for_good_is_laid_aside(
    outbox: Outbox, settings: Settings, server: MailServer, clock: Clock, verb: str
) -> None:
    server.answers[verb] = "550 No"
    assert postman(outbox, settings, clock).round() == 0
    assert outbox.waiting() == []
    assert len(list((outbox.folder / "refused").iterdir())) == 1


def test_after_three_days_a_mail_is_given_up(outbox: Outbox, settings: Settings, server: MailServer, clock: Clock) -> None:
    server.answers["RCPT"] = "451 Try again later"
    clock.now += GIVEN_UP_AFTER_S + 1
    assert postman(outbox, settings, clock).round() == 0
    assert len(list((outbox.folder / "refused").iterdir())) == 1


async def test_a_running_site_empties_its_outbox(outbox: Outbox, settings: Settings, server: MailServer) -> None:
    async with delivering(outbox, settings, every_s=0.01):
        await asyncio.to_thread(server.first.wait)
    assert len(server.taken) == 1


async def test_without_a_server_mail_stays_in_the_folder(outbox: Outbox, settings: Settings) -> None:
    async with delivering(outbox, settings.model_copy(update={"smtp_host": ""}), every_s=0.01):
        await asyncio.sleep(0.05)
    assert len(outbox.waiting()) == 1
