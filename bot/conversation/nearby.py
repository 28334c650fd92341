"""What there is around a place for a step of a route: found by the one search, within hard wishes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.catalogue.resource import Resource
from knowledge.pathways import GENERAL
from knowledge.places.gazetteer import NATIONAL
from knowledge.search import Query, Searcher
from knowledge.search.filters import FREE
from knowledge.search.first_doors import branches
from knowledge.understanding import Understanding, Wishes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.pathways import CareerField, CareerStep

WORK_AND_SCHOOL = "dyw-national"
"""The record whose local branches match schools and employers everywhere in Scotland."""
MOST_LOCAL = 2
Values = tuple[str, ...]
_LOOKED_AT = 8
_REMEMBERED = 1024


class Nearby:
    """Finds local entries for steps.

    Args:
        searcher: the search over the catalogue in service.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        # What a step looks for and where never changes while a catalogue is in service, and is no word of a visitor's.
        self._read: dict[str, tuple[Understanding, NDArray[np.float32]]] = {}
        self._found = lru_cache(maxsize=_REMEMBERED)(self._search)
        self._groups = lru_cache(maxsize=_REMEMBERED)(self._group)

    def entries(self, step: CareerStep, field: CareerField, wishes: Wishes) -> list[Resource]:
        """Return up to ``MOST_LOCAL`` entries that name the asker's place; none where no place is known.

        Args:
            step: what they should help with.
            field: its topics are those of which an entry must have one, unless the step names others.
            wishes: place, cost and delivery must hold.
        """
        if step.nearby is None or not wishes.place:
            return []
        topics = step.nearby.topic or (*field.topics, *field.subjects)
        if not topics and field.id != GENERAL:
            # Without a topic nothing tells this field from others, and what is near would be beside the point.
            return []
        excluded = tuple(sorted(wishes.excluded.items()))
        return list(self._found(step.nearby.text, step.nearby.kind, topics, wishes.place, wishes.cost, wishes.delivery, excluded))

    def groups(self, wishes: Wishes) -> tuple[Resource, ...]:
        """Return every local DYW group of the asker's place: several may share one council area, as in Highland."""
        return self._groups(wishes.place) if wishes.place else ()

    def of_schools_and_employers(self, wishes: Wishes) -> Resource | None:
        """Return the first local DYW group of the asker's place; None where no place is known or no group serves it."""
        return next(iter(self.groups(wishes)), None)

    def _group(self, place: Values) -> tuple[Resource, ...]:
        return tuple(branches(self._searcher.snapshot.resources, WORK_AND_SCHOOL, place))

    def _search(
        self,
        text: str,
        kind: Values,
        topic: Values,
        place: Values,
        cost: Values,
        delivery: Values,
        excluded: tuple[tuple[str, Values], ...],
    ) -> tuple[Resource, ...]:
        if text not in self._read:
            said = self._searcher.understander.understand(text)
            self._read[text] = (said, self._searcher.encoder.encode([text])[0])
        said, embedding = self._read[text]
        wanted = Wishes(place=place, cost=cost, delivery=delivery, kind=kind, topic=topic, excluded=dict(excluded))
        query = Query(text, said, wanted, embedding=embedding, strict=frozenset({"kind", "topic"}))
        outcome = self._searcher.search(query, limit=_LOOKED_AT)
        if outcome.relaxed:
            return ()
        local = [result.resource for result in outcome.results if set(result.resource.areas) & set(place)]
        return tuple(resource for resource in local if resource.status != "ended")[:MOST_LOCAL]


def permitted(resource: Resource, wishes: Wishes, known_place_only: bool = False) -> bool:
    """Return whether an entry breaks none of the hard wishes of a visitor.

    Args:
        resource: the entry.
        wishes: what the visitor asked for and ruled out.
        known_place_only: refuse what serves one part of Scotland while no place is known.
    """
    if resource.status == "ended" or any(
        value in wishes.excluded.get(facet, ()) for facet, value in (("kind", resource.kind), ("cost", resource.cost))
    ):
        return False
    national = bool(NATIONAL & set(resource.areas))
    if wishes.place and not (national or set(resource.areas) & set(wishes.place)):
        return False
    if known_place_only and not wishes.place and not national:
        return False
    if wishes.cost and FREE & set(wishes.cost) and resource.cost not in FREE:
        return False
    if wishes.delivery and not set(wishes.delivery) & set(resource.delivery):
        return False
    return not set(wishes.excluded.get("delivery", ())) & set(resource.delivery)
