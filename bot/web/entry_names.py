"""Old names of entries as addresses: "Generation Science" was once asked for, so /resources/generation-science leads on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher
from knowledge.text import fold

_MADE: WeakKeyDictionary[Searcher, dict[str, tuple[str, ...]]] = WeakKeyDictionary()


def slug(name: str) -> str:
    """Return a name as it would stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("&", " and ").replace("'", "").replace("’", "")).strip("-")


def ids_by_name(resources: Iterable[Resource]) -> dict[str, tuple[str, ...]]:
    """Return the slug of each name and former name, with the ids of the entries that it means: one, or several to choose from."""
    meant: dict[str, dict[str, None]] = {}
    for resource in resources:
        for name in (resource.name, *resource.also_known_as):
            meant.setdefault(slug(name), {})[resource.id] = None
    return {name: tuple(ids) for name, ids in meant.items() if name}


def ids_of_name(wanted: str, searcher: Searcher) -> tuple[str, ...]:
    """Return the ids of the entries that have or had this name."""
    if searcher not in _MADE:
        _MADE[searcher] = ids_by_name(searcher.snapshot.resources)
    return _MADE[searcher].get(slug(wanted), ())
