"""The hard constraints: which records may be shown at all for given wishes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import NATIONAL
from knowledge.understanding.wishes import Wishes
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

FREE = frozenset({"free", "funded"})
STRICT_FACETS = ("kind", "stage", "audience", "topic", "cost")
"""Facets that are preferences, or for cost read generously (free: or funded), unless a search says that they must hold."""


class FilterTable:
    """The records' facets as bit rows, so that a filter over the whole catalogue is a few array operations."""

    def __init__(self, resources: Sequence[Resource], vocabulary: Vocabulary) -> None:
        self._size = len(resources)
        self._vocabulary = vocabulary
        self._rows: dict[tuple[str, str], NDArray[np.bool_]] = {}
        for position, resource in enumerate(resources):
            for facet, values in facet_values(resource).items():
                for value in values:
                    row = self._rows.get((facet, value))
                    if row is None:
                        row = self._rows[facet, value] = np.zeros(self._size, dtype=np.bool_)
                    row[position] = True
        self._no_stage = np.array([not resource.stages for resource in resources], dtype=np.bool_)
        self._only = {
            facet: np.array([len(facet_values(resource)[facet]) for resource in resources], dtype=np.int32)
            for facet in ("audience", "stage", "place")
        }

    def having(self, facet: str, values: Sequence[str]) -> NDArray[np.bool_]:
        """Return which records have at least one of ``values`` (or, for topics, something narrower)."""
        rows = np.zeros(self._size, dtype=np.bool_)
        for value in values:
            for each in self._vocabulary.narrower(facet, value) if facet == "topic" else (value,):
                row = self._rows.get((facet, each))
                if row is not None:
                    rows |= row
        return rows

    def serving(self, council_areas: Sequence[str]) -> NDArray[np.bool_]:
        """Return which records serve at least one of the council areas, or all of Scotland."""
        return self.having("place", (*council_areas, *NATIONAL))

    def share_served(self, council_areas: Sequence[str]) -> NDArray[np.float32]:
        """Return which share of the council areas each record names, from 0 to 1: float32 array, shape (records,)."""
        shares = np.zeros(self._size, dtype=np.float32)
        for area in council_areas:
            shares += self.having("place", (area,))
        shares /= max(len(council_areas), 1)
        return shares

    def missing_stage(self, stages: Sequence[str]) -> NDArray[np.bool_]:
        """Return which records name stages, but none of these."""
        return ~(self.having("stage", stages) | self._no_stage)

    def allowed(self, wishes: Wishes, strict: Collection[str] = ()) -> NDArray[np.bool_]:
        """Return which records break none of the hard wishes: place, cost, delivery, what is ruled out, and ``strict`` facets."""
        rows = np.ones(self._size, dtype=np.bool_)
        if wishes.place:
            rows &= self.serving(wishes.place)
        if FREE & set(wishes.cost):
            rows &= self.having("cost", tuple(FREE))
        if wishes.delivery:
            rows &= self.having("delivery", wishes.delivery)
        for facet in strict:
            if facet == "stage" and wishes.stage:
                rows &= ~self.missing_stage(wishes.stage)
            elif facet in STRICT_FACETS and wishes.of(facet):
                rows &= self.having(facet, wishes.of(facet))
        for facet, values in wishes.excluded.items():
            rows &= ~self._ruled_out(facet, values)
        return rows

    def _ruled_out(self, facet: str, values: Sequence[str]) -> NDArray[np.bool_]:
        """Return which records the asker does not want.

        "Not online" rules out whatever is offered online too. "Not for teachers" and "not Glasgow" rule out only what
        is for nobody, or serves nowhere, else.
        """
        if facet not in self._only:
            return self.having(facet, values)
        hits = np.zeros(self._size, dtype=np.int32)
        for value in values:
            row = self._rows.get((facet, value))
            if row is not None:
                hits += row
        return (hits > 0) & (hits >= self._only[facet])


def facet_values(resource: Resource) -> dict[str, tuple[str, ...]]:
    """Return a record's values by facet name."""
    return {
        "audience": resource.audiences,
        "stage": resource.stages,
        "topic": resource.topics,
        "delivery": resource.delivery,
        "cost": (resource.cost,),
        "kind": (resource.kind,),
        "place": resource.areas,
    }
