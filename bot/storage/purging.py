"""Keep the promise of how long things are kept: delete what is too old at the start and once a day."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from bot.storage.database import StorageError

LOG = logging.getLogger(__name__)
DAY_S = 24 * 60 * 60.0


@contextlib.asynccontextmanager
async def purged_daily(*purges: Callable[[], int], every_s: float = DAY_S) -> AsyncIterator[None]:
    """Run each of ``purges`` now and then daily, in a thread, as long as the context lasts; what failed is tried again."""

    async def purge() -> None:
        while True:
            for each in purges:
                try:
                    await asyncio.to_thread(each)
                except StorageError as error:
                    LOG.error("What is too old could not be deleted: %s", error)
            await asyncio.sleep(every_s)

    task = asyncio.create_task(purge(), name="daily purge")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
