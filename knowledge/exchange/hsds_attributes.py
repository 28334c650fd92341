"""What HSDS has no place for, as attributes with terms of this catalogue's own taxonomies."""

from __future__ import annotations

from typing import Any, get_origin

from knowledge.catalogue.resource import Resource
from knowledge.exchange.identifiers import identifier
from knowledge.vocabulary import Vocabulary

TAXONOMY = "STEM resource finder: "
"""How the name of every taxonomy of this catalogue begins; attributes of others are left alone."""
FACETS = {
    "kind": "kind",
    "audiences": "audience",
    "stages": "stage",
    "topics": "topic",
    "delivery": "delivery",
    "cost": "cost",
}
"""Field -> the vocabulary its values come from; the term's code is the value."""
VALUES = (
    *("id", "also_known_as", "keywords", "asked_as", "employer_offer", "rural_note", "equity_note", "curriculum_note"),
    *("source_url", "more_sources", "source_is_copy", "as_of", "status", "confidence"),
    *("part_of", "delivered_by", "replaced_by", "related", "retired_ids"),
)
"""Fields whose attribute carries the value itself."""
_LISTS = frozenset(name for name, field in Resource.model_fields.items() if get_origin(field.annotation) is tuple)
_YES = "yes"


def write(resource: Resource, service: str) -> list[dict[str, Any]]:
    """Return the attributes of a record's service, in the order of the schema."""
    return [
        _attribute(resource.id, service, field, position, value)
        for field in (*VALUES, *FACETS)
        for position, value in enumerate(_said(resource, field))
    ]


def read(attributes: list[dict[str, Any]]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return (field -> value, [(field, mistake)]) of the attributes that are this catalogue's own."""
    data: dict[str, Any] = {}
    mistakes: list[tuple[str, str]] = []
    for attribute in attributes:
        field = _field_of(attribute)
        if not field:
            continue
        value = attribute["taxonomy_term"].get("code") if field in FACETS else attribute.get("value")
        if value is None:
            mistakes.append((field, "has no code of its term" if field in FACETS else "has no value"))
        elif field in _LISTS:
            data.setdefault(field, []).append(value)
        elif field in data:
            mistakes.append((field, "stands twice; keep one"))
        elif field == "source_is_copy":
            data[field] = value == _YES
        else:
            data[field] = value
    return data, mistakes


def record_id_of(service: Any) -> str:
    """Return the record's id as a service that may be malformed says it, or ""."""
    try:
        said, _ = read(service["attributes"])
        found = said.get("id")
    except (TypeError, KeyError, AttributeError):
        return ""
    return found[:80] if isinstance(found, str) else ""


def _field_of(attribute: dict[str, Any]) -> str:
    term = attribute.get("taxonomy_term", {})
    field = term.get("taxonomy", "").removeprefix(TAXONOMY) if term.get("taxonomy", "").startswith(TAXONOMY) else ""
    return field if field in FACETS or field in VALUES else ""


def _said(resource: Resource, field: str) -> list[str]:
    value = getattr(resource, field)
    if field == "source_is_copy":
        return [_YES] if value else []
    if value is None:
        return []
    return list(value) if isinstance(value, tuple) else [value]


def _attribute(record: str, service: str, field: str, position: int, value: str) -> dict[str, Any]:
    code = value if field in FACETS else field
    name = Vocabulary.default().label(FACETS[field], value) if field in FACETS else field.replace("_", " ")
    term = {
        "id": identifier("taxonomy_term", field, code),
        "code": code,
        "name": name,
        "description": Resource.model_fields[field].description or name,
        "taxonomy": TAXONOMY + field,
    }
    return {
        "id": identifier("attribute", record, field, str(position)),
        "link_id": service,
        "link_entity": "service",
        "link_type": field,
        "taxonomy_term_id": term["id"],
        **({} if field in FACETS else {"value": value}),
        "taxonomy_term": term,
    }
