"""Mail over TLS, to a real server with a certificate made for the test: sent to whom it is meant for, or kept."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import trustme

from bot.mail import MailError, Outbox, compose
from bot.mail.delivering import Postman
from bot.mail.smtp import deliver
from knowledge.settings import Settings
from tests.bot.mail.smtp_server import MailServer, mail_server

WAYS = ("tls", "starttls")
Serve = Callable[[str, str], MailServer]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the test's authority."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture
def serve(authority: trustme.CA) -> Iterator[Serve]:
    """Starts a server with a certificate for a name."""
    running = []

    def start(way: str, name: str) -> MailServer:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(name).configure_cert(context)
        server = mail_server(context, from_the_start=way == "tls")
        running.append(server)
        return server.__enter__()

    yield start
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    """An outbox with one mail."""
    box = Outbox(tmp_path / "outbox")
    box.put(
        compose("hub@example.org", "office@firth.example.org", "Your offer", "Thank you.", datetime(2026, 11, 25, tzinfo=UTC))
    )
    return box


def settings(server: MailServer, way: str) -> Settings:
    where = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": way}
    return Settings.model_validate(where | {"mail_sender": "hub@example.org", "smtp_user": "hub", "smtp_password": "quiet"})


def delivered(outbox: Outbox, of: Settings) -> int:
    return Postman(outbox, lambda message: deliver(message, of), lambda: 0.0).round()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("way", WAYS)
def test_mail_and_password_go_over_tls_alone(way: str, serve: Serve, outbox: Outbox) -> None:
    server = serve(way, "127.0.0.1")
    assert delivered(outbox, settings(server, way)) == 1
    assert len(server.taken) == len(server.signed_in) == 1
    assert server.in_the_clear == ([] if way == "tls" else ["EHLO", "STARTTLS"])
    assert outbox.waiting() == []


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_nobody_vouches_for_gets_nothing_and_the_mail_stays(
    way: str, serve: Serve, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    server = serve(way, "127.0.0.1")
    assert delivered(outbox, settings(server, way)) == 0
    assert (server.taken, server.signed_in) == ([], [])
    assert len(outbox.waiting()) == 1
    assert "certificate is not trusted" in caplog.text
    assert "firth" not in caplog.text


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_for_another_name_is_refused(way: str, serve: Serve, outbox: Outbox) -> None:
    server = serve(way, "mail.elsewhere.example.org")
    message = message_from_bytes(outbox.waiting()[0].read_bytes(), policy=policy.SMTP)
    with pytest.raises(MailError, match="STEMFINDER_SMTP_HOST"):
        deliver(message, settings(server, way))
    assert delivered(outbox, settings(server, way)) == 0
    assert (server.taken, server.signed_in) == ([], [])
    assert len(outbox.waiting()) == 1


def test_a_server_without_starttls_gets_neither_mail_nor_password_in_the_clear(outbox: Outbox) -> None:
    with mail_server() as server:
        assert delivered(outbox, settings(server, "starttls")) == 0
        assert (server.taken, server.signed_in) == ([], [])
    assert len(outbox.waiting()) == 1
