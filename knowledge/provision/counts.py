"""How much there is for every council area, stage and topic, with national provision counted apart. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import CouncilArea
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANY = ""
"""Stands for every stage, or every topic."""


@dataclass(frozen=True)
class Count:
    """How much there is in one cell.

    Attributes:
        local: entries that name the council area.
        national: entries for all of Scotland that do not name it.
    """

    local: int
    national: int


class Provision:
    """What a catalogue holds, countable by council area, stage and topic.

    A record that names the area is counted as local to it, even where it also serves all of Scotland; a record without a stage
    suits all of them; a topic counts the narrower ones with it.

    Args:
        resources: those that count: ``counted`` leaves out what has ended.
        councils: the council areas by name.
        vocabulary: stages and topics.

    Attributes:
        areas: names, in alphabetical order.
        stages: ids, after ``ANY``.
        topics: ids, after ``ANY``.
        local: int array, shape (areas, stages, topics): entries that name the area.
        national: int array of that shape: entries for all of Scotland that do not name it.
    """

    def __init__(self, resources: Sequence[Resource], councils: Mapping[str, CouncilArea], vocabulary: Vocabulary) -> None:
        self.resources = tuple(sorted(resources, key=lambda each: (each.name.casefold(), each.id)))
        self.councils = councils
        self.vocabulary = vocabulary
        self.areas = tuple(sorted(councils))
        self.stages = (ANY, *vocabulary.ids("stage"))
        self.topics = (ANY, *vocabulary.ids("topic"))
        named = np.array([[area in each.areas for each in self.resources] for area in self.areas], dtype=np.bool_)
        self._local = named.reshape(len(self.areas), len(self.resources))
        everywhere = np.array([each.is_national for each in self.resources], dtype=np.bool_)
        self._national = everywhere & ~self._local
        self._stage = np.array([self._suiting(stage) for stage in self.stages], dtype=np.bool_).reshape(len(self.stages), -1)
        self._topic = np.array([self._about(topic) for topic in self.topics], dtype=np.bool_).reshape(len(self.topics), -1)
        self._everywhere = everywhere
        self.local = self._counted(self._local)
        self.national = self._counted(self._national)

    def count(self, area: str, stage: str = ANY, topic: str = ANY) -> Count:
        """Return how much there is.

        Raises:
            ValueError: there is no such area, stage or topic.
        """
        cell = self._cell(area, stage, topic)
        return Count(int(self.local[cell]), int(self.national[cell]))

    def local_entries(self, area: str, stage: str = ANY, topic: str = ANY) -> tuple[Resource, ...]:
        """Return the entries behind the local count, by name."""
        return self._entries(self._local, self._cell(area, stage, topic))

    def national_entries(self, area: str, stage: str = ANY, topic: str = ANY) -> tuple[Resource, ...]:
        """Return the entries behind the national count, by name."""
        return self._entries(self._national, self._cell(area, stage, topic))

    def for_all_of_scotland(self, stage: str = ANY, topic: str = ANY) -> int:
        """Return how many entries serve all of Scotland, those among them that also name areas included."""
        return len(self.entries_for_all_of_scotland(stage, topic))

    def entries_for_all_of_scotland(self, stage: str = ANY, topic: str = ANY) -> tuple[Resource, ...]:
        """Return the entries behind that number, by name."""
        rows = self._everywhere & self._stage[self.stages.index(stage)] & self._topic[self.topics.index(topic)]
        return tuple(self.resources[position] for position in np.flatnonzero(rows))

    def _cell(self, area: str, stage: str, topic: str) -> tuple[int, int, int]:
        return self.areas.index(area), self.stages.index(stage), self.topics.index(topic)

    def _entries(self, rows: NDArray[np.bool_], cell: tuple[int, int, int]) -> tuple[Resource, ...]:
        area, stage, topic = cell
        hits = np.flatnonzero(rows[area] & self._stage[stage] & self._topic[topic])
        return tuple(self.resources[position] for position in hits)

    def _counted(self, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        counts = np.zeros((len(self.areas), len(self.stages), len(self.topics)), dtype=np.int64)
        topics = self._topic.T.astype(np.float32)
        for position, stage in enumerate(self._stage):
            counts[:, position, :] = np.rint((rows & stage).astype(np.float32) @ topics)
        return counts

    def _suiting(self, stage: str) -> list[bool]:
        return [stage == ANY or not each.stages or stage in each.stages for each in self.resources]

    def _about(self, topic: str) -> list[bool]:
        wanted = self.vocabulary.narrower("topic", topic)
        return [topic == ANY or not wanted.isdisjoint(each.topics) for each in self.resources]


def counted(resources: Sequence[Resource], status: Sequence[str]) -> tuple[Resource, ...]:
    """Return the records that count as provision: those of one of these ``status``."""
    return tuple(each for each in resources if each.status in status)
