"""The catalogue as schema.org JSON-LD. Each kind maps to the narrowest type that is true of every record of that kind.

What schema.org has no exact place for stands beside it under ``stem:record``, as a JSON literal (JSON-LD 1.1) in a namespace
of this catalogue: readers of schema.org pass over it, and reading an export loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.catalogue.resource import Resource
from knowledge.exchange.identifiers import identifier
from knowledge.exchange.json_text import as_text, from_text
from knowledge.exchange.plain import plain
from knowledge.exchange.reading import Entry, Mistake, Reading, checked, name_of, unreadable
from knowledge.places.gazetteer import Gazetteer
from knowledge.vocabulary import Vocabulary

CONTEXT = "https://schema.org"
TYPES = {
    "programme": "Service",
    "service": "Service",
    "award": "Service",
    "event": "Event",
    "facility": "Place",
    "organisation": "Organization",
    "network": "Organization",
    "hub": "Organization",
    "pathway": "EducationalOccupationalProgram",
    "placement": "WorkBasedProgram",
    "course": "Course",
    "teaching-resource": "LearningResource",
    "fund": "MonetaryGrant",
    "contact-point": "ContactPoint",
}
_CREATIVE = frozenset({"Course", "LearningResource"})
_PROVIDED = frozenset({"Service", "EducationalOccupationalProgram", "WorkBasedProgram", "Course", "LearningResource"})
_HAS_KEYWORDS = frozenset({"Event", "Place", "Organization", "Course", "LearningResource"})
_HAS_AREA = frozenset({"Service", "Organization", "ContactPoint"})
_HAS_PRICE_FLAG = frozenset({"Event", "Place", "Course", "LearningResource"})
_HAS_AUDIENCE = frozenset({"Service", "Event", "Course", "LearningResource"})
_COUNTRIES = {"Scotland": "Scotland", "UK": "United Kingdom"}
_OWN = "stem:record"
_OWN_CONTEXT = {"@version": 1.1, "stem": "urn:stem-resource-finder:", _OWN: {"@type": "@json"}}
_READ_FROM_SCHEMA_ORG = frozenset({"id", "name", "also_known_as", "summary", "source_url", "as_of", "checked_on"})


def write(resources: Iterable[Resource]) -> str:
    """Return the records as one JSON-LD document."""
    return as_text({"@context": [CONTEXT, _OWN_CONTEXT], "@graph": [_node(resource) for resource in resources]})


def read(text: str) -> Reading:
    """Return the records of a JSON-LD document that ``write`` wrote or that has the same form."""
    data, wrong = from_text(text)
    if wrong:
        return unreadable(wrong)
    graph = data.get("@graph") if isinstance(data, dict) else None
    if not isinstance(graph, list):
        return unreadable("It is not a JSON-LD document with a list @graph.")
    return checked(_entries(graph))


def as_json_ld(resource: Resource, address: str) -> dict[str, Any]:
    """Return the record as JSON-LD.

    Args:
        resource: the record.
        address: its own address in this catalogue.
    """
    kind = TYPES[resource.kind]
    vocabulary = Vocabulary.default()
    topics = vocabulary.labels("topic", resource.topics)
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": kind,
        "@id": address,
        "identifier": resource.id,
        "name": resource.name,
        "alternateName": list(resource.also_known_as),
        "description": resource.summary,
        "url": resource.contact.url,
        "additionalType": vocabulary.label("kind", resource.kind),
        "subjectOf": {
            "@type": "WebPage",
            "url": resource.source_url,
            "temporalCoverage": resource.as_of,
        },
        "sdDatePublished": resource.checked_on.isoformat(),
    }
    provider = {"@type": "Organization", "name": resource.provider}
    areas = [_area(area) for area in resource.areas]
    if kind in _PROVIDED:
        data["provider"] = provider
    if kind == "Service":
        data["serviceType"] = vocabulary.label("kind", resource.kind)
    if kind == "Event":
        data["organizer"] = provider
        data["location"] = areas
    if kind == "MonetaryGrant":
        data["funder"] = provider
    if kind == "Organization" and resource.provider != resource.name:
        data["parentOrganization"] = provider
    if kind in _HAS_AREA:
        data["areaServed"] = areas
    if kind == "Place":
        data["containedInPlace"] = areas
    if kind in _HAS_KEYWORDS:
        data["keywords"] = [*topics, *resource.keywords]
    if kind in _CREATIVE:
        data["about"] = topics
        data["educationalLevel"] = vocabulary.labels("stage", resource.stages)
    if kind in _HAS_PRICE_FLAG and resource.cost in {"free", "paid"}:
        data["isAccessibleForFree"] = resource.cost == "free"
    if kind in _HAS_AUDIENCE:
        data["audience"] = [
            {"@type": "Audience", "audienceType": label} for label in vocabulary.labels("audience", resource.audiences)
        ]
    data.update(_contact(resource, kind))
    return {key: value for key, value in data.items() if value not in ([], None, "")}


def _node(resource: Resource) -> dict[str, Any]:
    data = as_json_ld(resource, f"urn:uuid:{identifier('service', resource.id)}")
    data.pop("@context")
    return {**data, _OWN: {name: value for name, value in plain(resource).items() if name not in _READ_FROM_SCHEMA_ORG}}


def _entries(graph: list[Any]) -> Iterator[Entry]:
    for number, node in enumerate(graph, start=1):
        place = f"node {number}"
        own = node.get(_OWN) if isinstance(node, dict) else None
        if not isinstance(own, dict):
            name = name_of({"id": node.get("identifier")}, place) if isinstance(node, dict) else place
            missing = f"has no {_OWN}, which holds what schema.org has no place for"
            yield Entry(place, {}, (Mistake(name, _OWN, missing),))
            continue
        page = node.get("subjectOf")
        page = page if isinstance(page, dict) else {}
        said = {
            "id": node.get("identifier"),
            "name": node.get("name"),
            "also_known_as": node.get("alternateName"),
            "summary": node.get("description"),
            "source_url": page.get("url"),
            "as_of": page.get("temporalCoverage"),
            "checked_on": node.get("sdDatePublished"),
        }
        data = {**own, **{name: value for name, value in said.items() if value is not None}}
        twice = sorted(_READ_FROM_SCHEMA_ORG & set(own))
        mistakes = tuple(Mistake(name_of(data, place), name, f"stands in {_OWN} and in schema.org's place") for name in twice)
        yield Entry(place, data, mistakes)


def _contact(resource: Resource, kind: str) -> dict[str, Any]:
    said = {"telephone": resource.contact.phone, "email": resource.contact.email}
    if kind == "ContactPoint":
        return {**said, "contactType": "enquiries"}
    if kind == "Organization":
        return {**said, "contactPoint": {"@type": "ContactPoint", "url": resource.contact.url, "contactType": "enquiries"}}
    return {"telephone": said["telephone"]} if kind == "Place" else {}


def _area(area: str) -> dict[str, Any]:
    if area in _COUNTRIES:
        return {"@type": "Country" if area == "UK" else "AdministrativeArea", "name": _COUNTRIES[area]}
    council = Gazetteer.default().council_areas.get(area)
    if council is None:
        return {"@type": "Place", "name": area}
    named = {"@type": "AdministrativeArea", "name": council.name}
    return {**named, "alternateName": council.gaelic_name} if council.gaelic_name else named
