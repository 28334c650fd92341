"""Vectors kept by content hash and model, so that only what changed is embedded again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from knowledge.search.searcher import Encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 32


class VectorStore:
    """A small SQLite file: (model key, content hash) -> float32 vector. Each batch is committed, so a kill loses one batch."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (model TEXT, content TEXT, vector BLOB, PRIMARY KEY (model, content))"
        )

    def __enter__(self) -> VectorStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def known(self, model: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors kept for these content hashes."""
        wanted = set(hashes)
        rows = self._connection.execute("SELECT content, vector FROM vectors WHERE model = ?", (model,))
        return {content: np.frombuffer(blob, dtype=np.float32) for content, blob in rows if content in wanted}

    def add(self, model: str, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Keep vectors by content hash."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(model, content, vector.astype(np.float32).tobytes()) for content, vector in vectors.items()],
            )


def embed_missing(
    texts: Sequence[str],
    model: str,
    store: VectorStore,
    encoder: Callable[[], Encoder],
    progress: Callable[[str, int, int], None],
) -> tuple[NDArray[np.float32], int]:
    """Return the vectors of ``texts``, embedding only those the store lacks.

    Returns:
        float32 array, shape (len(texts), dim), L2-normalised; and how many texts were embedded.
    """
    hashes = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
    vectors = store.known(model, hashes)
    missing = {content: text for content, text in zip(hashes, texts, strict=True) if content not in vectors}
    if missing:
        model_to_use = encoder()
        waiting = list(missing.items())
        progress("Embedding", 0, len(waiting))
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            embedded = model_to_use.encode([text for _, text in batch])
            fresh = {content: vector for (content, _), vector in zip(batch, embedded, strict=True)}
            store.add(model, fresh)
            vectors.update(fresh)
            progress("Embedding", start + len(batch), len(waiting))
    return np.vstack([vectors[content] for content in hashes]).astype(np.float32), len(missing)
