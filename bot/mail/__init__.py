"""Mail: composed safely, kept in a folder of .eml files, delivered by SMTP where a server is set."""

from bot.mail.delivering import delivering
from bot.mail.message import MailError, compose, mail_address
from bot.mail.notices import Notices
from bot.mail.outbox import Outbox

__all__ = ["MailError", "Notices", "Outbox", "compose", "delivering", "mail_address"]
