"""Lenses: look at the map for one purpose alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import CouncilArea
from knowledge.provision.gaps import Gap
from knowledge.provision.rules import Lens


def areas_seen(lens: Lens | None, councils: Mapping[str, CouncilArea]) -> frozenset[str]:
    """Return the council areas that a lens looks at; all without one."""
    if lens is None or not (lens.area_groups or lens.with_islands):
        return frozenset(councils)
    return frozenset(
        area.name
        for area in councils.values()
        if area.urban_rural in lens.area_groups or (lens.with_islands and area.has_islands)
    )


def entries_seen(lens: Lens | None, resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Return the entries that a lens counts: those with at least one of the things it looks for; all without one."""
    if lens is None:
        return tuple(resources)
    return tuple(each for each in resources if _fits(each, lens))


def gaps_seen(lens: Lens | None, gaps: Iterable[Gap], councils: Mapping[str, CouncilArea]) -> tuple[Gap, ...]:
    """Return the gaps that concern a lens: in its areas, of its stages or of its topics."""
    areas = areas_seen(lens, councils)
    kept = (gap for gap in gaps if gap.area in areas)
    if lens is None or not (lens.gap_stages or lens.topics):
        return tuple(kept)
    return tuple(gap for gap in kept if set(gap.stages) & set(lens.gap_stages) or gap.topic in lens.topics)


def _fits(resource: Resource, lens: Lens) -> bool:
    pairs = (
        (lens.topics, resource.topics),
        (lens.stages, resource.stages),
        (lens.audiences, resource.audiences),
        (lens.any_delivery, resource.delivery),
    )
    if any(not set(wanted).isdisjoint(has) for wanted, has in pairs):
        return True
    if lens.has_rural_note and resource.rural_note:
        return True
    words = set(re.findall(r"[a-z]+", (resource.equity_note or "").lower()))
    return not words.isdisjoint(lens.equity_words)
