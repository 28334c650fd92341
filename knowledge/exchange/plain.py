"""A record as plain data: what its file in the catalogue says, without what is left at its default."""

from __future__ import annotations

from typing import Any

from knowledge.catalogue.resource import Resource


def plain(resource: Resource) -> dict[str, Any]:
    """Return the record's fields in the order of the schema: lists instead of tuples, the date as a date."""
    data = resource.model_dump(exclude_defaults=True)
    return {name: _listed(data[name]) for name in Resource.model_fields if name in data}


def _listed(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, dict) else value
