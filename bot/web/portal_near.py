"""Whom to turn to around a place: regional groups, lead contacts, hubs and networks; and which ways to take part fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import shortened
from bot.conversation.nearby import WORK_AND_SCHOOL, permitted
from knowledge.catalogue.resource import Resource
from knowledge.engagement import EmployerReader, Engagement, Means, Way, doors
from knowledge.search import Searcher
from knowledge.search.first_doors import branches
from knowledge.understanding import Wishes

AUDIENCES = {"employer": {"employer"}, "school": {"teacher", "early-years-practitioner", "pupil"}}
SCHOOL_VISITS = ("dyw-school-coordinators", "stem-ambassadors-in-scotland")
MOST_NETWORKS = 6
MOST_DOORS = 2
LONGEST_PLACE = 120
LONGEST_SUMMARY = 150


@dataclass(frozen=True)
class Place:
    """A place somebody typed.

    Attributes:
        typed: as typed.
        label: as it was read; empty where it was not understood.
        areas: the council areas it lies in.
    """

    typed: str
    label: str = ""
    areas: tuple[str, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Whether something was typed that is no place in Scotland that we know."""
        return bool(self.typed) and not self.areas

    @property
    def where(self) -> str:
        """The place with its council areas, so that a wrong reading is seen."""
        named = set(self.label.split(" or "))
        label = self.label.replace(" or ", " and ")
        return label if set(self.areas) <= named or len(self.areas) > 4 else f"{label} ({', '.join(self.areas)})"


@dataclass(frozen=True)
class Around:
    """Whom to turn to.

    Attributes:
        groups: the regional groups of Developing the Young Workforce.
        national: the national body behind them.
        visits: who arranges visits besides; for schools.
        leads: lead contacts.
        hubs: hubs and partnerships.
        networks: peer networks and clusters, the local ones and those of the trade first.
    """

    groups: list[Resource]
    national: Resource | None
    visits: list[Resource]
    leads: list[Resource]
    hubs: list[Resource]
    networks: list[Resource]


@dataclass(frozen=True)
class WayShown:
    """One way to take part, and where to begin."""

    way: Way
    doors: list[Resource]


def place_from(typed: str, searcher: Searcher) -> Place:
    """Return the place that was typed, read as everywhere else on the site."""
    typed = " ".join(typed.split())[:LONGEST_PLACE]
    if not typed:
        return Place("")
    wishes = searcher.understander.understand(typed).wishes
    return Place(typed, wishes.place_label, tuple(wishes.place))


def around(place: Place, side: str, topics: Sequence[str], searcher: Searcher) -> Around:
    """Return whom an employer or a school turns to.

    Args:
        place: where they are; without one only what serves the whole country is given.
        side: employer or school.
        topics: their trade or subject.
        searcher: of the catalogue in service.
    """
    resources = [each for each in searcher.snapshot.resources if each.status != "ended"]
    by_id = {each.id: each for each in resources}
    groups = branches(resources, WORK_AND_SCHOOL, place.areas)
    # Without a place, only what serves the whole country.
    wishes = Wishes(place=place.areas)

    def fitting(kind: str) -> list[Resource]:
        found = [
            each
            for each in resources
            if each.kind == kind
            and each not in groups
            and each.id != WORK_AND_SCHOOL
            and AUDIENCES[side] & set(each.audiences)
            and "International" not in each.areas
            and permitted(each, wishes, known_place_only=True)
        ]
        return sorted(found, key=lambda each: (each.is_national, -of_the_trade(each, topics), each.name))

    return Around(
        groups=groups,
        national=by_id.get(WORK_AND_SCHOOL),
        visits=[by_id[each] for each in SCHOOL_VISITS if each in by_id] if side == "school" else [],
        leads=[each for each in fitting("contact-point") if side == "employer" or each.id not in SCHOOL_VISITS][:MOST_NETWORKS],
        hubs=[each for each in fitting("hub") if not each.is_national][:MOST_NETWORKS],
        networks=fitting("network")[:MOST_NETWORKS],
    )


def in_short(resources: Sequence[Resource]) -> list[Resource]:
    """Return entries with the first sentence or so of their summaries, for a list."""
    return [each.model_copy(update={"summary": shortened(each.summary, LONGEST_SUMMARY)}) for each in resources]


def of_the_trade(resource: Resource, topics: Sequence[str]) -> float:
    """Return how much of an entry is about a trade, from 0 to 1: of two, what does little else comes first."""
    return len(set(topics) & set(resource.topics)) / max(1, len(resource.topics))


def topics_from(typed: str, side: str, searcher: Searcher, engagement: Engagement) -> tuple[str, ...]:
    """Return the topics of what a firm says it does, or of the subject that a school names."""
    if not typed:
        return ()
    said = searcher.understander.understand(typed)
    return EmployerReader(engagement).means(typed, said).topics if side == "employer" else said.wishes.topic


def ways_shown(
    place: Place, has: Sequence[str], effort: int, topics: Sequence[str], searcher: Searcher, engagement: Engagement
) -> list[WayShown]:
    """Return the ways to take part that fit what a firm has, the least effort first.

    Args:
        place: where it is; its own regional groups then stand for the national one.
        has: what it could give, as named in assets.yaml; anything where none is named.
        effort: the most it can manage, from 1 to 4.
        topics: its trade.
        searcher: of the catalogue in service.
        engagement: the ways.
    """
    by_id = {each.id: each for each in searcher.snapshot.resources}
    local = branches(searcher.snapshot.resources, WORK_AND_SCHOOL, place.areas)
    wishes, means = Wishes(place=place.areas), Means(assets=tuple(has), topics=tuple(topics))
    shown = []
    for way in engagement.ways.values():
        if way.effort > effort or (has and not set(has) & set(way.takes)):
            continue
        if way.needs_topic and not set(topics) & set(way.needs_topic):
            continue
        found = []
        for each in doors(way, means):
            here = local if each == WORK_AND_SCHOOL and local else [by_id[each]] if each in by_id else []
            found += [door for door in here if door not in found and permitted(door, wishes, known_place_only=True)]
        # Where several groups share an area, nobody here knows which of them is the nearest: each is named.
        shown.append(WayShown(way, found[: max(MOST_DOORS, len(local))]))
    return sorted(shown, key=lambda one: one.way.effort)
