"""Entries that are like one that is being written: by embedding, as the search knows what each is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher

LEAST_ALIKE = 0.64
"""Cosine similarity of what they are. Half of the catalogue's entries have a nearer neighbour: a hint, no verdict."""
MOST = 3
LEAST_WORDS = 3
_NATIONAL = frozenset({"Scotland", "UK"})
_ABOUT = 0
_CANDIDATES = 200


def similar_entries(typed: Mapping[str, str | list[str]], searcher: Searcher, own_id: str = "") -> list[Resource]:
    """Return entries that are much like what was typed and may serve the same place, the most alike first.

    Args:
        typed: what stands in the form.
        searcher: knows the other entries, and how to embed a text.
        own_id: of the entry itself, which is left out.
    """
    names = ", ".join((str(typed["name"]), *typed["also_known_as"][:6]))
    text = f"{names}. {typed['summary']}"
    if len(text.split()) < LEAST_WORDS:
        return []
    embedding = searcher.encoder.encode([text])[0]
    resources = searcher.snapshot.resources
    everything = np.ones(len(resources), dtype=np.bool_)
    alike = searcher.snapshot.similarities(embedding, everything, _CANDIDATES)[:, _ABOUT]
    nearest = [resources[position] for position in np.argsort(-alike) if alike[position] >= LEAST_ALIKE]
    areas = set(typed["areas"])
    return [each for each in nearest if each.id != own_id and _may_meet(areas, each)][:MOST]


def _may_meet(areas: set[str], other: Resource) -> bool:
    return not areas or bool(areas & _NATIONAL) or other.is_national or bool(areas & set(other.areas))
