"""The outbox: a folder of .eml files. What lies in it has yet to go; without a mail server it is where mail is read."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bot.mail.message import MailError
from bot.storage import StorageError

WAITING = ".eml"
TAKEN = ".sending"
REFUSED = "refused"
DAY_S = 24 * 60 * 60.0
TAKEN_FOR_S = 15 * 60
"""After so long a mail that somebody took and neither sent nor put back is waiting again: its taker has died."""


class Outbox:
    """Mail to be delivered, durable; any process may put and take.

    Args:
        folder: made when the first mail is put; its files are readable by their owner alone.
        clock: seconds since 1970.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock

    def put(self, message: EmailMessage, about: str = "") -> Path:
        """Keep a mail; when this returns it is on the disk.

        Args:
            message: the mail.
            about: names what it tells of, so that ``forget`` finds it; the file's name shows only a mark of it.

        Raises:
            MailError: it could not be kept.
        """
        name = f"{int(self._clock() * 1000):013d}-{secrets.token_hex(6)}{f'-{_mark(about)}' if about else ''}"
        part, whole = self.folder / f".{name}.part", self.folder / f"{name}{WAITING}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            part.rename(whole)
        except OSError as error:
            raise MailError(f"A mail could not be kept: {error.strerror}.", "Look at the folder of STEMFINDER_OUTBOX.") from error
        return whole

    def waiting(self) -> list[Path]:
        """Return the mails that wait, the oldest first, with those whose taker died."""
        if not self.folder.is_dir():
            return []
        for taken in self.folder.glob(f"*{TAKEN}"):
            try:
                if self._clock() - taken.stat().st_mtime > TAKEN_FOR_S:
                    taken.rename(taken.with_suffix(WAITING))
            except FileNotFoundError:
                continue
        return sorted(self.folder.glob(f"*{WAITING}"))

    @contextmanager
    def taken(self, path: Path) -> Iterator[EmailMessage | None]:
        """Give a mail to whoever delivers it, nobody else meanwhile; None where somebody else has it.

        It is deleted when the block ends well, and waits again when it raises.
        """
        held = path.with_suffix(TAKEN)
        try:
            path.rename(held)
        except FileNotFoundError:
            yield None
            return
        moment = self._clock()
        try:
            os.utime(held, (moment, moment))
            content = held.read_bytes()
        except FileNotFoundError:
            yield None
            return
        try:
            yield message_from_bytes(content, policy=SMTP)
        except BaseException:
            # It may have been forgotten meanwhile.
            with suppress(FileNotFoundError):
                held.rename(path)
            raise
        held.unlink(missing_ok=True)

    def refuse(self, path: Path) -> None:
        """Lay a mail aside that can never be delivered, for whoever runs the site to look at."""
        aside = self.folder / REFUSED
        aside.mkdir(exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            path.rename(aside / path.name)

    def age_s(self, path: Path) -> float:
        """Return for how many seconds a mail has been kept."""
        return self._clock() - int(path.name.partition("-")[0]) / 1000

    def forget(self, about: Collection[str]) -> int:
        """Delete all mail that tells of these, delivered or not, refused or being sent; return how many.

        Raises:
            StorageError: the folder cannot be used.
        """
        marks = {_mark(each) for each in about}
        try:
            found = [path for path in self.folder.glob("**/*") if path.stem.rpartition("-")[2] in marks]
            for path in found:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{self.folder} cannot be used: {error.strerror}.", "Look at the folder's rights.") from error
        return len(found)

    def purge(self, days: int) -> int:
        """Delete what was kept for so many days, delivered or not; return how many.

        Raises:
            StorageError: the folder cannot be used.
        """
        try:
            old = [path for path in self.folder.glob(f"**/*{WAITING}") if self.age_s(path) > days * DAY_S]
            for path in old:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{self.folder} cannot be used: {error.strerror}.", "Look at the folder's rights.") from error
        return len(old)


def _mark(about: str) -> str:
    # A reference number is a key: names of files get into logs.
    return hashlib.sha256(about.encode()).hexdigest()[:24]
