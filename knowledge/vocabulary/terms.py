"""Load the vocabulary files and answer what a term is called, what it is broader than, and how people say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError

FOLDER = Path(__file__).parent
FACETS: Mapping[str, str] = {
    "audience": "audiences",
    "stage": "stages",
    "topic": "topics",
    "kind": "kinds",
    "delivery": "deliveries",
    "cost": "costs",
}
"""Facet name in a question -> vocabulary file (without ``.yaml``)."""


@dataclass(frozen=True)
class Term:
    """One entry of a controlled vocabulary.

    Attributes:
        id: the value that catalogue records use.
        label: what people read.
        synonyms: other words for it, in any case.
        broader: ids of the terms that include this one.
        vague: too general to count as a wish ("science"): it helps matching but is never reported or required.
    """

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    vague: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All facets' terms, in file order."""

    facets: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Vocabulary:
        """Return the vocabulary that comes with the package (read once)."""
        return cls.load(FOLDER)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Read the vocabulary files in ``folder``.

        Raises:
            VocabularyError: a file is missing or malformed; says which entry.
        """
        return cls({facet: _load(folder / f"{name}.yaml") for facet, name in FACETS.items()})

    def ids(self, facet: str) -> tuple[str, ...]:
        """Return the ids a facet allows, in file order."""
        return tuple(self.facets[facet])

    def label(self, facet: str, term_id: str) -> str:
        """Return the label of a term; an unknown id is returned as it is."""
        term = self.facets[facet].get(term_id)
        return term.label if term else term_id

    def labels(self, facet: str, term_ids: Iterable[str]) -> list[str]:
        """Return the labels of several terms in the order given."""
        return [self.label(facet, term_id) for term_id in term_ids]

    def narrower(self, facet: str, term_id: str) -> frozenset[str]:
        """Return ``term_id`` and every term below it."""
        return self._narrower.get((facet, term_id)) or frozenset({term_id})

    @cached_property
    def _narrower(self) -> dict[tuple[str, str], frozenset[str]]:
        return {(facet, term_id): _below(terms, term_id) for facet, terms in self.facets.items() for term_id in terms}


def _below(terms: Mapping[str, Term], term_id: str) -> frozenset[str]:
    found = {term_id}
    while below := {term.id for term in terms.values() if found.intersection(term.broader)} - found:
        found |= below
    return frozenset(found)


def _load(path: Path) -> dict[str, Term]:
    try:
        entries: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise VocabularyError(f"The vocabulary {path.name} cannot be read: {error}", "It should be a YAML list.") from error
    if not isinstance(entries, list):
        raise VocabularyError(f"The vocabulary {path.name} is not a list.", "Each entry starts with `- id: ...`.")
    terms: dict[str, Term] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or not entry.get("id") or not entry.get("label"):
            raise VocabularyError(f"Entry {number} of {path.name} has no id or no label.", "Give it both.")
        for key in ("synonyms", "broader"):
            if not isinstance(entry.get(key) or [], list):
                raise VocabularyError(f"{path.name}: the {key} of {entry['id']} are not a list.", f"Write `{key}: [one, two]`.")
        term = Term(
            id=str(entry["id"]),
            label=str(entry["label"]),
            synonyms=tuple(str(synonym) for synonym in entry.get("synonyms") or ()),
            broader=tuple(str(parent) for parent in entry.get("broader") or ()),
            vague=bool(entry.get("vague", False)),
        )
        if term.id in terms:
            raise VocabularyError(f"{path.name} has the id {term.id!r} twice.", "Merge the two entries.")
        terms[term.id] = term
    for term in terms.values():
        for parent in term.broader:
            if parent not in terms:
                raise VocabularyError(f"{path.name}: {term.id} names the broader term {parent!r}.", "That id does not exist.")
    return terms
