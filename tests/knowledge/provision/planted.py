"""A small catalogue in which gaps and duplicates are planted; everything in it is invented."""

from __future__ import annotations

import datetime
from typing import Any

from knowledge.catalogue.resource import Contact, Resource
from knowledge.places import Gazetteer
from knowledge.provision import Provision, Rules, counted
from knowledge.vocabulary import Vocabulary

COUNCILS = Gazetteer.default().council_areas
NO_GAELIC = ("Highland", "Stirling")


def record(record_id: str, areas: tuple[str, ...], topic: str = "engineering", **fields: Any) -> Resource:
    """A record of an invented programme."""
    values: dict[str, Any] = {
        "id": record_id,
        "name": f"Programme {record_id}",
        "kind": "programme",
        "provider": "Example Learning",
        "summary": "An invented programme in which classes try something out and meet people who do it for a living.",
        "audiences": ("teacher", "pupil"),
        "stages": ("primary",),
        "topics": (topic,),
        "areas": areas,
        "delivery": ("in-school",),
        "cost": "free",
        "contact": Contact(url="https://example.org/contact", email=None, phone=None),
        "source_url": "https://example.org/",
        "as_of": "2026",
        "checked_on": datetime.date(2026, 1, 1),
        "status": "active",
        "confidence": "sourced",
    }
    return Resource(**{**values, **fields})


def of_kind(*groups: str) -> list[str]:
    """The council areas of a kind."""
    return [area.name for area in COUNCILS.values() if area.urban_rural in groups]


def planted_gaps() -> list[Resource]:
    """A catalogue with three gaps that stand out.

    Rural areas have engineering, but for Moray, which has as many entries about biology, and Stirling, of which nothing is
    known at all. Island areas have engineering, but for Orkney, which has marine science. Cities have computing for primary
    schools, but for Dundee, where it is for the senior phase. Of mixed areas nothing is known.

    Beside them stands what only looks like a gap: physics, of which four cities have much and most have none; and Gaelic, which
    all rural areas but Highland have, but which is not among the subjects that are compared.
    """
    found = []
    for area in of_kind("rural", "islands"):
        topic = {"Moray": "biology", "Orkney Islands": "marine", "Stirling": ""}.get(area, "engineering")
        found += [record(f"r{COUNCILS[area].code.lower()}-{number}", (area,), topic) for number in range(3) if topic]
    for area in of_kind("urban"):
        stages = ("senior-phase",) if area == "Dundee City" else ("primary", "senior-phase")
        found += [record(f"u{COUNCILS[area].code.lower()}-{n}", (area,), "computing", stages=stages) for n in range(3)]
    for area in ("Aberdeen City", "City of Edinburgh", "Glasgow City", "Inverclyde"):
        found += [record(f"p{COUNCILS[area].code.lower()}-{n}", (area,), "physics", stages=()) for n in range(6)]
    for area in of_kind("rural"):
        found += [record(f"g{COUNCILS[area].code.lower()}-{n}", (area,), "gaelic") for n in range(3 * (area not in NO_GAELIC))]
    found += [record(f"national-{number}", ("Scotland",), stages=("early-years", "primary")) for number in range(4)]
    found.append(record("long-gone", ("Moray",), status="ended"))
    return found


def provision_of(resources: list[Resource]) -> Provision:
    """What a catalogue holds."""
    return Provision(counted(resources, Rules.default().counted_status), COUNCILS, Vocabulary.default())
