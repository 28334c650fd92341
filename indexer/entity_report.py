"""Measure understanding: what is read out of messages, beside what people say stands in them, facet by facet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.errors import QueryError
from knowledge.understanding import Understander, Wishes
from knowledge.understanding.wishes import FACET_NAMES

HEADLINE = ("place", "stage", "audience", "topic", "cost", "delivery")
"""The facets of the promised figure, wished or ruled out. What kind of thing is asked for is reported beside it."""
REMEDY = 'Each line is a JSON object with "text" and "understood"; see docs/evaluation.md.'


@dataclass
class Counts:
    """How many values of a facet were rightly found, found though not meant, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that was meant; 1 where nothing was found."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Share of what was meant that was found; 1 where nothing was meant."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else 1.0

    def add(self, found: set[str], meant: set[str]) -> None:
        """Count one message's values."""
        self.right += len(found & meant)
        self.extra += len(found - meant)
        self.missed += len(meant - found)


@dataclass(frozen=True)
class Misread:
    """A message understood otherwise than meant: ``facet=value`` found though not meant, and missed."""

    text: str
    extra: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True)
class EntityScores:
    """The figures of one file of messages: each facet on its own, and the messages misread."""

    messages: int
    facets: Mapping[str, Counts] = field(default_factory=dict)
    misread: tuple[Misread, ...] = ()

    @property
    def micro(self) -> Counts:
        """All values of the promised facets together."""
        return self.together(HEADLINE)

    def together(self, facets: Iterable[str]) -> Counts:
        """Return the counts of several facets in one."""
        chosen = [self.facets[facet] for facet in facets]
        return Counts(*(sum(getattr(each, name) for each in chosen) for name in ("right", "extra", "missed")))


def entity_scores(lines: Iterable[Mapping[str, Any]], understander: Understander) -> EntityScores:
    """Understand each message and count what was found against what was meant.

    Args:
        lines: objects with ``text`` and ``understood``: facet (``not_`` before it for what is ruled out) -> values.
        understander: the parser to measure.
    """
    facets = {facet: Counts() for facet in FACET_NAMES}
    misread = []
    messages = 0
    for line in lines:
        messages += 1
        wishes = understander.understand(line["text"]).wishes
        meant, found = _values(line["understood"]), _values(_without_labels(wishes))
        for facet, counts in facets.items():
            counts.add(_of_facet(found, facet), _of_facet(meant, facet))
        if found != meant:
            misread.append(Misread(line["text"], tuple(sorted(found - meant)), tuple(sorted(meant - found))))
    return EntityScores(messages, facets, tuple(misread))


def load_entities(path: Path) -> list[dict[str, Any]]:
    """Read annotated messages, one JSON object a line.

    Raises:
        QueryError: the file cannot be read, is empty, or a line is not of the form above.
    """
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise QueryError(f"The messages {path} cannot be read: {error}.", REMEDY) from error
    lines = []
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            line = json.loads(row)
            unknown = {facet.removeprefix("not_") for facet in line["understood"]} - set(FACET_NAMES)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QueryError(f"{path}:{number} is not an annotated message: {error!r}.", REMEDY) from error
        if not isinstance(line["text"], str) or unknown:
            raise QueryError(f"{path}:{number} is not an annotated message: {', '.join(unknown) or 'no text'}.", REMEDY)
        lines.append(line)
    if not lines:
        raise QueryError(f"{path} holds no message.", REMEDY)
    return lines


def _without_labels(wishes: Wishes) -> dict[str, Any]:
    return {facet: values for facet, values in wishes.to_json().items() if facet != "place_label"}


def _values(understood: Mapping[str, Iterable[str]]) -> set[str]:
    return {f"{facet}={value}" for facet, values in understood.items() for value in values}


def _of_facet(values: set[str], facet: str) -> set[str]:
    return {value for value in values if value.split("=")[0].removeprefix("not_") == facet}
