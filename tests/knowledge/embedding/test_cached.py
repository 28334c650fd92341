"""The cache of vectors: each text is embedded once, threads may share it, and it stays small."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding.cached import CachedEncoder
from knowledge.embedding.loading import load_encoder
from knowledge.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Counting:
    """An encoder that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            self.asked.update(texts)
        return np.array([[len(text), hash(text) % 1000] for text in texts], dtype=np.float32)


def test_a_text_is_embedded_once() -> None:
    inner = Counting()
    cached = CachedEncoder(inner)
    once = cached.encode(["robots", "rockets", "robots"])
    again = cached.encode(["rockets", "robots"])
    assert inner.asked == {"robots": 1, "rockets": 1}
    assert (once[[1, 0]] == again).all()
    assert (once[0] == once[2]).all()


def test_the_vectors_are_those_of_the_model(index_settings: Settings) -> None:
    encoder = load_encoder(index_settings)
    cached = CachedEncoder(encoder)
    for _ in range(2):
        assert np.allclose(cached.encode(["wind power", "robots"]), encoder.encode(["wind power", "robots"]), atol=1e-3)


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    inner = Counting()
    cached = CachedEncoder(inner, kept=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.encode([text])
    assert inner.asked == {"a": 1, "b": 2, "c": 1}


def test_more_texts_at_once_than_are_kept_are_all_answered() -> None:
    cached = CachedEncoder(Counting(), kept=3)
    texts = [str(number) for number in range(10)]
    assert cached.encode(texts).shape == (10, 2)
    assert len(cached._vectors) == 3


def test_many_threads_get_right_vectors_and_the_cache_stays_bounded() -> None:
    inner = Counting()
    cached = CachedEncoder(inner, kept=20)
    alone = Counting()
    texts = [f"text {number}" for number in range(60)]

    def work(start: int) -> bool:
        chosen = [texts[(start * 7 + step) % len(texts)] for step in range(15)]
        return bool((cached.encode(chosen) == alone.encode(chosen)).all())

    with ThreadPoolExecutor(max_workers=16) as pool:
        assert all(pool.map(work, range(400)))
    assert len(cached._vectors) <= 20
