"""What a record's place among the others says before any question is asked: which it is linked to, how many point at it, and
how near it lies to questions about other things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.search.snapshot import Snapshot
from knowledge.search.views import VIEWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAREST_QUESTIONS = 50
"""How many questions about other things tell how near a text lies to any question at all."""
_ROWS = 512


class Links:
    """The links between records, walked from either end.

    Args:
        resources: the records, numbered by position.
        by_id: record id, retired ones too -> position.
    """

    def __init__(self, resources: Sequence[Resource], by_id: Mapping[str, int]) -> None:
        # Each record is its own neighbour, so that none is without.
        neighbours: list[set[int]] = [{position} for position in range(len(resources))]
        pointing: list[set[int]] = [set() for _ in resources]
        for position, resource in enumerate(resources):
            for linked in {by_id[each] for ids in resource.links.values() for each in ids if each in by_id} - {position}:
                neighbours[position].add(linked)
                neighbours[linked].add(position)
                pointing[linked].add(position)
        self._others = np.array([each for group in neighbours for each in sorted(group)], dtype=np.int64)
        self._starts = np.cumsum([0, *(len(group) for group in neighbours)][:-1], dtype=np.int64)
        self._alone = np.array([len(group) == 1 for group in neighbours], dtype=np.bool_)
        self._own = self._others == np.repeat(np.arange(len(resources)), [len(group) for group in neighbours])
        pointers: NDArray[np.float32] = np.log1p(np.array([len(group) for group in pointing])).astype(np.float32)
        self.prominence: NDArray[np.float32] = pointers / np.float32(max(float(pointers.max(initial=0.0)), 1.0))

    def best_neighbour(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the best score among the records linked with each: float32 array, shape (records,); 0 where there is none."""
        if not len(scores):
            return scores
        reached = np.where(self._own, np.float32(0), scores[self._others])
        best: NDArray[np.float32] = np.maximum.reduceat(reached, self._starts).astype(np.float32)
        best[self._alone] = 0
        return best


def commonness(snapshot: Snapshot) -> NDArray[np.float32]:
    """Return how much nearer than the average each record's texts lie to questions that are asked about other records.

    A few texts lie near to any question ("hubness": M. Radovanovic et al., JMLR 11, 2010). What is subtracted from their
    similarity is their mean similarity to the nearest such questions, as in A. Conneau et al., "Word Translation Without
    Parallel Data", 2018 (CSLS), seen from the side of the records only.

    Returns:
        float32 array, shape (records, len(VIEWS)); 0 for the view of questions, and where a snapshot has too few of them.
    """
    common = np.zeros((len(snapshot.resources), len(VIEWS)), dtype=np.float32)
    records, views = snapshot.layout[:, 0], snapshot.layout[:, 1]
    asked = np.flatnonzero(views == VIEWS.index("asked"))
    if len(asked) <= 2 * NEAREST_QUESTIONS:
        return common
    vectors: NDArray[np.float32] = snapshot.vectors.reconstruct_n(0, snapshot.vectors.ntotal)
    texts = np.flatnonzero(views != VIEWS.index("asked"))
    for start in range(0, len(texts), _ROWS):
        rows = texts[start : start + _ROWS]
        near = vectors[rows] @ vectors[asked].T
        near[records[rows][:, None] == records[asked][None, :]] = -1
        common[records[rows], views[rows]] = np.partition(near, -NEAREST_QUESTIONS, axis=1)[:, -NEAREST_QUESTIONS:].mean(axis=1)
    for view in set(views[texts].tolist()):
        common[:, view] -= common[:, view].mean()
    return common
