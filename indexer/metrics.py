"""Retrieval metrics over graded judgments."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain at ``depth``, with the grade as gain.

    Source: K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002,
    with the usual logarithmic discount log2(rank + 1).
    """
    gained = sum(grades.get(item, 0) / math.log2(rank + 2) for rank, item in enumerate(ranking[:depth]))
    best = sum(grade / math.log2(rank + 2) for rank, grade in enumerate(sorted(grades.values(), reverse=True)[:depth]))
    return gained / best if best else 0.0


def success(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Return 1.0 if an item of grade 2 or better stands among the first ``depth``, else 0.0."""
    return float(any(grades.get(item, 0) >= 2 for item in ranking[:depth]))


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return 1 / rank of the first item of grade 2 or better, or 0.0 where there is none."""
    return next((1 / rank for rank, item in enumerate(ranking, start=1) if grades.get(item, 0) >= 2), 0.0)
