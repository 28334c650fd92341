"""The index in service: loaded at the start, watched, and swapped for a newer snapshot without a lost request."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation import Adviser, Desk
from bot.texts import Texts
from knowledge.embedding.cached import CachedEncoder
from knowledge.embedding.loading import load_encoder
from knowledge.errors import SnapshotError
from knowledge.helplines import Helplines
from knowledge.search import Searcher, Snapshot
from knowledge.search.snapshot import current_name

if TYPE_CHECKING:
    from knowledge.search.searcher import Encoder
    from knowledge.settings import Settings

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True)
class _InService:
    """What belongs together: a searcher, and the adviser that uses it."""

    searcher: Searcher
    adviser: Adviser


class LiveIndex:
    """The current snapshot with its encoder, searcher and adviser.

    Whoever answers a request takes ``searcher`` or ``adviser`` once and keeps it for that request: a swap in the middle
    changes nothing for requests under way.

    Args:
        settings: where the index and the model are.
        seconds_between_looks: how often ``watching`` looks at the pointer file.

    Raises:
        SnapshotError: there is no index yet, or it is damaged.
        ModelError: the embedding model is missing or damaged.
    """

    def __init__(self, settings: Settings, seconds_between_looks: float = SECONDS_BETWEEN_LOOKS) -> None:
        self._settings = settings
        self._pause = seconds_between_looks
        self._refused: str | None = None
        self._in_service: _InService | None = self._prepared(Snapshot.load_current(settings.index_folder))

    @property
    def searcher(self) -> Searcher:
        """The search over the snapshot in service."""
        return self._loaded().searcher

    @property
    def adviser(self) -> Adviser:
        """The adviser over the snapshot in service."""
        return self._loaded().adviser

    @property
    def is_loaded(self) -> bool:
        """Whether questions can be answered; no longer once closed."""
        return self._in_service is not None

    def close(self) -> None:
        """Let go of the index: from now on nothing can be asked, and ``/readyz`` says so."""
        self._in_service = None

    async def refresh(self) -> bool:
        """Swap to the snapshot that the pointer names, if it is a new one; return whether that happened.

        A snapshot that cannot be used is logged once and left alone; the one in service stays.
        """
        if self._in_service is None:
            return False
        serving = self._in_service.searcher.snapshot.name
        name = current_name(self._settings.index_folder)
        if name is None or name in {serving, self._refused}:
            return False
        try:
            # Loading takes a good part of a second: in a thread, requests go on meanwhile.
            fresh = await asyncio.to_thread(self._load, name)
        except Exception as error:  # whatever is wrong with the new one, the old one serves
            self._refused = name
            LOG.error("The new index snapshot %s cannot be used, %s stays in service: %s", name, serving, error)
            return False
        if self.is_loaded:
            self._in_service = fresh
            LOG.info("Index snapshot %s is in service: %d records.", name, len(fresh.searcher.snapshot.resources))
        return self.is_loaded

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[LiveIndex]:
        """Look for new snapshots as long as the context lasts."""
        watch = asyncio.create_task(self._watch(), name="index watch")
        try:
            yield self
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._pause)
            await self.refresh()

    def _loaded(self) -> _InService:
        if self._in_service is None:
            raise SnapshotError("The index is not in service.", "The finder is stopping; ask again in a moment.")
        return self._in_service

    def _load(self, name: str) -> _InService:
        return self._prepared(Snapshot.load(self._settings.index_folder / name))

    def _prepared(self, snapshot: Snapshot) -> _InService:
        searcher = Searcher(snapshot, self._encoder_for(snapshot))
        kept = (self._settings.conversation_minutes, self._settings.submission_days)
        adviser = Adviser(Desk(searcher, Texts.default(), Helplines.default(), *kept))
        return _InService(searcher, adviser)

    def _encoder_for(self, snapshot: Snapshot) -> Encoder:
        """Return the encoder in use, or a new one where the snapshot was built with another model."""
        current = getattr(self, "_in_service", None)
        model = snapshot.manifest.get("model")
        if current is not None and current.searcher.snapshot.manifest.get("model") == model:
            encoder: Encoder = current.searcher.encoder
            return encoder
        encoder = load_encoder(self._settings)
        exported = getattr(encoder, "model_key", model)
        if exported != model:
            raise SnapshotError(
                f"The index snapshot {snapshot.name} was built with the model {model}, but the model at hand is {exported}.",
                "Build the index again with `stemfinder index build`.",
            )
        return CachedEncoder(encoder)
