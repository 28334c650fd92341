"""Likely duplicates: entries for the same area and audience with a near-identical purpose. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalogue.resource import WIDE_AREAS, Resource
from knowledge.provision.rules import DuplicateRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.search import Snapshot

_STRUCTURAL = ("part_of", "delivered_by", "replaced_by")


@dataclass(frozen=True)
class Duplicate:
    """Two entries that may do the same.

    Attributes:
        first: the one whose name comes first.
        second: the other.
        alike: cosine similarity of what they are, from 0 to 1.
        areas: council areas that both name, or Scotland.
        audiences: ids that both are for.
        topics: ids that both are about.
        compared: whether one of them names the other as worth a look beside it: somebody knows of both.
    """

    first: Resource
    second: Resource
    alike: float
    areas: tuple[str, ...]
    audiences: tuple[str, ...]
    topics: tuple[str, ...]
    compared: bool

    @property
    def provider(self) -> str:
        """Who runs both; empty where they are run by two."""
        return self.first.provider if self.first.provider == self.second.provider else ""


def view_vectors(snapshot: Snapshot, view: int) -> NDArray[np.float32]:
    """Return each record's vector of a view that has one per record: float32 array, shape (records, dim), L2-normalised."""
    vectors: NDArray[np.float32] = snapshot.vectors.reconstruct_n(0, snapshot.vectors.ntotal)
    chosen = np.zeros((len(snapshot.resources), vectors.shape[1]), dtype=np.float32)
    rows = snapshot.layout[:, 1] == view
    chosen[snapshot.layout[rows, 0]] = vectors[rows]
    return chosen


def find_duplicates(
    resources: Sequence[Resource],
    about: NDArray[np.float32],
    fits: NDArray[np.float32],
    rules: DuplicateRules,
    status: Sequence[str],
) -> tuple[Duplicate, ...]:
    """Return likely duplicates, the most alike first.

    Args:
        resources: the records.
        about: float32 array, shape (records, dim), L2-normalised: what each is.
        fits: array of that shape: whom, where and what for.
        rules: how alike they must be.
        status: of records that count.
    """
    alike, fitting = about @ about.T, fits @ fits.T
    near = np.triu((alike >= rules.least_alike_about) & (fitting >= rules.least_alike_fits), k=1)
    found = []
    for one, other in np.argwhere(near):
        first, second = sorted((resources[one], resources[other]), key=lambda each: (each.name.casefold(), each.id))
        if {first.status, second.status} <= set(status) and not _belong_together(first, second):
            duplicate = _duplicate(first, second, float(alike[one, other]))
            if duplicate:
                found.append(duplicate)
    return tuple(sorted(found, key=lambda each: (-round(each.alike, 4), each.first.id, each.second.id)))


def _duplicate(first: Resource, second: Resource, alike: float) -> Duplicate | None:
    areas = _shared_areas(first, second)
    audiences = tuple(each for each in first.audiences if each in second.audiences)
    topics = tuple(each for each in first.topics if each in second.topics)
    stages_apart = bool(first.stages and second.stages and not set(first.stages) & set(second.stages))
    if not areas or not audiences or not topics or stages_apart:
        return None
    compared = second.id in first.related or first.id in second.related
    return Duplicate(first, second, round(alike, 3), areas, audiences, topics, compared)


def _shared_areas(first: Resource, second: Resource) -> tuple[str, ...]:
    local = sorted(set(first.areas) & set(second.areas) - set(WIDE_AREAS))
    return tuple(local) or (("Scotland",) if first.is_national and second.is_national else ())


def _belong_together(first: Resource, second: Resource) -> bool:
    """Return whether one is part of the other, runs or replaced it, or both are parts of a third."""
    linked = any(first.id in second.links[each] or second.id in first.links[each] for each in _STRUCTURAL)
    return linked or bool(set(first.part_of) & set(second.part_of))
