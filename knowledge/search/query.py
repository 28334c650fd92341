"""What goes into a search and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.catalogue.resource import Resource
from knowledge.understanding.wishes import Understanding, Wishes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Query:
    """A question to search for.

    Attributes:
        text: the question as typed.
        understanding: the same, understood.
        wishes: what must and should hold; usually ``understanding.wishes``, or merged with earlier turns.
        preferences: what the task of the asker calls for without being said: facet -> values (soft).
        embedding: float32 array, shape (dim,), L2-normalised, of the text; embedded here where it is None.
        leave_out: ids not to return (shown before).
        strict: facets usually preferred (kind, stage, audience, topic), or read generously (cost), that must hold as said.
    """

    text: str
    understanding: Understanding
    wishes: Wishes
    preferences: dict[str, tuple[str, ...]] = field(default_factory=dict)
    embedding: NDArray[np.float32] | None = None
    leave_out: frozenset[str] = frozenset()
    strict: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Result:
    """One resource found.

    Attributes:
        resource: the record.
        score: ranking score; comparable within one search only.
        reasons: why it fits, in plain words.
        matched: facets of the wishes that the record meets.
        caution: what to know before writing to them, if anything.
    """

    resource: Resource
    score: float
    reasons: tuple[str, ...]
    matched: frozenset[str]
    caution: str | None = None


@dataclass(frozen=True)
class Relaxation:
    """Which wish ruled everything out, and was dropped to show what fits without it."""

    facet: str
    values: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class SearchOutcome:
    """The answer to a search.

    Attributes:
        query: what was asked, with its embedding.
        total: how many relevant records there are in all.
        results: one page of them.
        relevant: all relevant records, best first, for counts by facet.
        relaxed: the wish that had to give, if any.
    """

    query: Query
    total: int
    results: tuple[Result, ...]
    relevant: tuple[Resource, ...]
    relaxed: Relaxation | None = None
