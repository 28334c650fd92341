"""Old names of entries as addresses: "Generation Science" was once asked for, so /resources/generation-science leads on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher
from knowledge.text import fold

_MADE: WeakKeyDictionary[Searcher, dict[str, str]] = WeakKeyDictionary()


def slug(name: str) -> str:
    """Return a name as it would stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("&", " and ").replace("'", "").replace("’", "")).strip("-")


def ids_by_name(resources: Iterable[Resource]) -> dict[str, str]:
    """Return the slug of each name and former name, with the id of the one entry that it means; ambiguous ones are left out."""
    meant: dict[str, set[str]] = {}
    for resource in resources:
        for name in (resource.name, *resource.also_known_as):
            meant.setdefault(slug(name), set()).add(resource.id)
    return {name: ids.pop() for name, ids in meant.items() if name and len(ids) == 1}


def id_of_name(wanted: str, searcher: Searcher) -> str | None:
    """Return the id of the entry that had this name, or None."""
    if searcher not in _MADE:
        _MADE[searcher] = ids_by_name(searcher.snapshot.resources)
    return _MADE[searcher].get(slug(wanted))
