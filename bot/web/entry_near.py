"""Near by: other entries for the same council areas and the same subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from multidict import MultiDict

from knowledge.catalogue.resource import WIDE_AREAS, Resource
from knowledge.search import Searcher

MOST = 6
_AREAS_IN_A_LINK = 3


def local_areas(resource: Resource) -> tuple[str, ...]:
    """Return the council areas that an entry names."""
    return tuple(area for area in resource.areas if area not in WIDE_AREAS)


def near_by(resource: Resource, resources: Iterable[Resource], told: Collection[str]) -> list[Resource]:
    """Return entries that name one of the same council areas and one of the same subjects, the most alike first.

    Args:
        resource: the entry.
        resources: the catalogue.
        told: ids of entries that the page names already.
    """
    areas, topics, stages = set(local_areas(resource)), set(resource.topics), set(resource.stages)
    found = [
        each
        for each in resources
        if each.id != resource.id
        and each.id not in told
        and each.status != "ended"
        and areas & set(each.areas)
        and topics & set(each.topics)
    ]

    def unlike(each: Resource) -> tuple[int, int, int, str]:
        return (
            -len(topics & set(each.topics)),
            -len(stages & set(each.stages)),
            len(each.areas),
            each.name.casefold(),
        )

    return sorted(found, key=unlike)[:MOST]


def more_near_by(resource: Resource, searcher: Searcher) -> MultiDict[str]:
    """Return the directory's parameters for all that serves the same places on the same subjects; none for a wide entry."""
    areas = local_areas(resource)
    if not areas or len(areas) > _AREAS_IN_A_LINK:
        return MultiDict()
    known = searcher.vocabulary.ids("topic")
    topics = [topic for topic in resource.topics if topic in known][:_AREAS_IN_A_LINK]
    return MultiDict([*(("place", area) for area in areas), *(("topic", topic) for topic in topics)])
