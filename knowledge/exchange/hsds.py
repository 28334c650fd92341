"""The catalogue in Open Referral's HSDS 3: a page of services, each with its organisation, areas, phone and attributes.

What HSDS has a place for stands there, and is read from there. What it lacks stands in ``attributes``, each with a term of a
taxonomy of this catalogue, so that other programs can show it and reading loses nothing. docs/exchange.md has the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.catalogue.resource import Resource
from knowledge.exchange import hsds_attributes
from knowledge.exchange.hsds_profile import mistakes_in_page, mistakes_in_service
from knowledge.exchange.identifiers import identifier
from knowledge.exchange.json_text import as_text, from_text
from knowledge.exchange.reading import Entry, Mistake, Reading, checked, name_of, unreadable
from knowledge.vocabulary import Vocabulary

STATUSES = {"active": "active", "renamed": "active", "unknown": "inactive", "ended": "defunct"}
"""HSDS cannot say "nobody knows": what no source confirms is called inactive, and ``alert`` says why."""
_STATUSES_OF_OTHERS = {"active": "active", "inactive": "unknown", "temporarily closed": "unknown", "defunct": "ended"}
_ALERTS = {
    "unknown": "The source is too old to tell whether this still runs. Ask them first.",
    "ended": "This has ended.",
}
_PAGE = {"total_pages": 1, "page_number": 1, "first_page": True, "last_page": True}


def write(resources: Iterable[Resource]) -> str:
    """Return the records as one HSDS 3 page of services."""
    services = [service_of(resource) for resource in resources]
    size = len(services)
    page = {"total_items": size, **_PAGE, "size": size, "empty": not services, "contents": services}
    return as_text(page)


def read(text: str) -> Reading:
    """Return the records of an HSDS 3 page of services, or of a bare list of services."""
    data, wrong = from_text(text)
    if wrong:
        return unreadable(wrong)
    page = {"contents": data} if isinstance(data, list) else data
    faults = mistakes_in_page(page)
    if faults:
        return unreadable(f"It is not a page of HSDS services: {' '.join(filter(None, faults[0]))}.")
    return checked(_entries(page["contents"]))


def service_of(resource: Resource) -> dict[str, Any]:
    """Return the record as an HSDS service with everything that belongs to it."""
    service = identifier("service", resource.id)
    organization = identifier("organization", resource.provider)
    audiences = Vocabulary.default().labels("audience", resource.audiences)
    data: dict[str, Any] = {
        "id": service,
        "organization_id": organization,
        "name": resource.name,
        "alternate_name": "; ".join(resource.also_known_as) or None,
        "description": resource.summary,
        "url": resource.contact.url,
        "email": resource.contact.email,
        "status": STATUSES[resource.status],
        "alert": _ALERTS.get(resource.status),
        "fees_description": resource.cost_note,
        "eligibility_description": "For: " + ", ".join(audiences),
        "assured_date": resource.checked_on.isoformat(),
        "phones": _phones(resource, service),
        "service_areas": [
            {"id": identifier("service_area", resource.id, area), "service_id": service, "name": area} for area in resource.areas
        ],
        "service_at_locations": _online(resource, service),
        "organization": {
            "id": organization,
            "name": resource.provider,
            "description": f"{resource.provider}: the organisation behind {resource.name}.",
        },
        "cost_options": [_cost_option(resource, service)],
        "attributes": hsds_attributes.write(resource, service),
    }
    return {name: value for name, value in data.items() if value is not None and value != []}


def _phones(resource: Resource, service: str) -> list[dict[str, Any]]:
    if not resource.contact.phone:
        return []
    return [{"id": identifier("phone", resource.id), "service_id": service, "number": resource.contact.phone}]


def _online(resource: Resource, service: str) -> list[dict[str, Any]]:
    """Return the one location that a record is sure of: the web, for what is delivered online. Records hold no addresses."""
    if "online" not in resource.delivery:
        return []
    place = {"id": identifier("location", resource.id), "location_type": "virtual", "url": resource.contact.url}
    link = identifier("service_at_location", resource.id)
    return [{"id": link, "service_id": service, "location_id": place["id"], "location": place}]


def _cost_option(resource: Resource, service: str) -> dict[str, Any]:
    option = {"id": identifier("cost_option", resource.id), "service_id": service}
    label = Vocabulary.default().label("cost", resource.cost)
    return {**option, "option": label, **({"currency": "GBP", "amount": 0} if resource.cost == "free" else {})}


def _entries(services: list[Any]) -> Iterator[Entry]:
    for number, service in enumerate(services, start=1):
        place = f"service {number}"
        faults = mistakes_in_service(service)
        if faults:
            name = hsds_attributes.record_id_of(service) or place
            yield Entry(place, {}, tuple(Mistake(name, field, message) for field, message in faults))
            continue
        said, mistakes = hsds_attributes.read(service.get("attributes", []))
        data = {**_native(service), **said}
        yield Entry(place, data, tuple(Mistake(name_of(data, place), field, message) for field, message in mistakes))


def _native(service: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that HSDS has a place of its own for; a field that is not there is left out."""
    contact = {"url": service.get("url"), "email": service.get("email")}
    contact["phone"] = next((phone["number"] for phone in service.get("phones", [])), None)
    data = {
        "name": service["name"],
        # Of these two our own exports say more in attributes, which then hold.
        "also_known_as": [service["alternate_name"]] if "alternate_name" in service else None,
        "status": _STATUSES_OF_OTHERS[service["status"]],
        "provider": service.get("organization", {}).get("name"),
        "summary": service.get("description"),
        "areas": [area["name"] for area in service.get("service_areas", []) if "name" in area] or None,
        "cost_note": service.get("fees_description"),
        "checked_on": service.get("assured_date"),
        "contact": {name: value for name, value in contact.items() if value is not None},
    }
    return {name: value for name, value in data.items() if value is not None}
