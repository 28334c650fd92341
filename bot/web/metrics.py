"""What Prometheus may ask: requests, their times, chat turns, searches, and the index in service."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector, generate_latest

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """The figures of one application, in a registry of its own.

    Args:
        index_records: gives the number of records in service.
    """

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self, index_records: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Counter(
            "stemfinder_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._request_seconds = Histogram(
            "stemfinder_request_seconds", "Time to answer a request.", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self._turns = Counter(
            "stemfinder_chat_turns", "Chat turns; degraded means without Rasa.", ("degraded",), registry=self._registry
        )
        self._search_seconds = Histogram(
            "stemfinder_search_seconds", "Time of one search of the API.", buckets=_SECONDS, registry=self._registry
        )
        records = Gauge("stemfinder_index_records", "Records in the index in service.", registry=self._registry)
        records.set_function(index_records)
        for degraded in ("true", "false"):
            self._turns.labels(degraded)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request. ``route`` is the pattern, never the address: addresses are endless and may be private."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def turn(self, degraded: bool) -> None:
        """Count one chat turn."""
        self._turns.labels("true" if degraded else "false").inc()

    @contextmanager
    def search(self) -> Iterator[None]:
        """Measure one search."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._search_seconds.observe(time.perf_counter() - started)

    def as_text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)
