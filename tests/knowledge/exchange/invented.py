"""Invented records for exchange: any text that the schema lets through, in every field."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from knowledge.catalogue import Resource
from knowledge.catalogue.resource import WIDE_AREAS
from knowledge.places import Gazetteer
from knowledge.vocabulary import Vocabulary

HOSTILE = (
    "=1+1",
    "+44",
    "-1",
    "@SUM(A1)",
    "'",
    "''=",
    "a | b",
    "\\",
    "\\|",
    "|",
    "",
    "---",
    "...",
    "a: b",
    "null",
    "2019",
    "\r\n",
    "\t=x",
)
"""Texts that a form could mistake for something else."""
_TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
_ID = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
_ADDRESS = st.sampled_from(["https://example.org", "http://example.org/a?b=1&c=%20#d", "https://example.org/é"])
_AREA = st.sampled_from([*WIDE_AREAS, *Gazetteer.default().council_areas])


def resource(**changes: Any) -> Resource:
    """Return a plain record with some fields changed."""
    data: dict[str, Any] = {
        "id": "good-club",
        "name": "Good Club",
        "kind": "programme",
        "provider": "Good Clubs Scotland",
        "summary": "A club after school in which pupils build robots and learn to write programs for them.",
        "audiences": ["pupil"],
        "topics": ["robotics"],
        "areas": ["Fife"],
        "cost": "free",
        "contact": {"url": "https://example.org/contact", "email": "club@example.org", "phone": "01632 960001"},
        "source_url": "https://example.org",
        "as_of": "2024",
        "checked_on": "2026-01-31",
        "status": "active",
        "confidence": "sourced",
    }
    return Resource.model_validate(data | changes)


def resources() -> st.SearchStrategy[list[Resource]]:
    """Give lists of records with different ids."""
    return st.lists(_resources(), min_size=1, max_size=4, unique_by=lambda each: each.id)


@st.composite
def _resources(draw: st.DrawFn) -> Resource:
    def some(facet: str, least: int = 0) -> list[str]:
        values = st.lists(st.sampled_from(Vocabulary.default().ids(facet)), min_size=least, max_size=4, unique=True)
        return draw(values)

    own = draw(_ID)
    texts = st.lists(_TEXT, max_size=4)
    links = st.lists(_ID.filter(lambda each: each != own), max_size=3)
    note = st.none() | _TEXT
    data = {
        "id": own,
        "name": "Na" + draw(_TEXT),
        "also_known_as": sorted({each.strip() for each in draw(texts)}),
        "kind": draw(st.sampled_from(Vocabulary.default().ids("kind"))),
        "provider": "Pr" + draw(_TEXT),
        "summary": draw(st.sampled_from(HOSTILE)) + "y" * 40 + draw(_TEXT) + "z",
        "audiences": some("audience", 1),
        "stages": some("stage"),
        "topics": some("topic", 1),
        "areas": draw(st.lists(_AREA, min_size=1, max_size=4, unique=True)),
        "delivery": some("delivery"),
        "cost": draw(st.sampled_from(Vocabulary.default().ids("cost"))),
        "contact": {
            "url": draw(_ADDRESS),
            "email": draw(st.sampled_from([None, "office@example.org", "+a'=b@example.org"])),
            "phone": draw(st.sampled_from([None, "01632 960001", "+44 1632 960002"])),
        },
        "source_url": draw(_ADDRESS),
        "more_sources": draw(st.lists(_ADDRESS, max_size=2)),
        "source_is_copy": draw(st.booleans()),
        "as_of": "As" + draw(_TEXT),
        "checked_on": draw(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1))),
        "status": draw(st.sampled_from(["active", "unknown", "ended", "renamed"])),
        "confidence": draw(st.sampled_from(["sourced", "general"])),
    }
    for name in ("keywords", "asked_as"):
        data[name] = draw(texts)
    for name in ("cost_note", "employer_offer", "rural_note", "equity_note", "curriculum_note"):
        data[name] = draw(note)
    for name in ("part_of", "delivered_by", "replaced_by", "related", "retired_ids"):
        data[name] = draw(links)
    return Resource.model_validate(data)
