"""Time things side by side, and show the figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Timing:
    """Durations of one thing, in milliseconds."""

    name: str
    milliseconds: tuple[float, ...]
    per_second: float | None = None

    @property
    def p50(self) -> float:
        """The median."""
        return float(np.percentile(self.milliseconds, 50))

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        return float(np.percentile(self.milliseconds, 95))


def side_by_side(candidates: dict[str, Callable[[str], object]], inputs: Sequence[str], rounds: int) -> list[Timing]:
    """Time every candidate on every input, taking turns, so that what else the machine does falls on all alike."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for name, run in candidates.items():
        for text in inputs[:5]:
            run(text)
        taken[name].clear()
    for _ in range(rounds):
        for text in inputs:
            for name, run in candidates.items():
                started = time.perf_counter()
                run(text)
                taken[name].append((time.perf_counter() - started) * 1000)
    return [Timing(name, tuple(times)) for name, times in taken.items()]


def table(timings: Iterable[Timing], base: Timing) -> str:
    """Return the figures as a Markdown table, with the ratio of each median to that of ``base``."""
    lines = ["| what | p50 ms | p95 ms | p50 as a multiple | per second |", "|---|---|---|---|---|"]
    for timing in timings:
        rate = f"{timing.per_second:.0f}" if timing.per_second else ""
        lines.append(f"| {timing.name} | {timing.p50:.2f} | {timing.p95:.2f} | {timing.p50 / base.p50:.2f} x | {rate} |")
    return "\n".join(lines)
