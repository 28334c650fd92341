"""Empty the outbox while the site runs: at once, then again after ever longer waits, until it is taken or too old."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from email.message import EmailMessage

from bot.mail.message import MailError
from bot.mail.outbox import Outbox
from bot.mail.smtp import RefusedForGood, deliver
from knowledge.settings import Settings

LOG = logging.getLogger(__name__)
LOOK_EVERY_S = 10.0
FIRST_WAIT_S = 60.0
LONGEST_WAIT_S = 4 * 60 * 60.0
GIVEN_UP_AFTER_S = 3 * 24 * 60 * 60.0


class Postman:
    """Delivers what waits in an outbox.

    Args:
        outbox: what is to be delivered.
        hand_over: delivers one mail, or raises MailError.
        clock: seconds, steadily growing.
    """

    def __init__(self, outbox: Outbox, hand_over: Callable[[EmailMessage], None], clock: Callable[[], float]) -> None:
        self._outbox = outbox
        self._hand_over = hand_over
        self._clock = clock
        self._tries: dict[str, tuple[int, float]] = {}
        """File name -> tries so far, and when the next is due; forgotten at a restart, which tries at once."""

    def round(self) -> int:
        """Try every mail that is due; return how many were taken."""
        sent = 0
        waiting = self._outbox.waiting()
        self._tries = {path.name: self._tries[path.name] for path in waiting if path.name in self._tries}
        for path in waiting:
            tries, due = self._tries.get(path.name, (0, 0.0))
            if due > self._clock():
                continue
            try:
                with self._outbox.taken(path) as message:
                    if message is None:
                        continue
                    self._hand_over(message)
                sent += 1
            except RefusedForGood as error:
                LOG.error("A mail was laid aside as %s: %s", path.name, error)
                self._outbox.refuse(path)
            except MailError as error:
                if self._outbox.age_s(path) > GIVEN_UP_AFTER_S:
                    LOG.error("A mail was given up and laid aside as %s: %s", path.name, error)
                    self._outbox.refuse(path)
                    continue
                LOG.warning("A mail was not delivered and is tried again: %s", error)
                wait = min(FIRST_WAIT_S * 2**tries, LONGEST_WAIT_S)
                self._tries[path.name] = (tries + 1, self._clock() + wait)
        return sent


@contextlib.asynccontextmanager
async def delivering(outbox: Outbox, settings: Settings, every_s: float = LOOK_EVERY_S) -> AsyncIterator[None]:
    """Deliver as long as the context lasts; without a mail server in the settings everything stays in the folder."""
    if not settings.smtp_host:
        yield
        return
    loop = asyncio.get_running_loop()
    postman = Postman(outbox, lambda message: deliver(message, settings), loop.time)

    async def rounds() -> None:
        while True:
            try:
                await asyncio.to_thread(postman.round)
            except OSError as error:
                LOG.error("The outbox cannot be read: %s", type(error).__name__)
            await asyncio.sleep(every_s)

    task = asyncio.create_task(rounds(), name="mail")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
