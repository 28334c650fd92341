"""Peer networks, partnerships and lead contacts: what each is, for whom, and how to join. Only what the catalogue says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards import cost_label, shortened
from bot.conversation.nearby import WORK_AND_SCHOOL, permitted
from bot.web.portal_near import AUDIENCES, Place, of_the_trade
from knowledge.catalogue.resource import Resource
from knowledge.places import Gazetteer
from knowledge.search import Searcher
from knowledge.search.first_doors import branches
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

KINDS = ("network", "hub", "contact-point")
LONGEST_SUMMARY = 180


@dataclass(frozen=True)
class Joinable:
    """One network, partnership or lead contact.

    Attributes:
        resource: its entry.
        what: what it is, shortly.
        whom: for whom.
        areas: council areas it serves; none where it serves the whole country.
        how: how an employer takes part, as the catalogue says; empty for schools, and where it says nothing.
        cost: what it costs; empty where that is not known.
        lead: whom to write to or ring where its own entry gives a website alone: what runs it or what it belongs to.
        is_sure: whether a source shows that it still runs.
        is_lead: whether it is the regional group that joins up employers and schools there.
    """

    resource: Resource
    what: str
    whom: tuple[str, ...]
    areas: tuple[str, ...]
    how: str
    cost: str
    lead: Resource | None
    is_sure: bool
    is_lead: bool


@dataclass(frozen=True)
class AreaOfNetworks:
    """One council area.

    Attributes:
        name: of the area.
        leads: the regional groups.
        others: what else there is for it alone or for it and its neighbours.
    """

    name: str
    leads: list[Resource]
    others: list[Resource]


@dataclass(frozen=True)
class Networks:
    """All of them, from where somebody stands.

    Attributes:
        near: those of the place, the regional group first; empty without a place.
        national: those of the whole country, those of the trade first.
        areas: every council area with its own.
    """

    near: list[Joinable]
    national: list[Joinable]
    areas: list[AreaOfNetworks]


def networks(place: Place, side: str, topics: Sequence[str], searcher: Searcher) -> Networks:
    """Return what an employer or a school can join.

    Args:
        place: where they are; without one all that serves a part of the country stands only under its council area.
        side: employer or school.
        topics: their trade or subject.
        searcher: of the catalogue in service.
    """
    resources = [each for each in searcher.snapshot.resources if each.status != "ended"]
    by_id = {each.id: each for each in resources}
    areas = tuple(Gazetteer.default().council_areas)
    groups = branches(resources, WORK_AND_SCHOOL, areas)
    for_them = [each for each in resources if each.kind in KINDS and AUDIENCES[side] & set(each.audiences)]
    local = [each for each in for_them if not each.is_national and set(areas) & set(each.areas) and each not in groups]
    # What is named as a contact alone is listed with the lead contacts of /employers.
    national = [each for each in for_them if each.is_national and each.kind == "network"]

    def order(each: Resource) -> tuple[bool, float, bool, str]:
        return each not in groups, -of_the_trade(each, topics), each.status == "unknown", each.name

    def told(each: Resource) -> Joinable:
        return _joinable(each, side, by_id, each in groups)

    wishes = Wishes(place=place.areas)
    near = [each for each in [*groups, *local] if place.areas and permitted(each, wishes, known_place_only=True)]
    return Networks(
        near=[told(each) for each in sorted(near, key=order)],
        national=[told(each) for each in sorted(national, key=order)],
        areas=[
            AreaOfNetworks(
                area,
                [each for each in groups if area in each.areas],
                sorted((each for each in local if area in each.areas), key=order),
            )
            for area in areas
        ],
    )


def _joinable(resource: Resource, side: str, by_id: Mapping[str, Resource], is_lead: bool) -> Joinable:
    return Joinable(
        resource=resource,
        what=shortened(resource.summary, LONGEST_SUMMARY),
        whom=tuple(Vocabulary.default().labels("audience", resource.audiences)),
        areas=() if resource.is_national else resource.areas,
        how=(resource.employer_offer or "") if side == "employer" else "",
        cost="" if resource.cost == "unknown" else cost_label(resource),
        lead=_lead(resource, by_id),
        is_sure=resource.status != "unknown",
        is_lead=is_lead,
    )


def _lead(resource: Resource, by_id: Mapping[str, Resource]) -> Resource | None:
    """Return whom to ask where the entry itself has neither mailbox nor number."""
    if resource.contact.email or resource.contact.phone:
        return None
    above = [by_id[each] for each in (*resource.delivered_by, *resource.part_of) if each in by_id]
    return next((each for each in above if each.contact.email or each.contact.phone), None)
