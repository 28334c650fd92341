"""What a message asks of one entry: its price, its dates, its phone number, and so on. Words are in ``aspects.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalogue.resource import Resource
from knowledge.errors import VocabularyError
from knowledge.text import normalised

FILE = Path(__file__).parent / "aspects.yaml"
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9'\"])")


@dataclass(frozen=True)
class Aspect:
    """One thing that is asked about an entry; ``aspects.yaml`` explains the fields."""

    name: str
    label: str
    asks: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    quotes: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None

    def is_asked(self, text: str) -> bool:
        """Return whether ``text``, normalised, asks for it."""
        return bool(self.asks.search(self.unless.sub(" ", text) if self.unless else text))

    def quoted(self, resource: Resource, most: int = 2) -> str:
        """Return the entry's own sentences about it, at most ``most``; empty where it says nothing."""
        if self.quotes is None:
            return ""
        kept = [
            sentence
            for sentence in sentences(resource)
            if self.quotes.search(normalised(sentence)) and (self.needs is None or self.needs.search(normalised(sentence)))
        ]
        return " ".join(kept[:most])


def sentences(resource: Resource) -> list[str]:
    """Return the sentences of an entry's texts, each closed by a full stop, none twice."""
    texts = (resource.summary, resource.cost_note, resource.rural_note, resource.equity_note, resource.curriculum_note)
    found = [sentence.strip().rstrip(";") for text in texts if text for sentence in _SENTENCE_END.split(text)]
    closed = [sentence if sentence.endswith((".", "!", "?")) else f"{sentence}." for sentence in found if sentence]
    return list(dict.fromkeys(closed))


def asked(message: str) -> list[Aspect]:
    """Return what a message asks of an entry, in the order in which it is answered."""
    text = normalised(message)
    return [aspect for aspect in aspects() if aspect.is_asked(text)]


@lru_cache(maxsize=1)
def aspects() -> tuple[Aspect, ...]:
    """Return all aspects (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return tuple(
            Aspect(
                str(entry["aspect"]),
                str(entry["label"]),
                _any_of(entry["asks"]),
                *(_any_of(entry[key]) if entry.get(key) else None for key in ("not", "quotes", "needs")),
            )
            for entry in entries
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain its fields.") from error


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for any of the phrases in a normalised text; a phrase that ends in * takes any ending."""
    parts = [
        re.escape(normalised(phrase)) + (r"\w*" if str(phrase).endswith("*") else "")
        for phrase in sorted(map(str, phrases), key=len, reverse=True)
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")
