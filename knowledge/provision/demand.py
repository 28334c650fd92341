"""What people wanted and did not get, and the needs among it that entries of the catalogue may meet. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.catalogue.resource import Resource
from knowledge.provision.counts import ANY, Provision

Cause = Literal["unanswered", "relaxed", "badly-rated", "need"]


@dataclass(frozen=True)
class Demand:
    """Something that people wanted and did not get.

    Attributes:
        cause: a question without an answer, with a wish dropped or with a bad answer; or a need that no offer meets.
        areas: council areas it names; empty where it names none.
        topics: ids of topics.
        stages: ids of stages; empty where it names none.
        times: how often it was asked.
    """

    cause: Cause
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    stages: tuple[str, ...] = ()
    times: int = 1

    def tells_where(self, most_areas: int) -> bool:
        """Return whether it names a subject, and few enough areas to say where something is missing."""
        return bool(self.topics) and 0 < len(self.areas) <= most_areas


@dataclass(frozen=True)
class FittingNeeds:
    """Needs that no offer meets, but that entries may: no gap, and something to tell the school.

    Attributes:
        area: the council area that they and the entries name.
        topics: ids of the subjects of each of them.
        stages: ids of stages of each of them; empty where they name none.
        needs: how many they are.
        entries: those that name the area, are about one of the subjects and suit one of the stages; by name.
    """

    area: str
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    needs: int
    entries: tuple[Resource, ...]


def fitting_entries(demand: Demand, area: str, provision: Provision) -> tuple[Resource, ...]:
    """Return the entries that name ``area``, are about one of a demand's subjects and suit one of its stages, by name."""
    found = {
        entry.id: entry
        for topic in demand.topics
        for stage in demand.stages or (ANY,)
        for entry in provision.local_entries(area, stage, topic)
    }
    return tuple(sorted(found.values(), key=lambda entry: (entry.name.casefold(), entry.id)))


def fitting_needs(provision: Provision, demands: Iterable[Demand], most_areas: int) -> tuple[FittingNeeds, ...]:
    """Return the needs for which fitting entries exist, those of an area that ask for the same together; by area.

    Args:
        provision: what there is.
        demands: of any cause; only needs are looked at.
        most_areas: of a need that says where it is.
    """
    wanted: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    for demand in demands:
        if demand.cause == "need" and demand.tells_where(most_areas):
            for area in demand.areas:
                same = (area, tuple(sorted(demand.topics)), tuple(sorted(demand.stages, key=provision.stages.index)))
                wanted[same] = wanted.get(same, 0) + demand.times
    found = []
    for (area, topics, stages), needs in sorted(wanted.items()):
        entries = fitting_entries(Demand("need", (area,), topics, stages), area, provision)
        if entries:
            found.append(FittingNeeds(area, topics, stages, needs, entries))
    return tuple(found)
