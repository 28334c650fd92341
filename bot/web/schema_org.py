"""A catalogue record as schema.org JSON-LD. Each kind maps to the narrowest type that is true of every record of that kind."""

from __future__ import annotations

from typing import Any

from knowledge.catalogue.resource import Resource
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
