"""Deliver one mail by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from bot.mail.message import MailError
from knowledge.settings import Settings

TIMEOUT_S = 20.0
_FOREVER = range(500, 600)


class RefusedForGood(MailError):
    """The server says that this mail will never be taken."""


def deliver(message: EmailMessage, settings: Settings) -> None:
    """Hand a mail to the server of the settings; blocks.

    Raises:
        RefusedForGood: trying again would not help.
        MailError: it was not taken this time.
    """
    try:
        with _server(settings) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _failed(code, "The mail server refused the recipient") from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _failed(error.smtp_code, "The mail server refused the mail") from error
    except ssl.SSLCertVerificationError as error:
        raise MailError(
            f"The mail server's certificate is not trusted, so nothing was sent to it: {error.verify_message}.",
            "STEMFINDER_SMTP_HOST must be the name in the certificate. See docs/portal.md for an authority of your own.",
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailError(
            "The mail server lacks something that the settings ask of it, such as STARTTLS, so nothing was sent to it.",
            "Look at STEMFINDER_SMTP_SECURITY and STEMFINDER_SMTP_PORT.",
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        # Its text may name addresses, which stay out of the log.
        raise MailError(f"The mail server could not be used: {type(error).__name__}.", "Look at STEMFINDER_SMTP_*.") from error


def _server(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server


def _failed(code: int, what: str) -> MailError:
    kind = RefusedForGood if code in _FOREVER else MailError
    return kind(f"{what} ({code}).", "See docs/portal.md.")
