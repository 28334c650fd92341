"""Ask at most one thing back: the facet whose answer would change the first page most.

The measure, for each facet that is neither wished, ruled out nor asked about before in this search: take the first ``LOOKED_AT``
results, and let each be the one that the visitor is after with a probability falling with its rank as in DCG, 1 / log2(rank + 1).
Whoever is after a result gives one of the answers that it fits, each alike. Then the **information gain** of the question is
the entropy of the answer less what of it stays open when the result is known, in bits: 0 where every result fits every answer,
1 where the answer halves the results. Beside it stands the **expected change of the first page**: the share of its cards
that an answer replaces, averaged over the answers. With a place, what is local there comes first, as in the ranking.

Nothing is asked where fewer than ``FEWEST`` results stand, where no question gains ``LEAST_GAIN`` bits and changes
``LEAST_CHANGE`` of the page, or once ``MOST_ASKED`` questions were asked in a search. Of what passes, the largest product of
the two is asked; but where most results (by the same weights) are local and no place is known, that is asked first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalogue.resource import Resource
from knowledge.errors import VocabularyError
from knowledge.search.filters import facet_values
from knowledge.understanding import Wishes

FILE = Path(__file__).parent / "clarifying.yaml"
LOOKED_AT = 30
FEWEST = 6
LEAST_GAIN = 0.3
LEAST_CHANGE = 0.34
MOSTLY_LOCAL = 0.5
MOST_ASKED = 2
MOST_ANSWERS = 3
PAGE = 3


@dataclass(frozen=True)
class Facet:
    """A facet that may be asked about: answer -> values that fit it, and the values that fit every answer."""

    answers: Mapping[str, frozenset[str]]
    open: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """One question worth asking.

    Attributes:
        facet: what it asks about.
        answers: the likeliest answers, likeliest first, at most ``MOST_ANSWERS``.
        gain: information gain in bits.
        change: share of the first page that an answer replaces, expected.
    """

    facet: str
    answers: tuple[str, ...]
    gain: float
    change: float


def question_for(
    relevant: Sequence[Resource], wishes: Wishes, asked: Collection[str], may_ask: Collection[str]
) -> Question | None:
    """Return the one question worth asking, or None.

    Args:
        relevant: the results, best first.
        wishes: what is asked for already.
        asked: facets asked about, or let go, before in this search.
        may_ask: facets that the kind of search leaves to ask about.
    """
    if len(relevant) < FEWEST or len(asked) >= MOST_ASKED:
        return None
    unsettled = [facet for facet in facets() if facet in may_ask and facet not in asked and not is_settled(facet, wishes)]
    found = [question for facet in unsettled if (question := measured(facet, relevant))]
    found = [question for question in found if question.gain >= LEAST_GAIN and question.change >= LEAST_CHANGE]
    if not found:
        return None
    place = next((question for question in found if question.facet == "place"), None)
    if place and _share_of_local(relevant) >= MOSTLY_LOCAL:
        return place
    return max(found, key=lambda question: question.gain * question.change)


def measured(facet: str, relevant: Sequence[Resource]) -> Question | None:
    """Return the question about one facet with its measures, or None where the results have no two answers."""
    looked_at = relevant[:LOOKED_AT]
    fits = [_answers_fitted(facet, resource) for resource in looked_at]
    answers = sorted(set().union(*fits))
    if len(answers) < 2:
        return None
    fits = [fitted or frozenset(answers) for fitted in fits]
    weights = rank_weights(len(looked_at))
    chances = {
        answer: sum(weight / len(fitted) for weight, fitted in zip(weights, fits, strict=True) if answer in fitted)
        for answer in answers
    }
    left_open = sum(weight * math.log2(len(fitted)) for weight, fitted in zip(weights, fits, strict=True))
    gain = -sum(chance * math.log2(chance) for chance in chances.values() if chance) - left_open
    national = [resource.is_national for resource in looked_at] if facet == "place" else [False] * len(looked_at)
    change = sum(chance * _page_change(answer, fits, national) for answer, chance in chances.items())
    if facet == "place":
        # Of many places, those with most to offer are named.
        offered = Counter(area for resource in relevant if not resource.is_national for area in resource.areas)
        likeliest = sorted(answers, key=lambda answer: (-offered[answer], -chances[answer]))[:MOST_ANSWERS]
    else:
        likeliest = sorted(answers, key=lambda answer: -chances[answer])[:MOST_ANSWERS]
    return Question(facet, tuple(likeliest), gain, change)


@lru_cache(maxsize=256)
def rank_weights(count: int) -> tuple[float, ...]:
    """Return how likely each of ``count`` results is the one looked for, by its rank; together 1."""
    raw = [1 / math.log2(rank + 2) for rank in range(count)]
    total = sum(raw)
    return tuple(weight / total for weight in raw)


@lru_cache(maxsize=1)
def facets() -> Mapping[str, Facet]:
    """Return the facets that may be asked about (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return {
            facet: Facet(
                {answer: frozenset(values) for answer, values in (entry.get("answers") or {}).items()},
                frozenset(entry.get("open") or ()),
            )
            for facet, entry in data.items()
        }
    except (OSError, yaml.YAMLError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain its fields.") from error


_FITTED: dict[tuple[str, str], tuple[Resource, frozenset[str]]] = {}
"""Facet and id -> the record and the answers it fits: the same for every turn until a new catalogue is in service."""


def _answers_fitted(facet: str, resource: Resource) -> frozenset[str]:
    """Return the answers that a record fits; none where it fits all of them."""
    known = _FITTED.get((facet, resource.id))
    if known is None or known[0] is not resource:
        known = _FITTED[facet, resource.id] = (resource, _read_answers(facet, resource))
    return known[1]


def _read_answers(facet: str, resource: Resource) -> frozenset[str]:
    asked_about = facets()[facet]
    values = set(facet_values(resource)[facet])
    if values & asked_about.open:
        return frozenset()
    if not asked_about.answers:
        return frozenset(values)
    return frozenset(answer for answer, accepted in asked_about.answers.items() if accepted & values)


def _page_change(answer: str, fits: Sequence[frozenset[str]], behind: Sequence[bool]) -> float:
    """Return the share of the first page that gives way where only what fits ``answer`` is left, some of it behind the rest."""
    page = sorted((rank for rank, fitted in enumerate(fits) if answer in fitted), key=lambda rank: (behind[rank], rank))[:PAGE]
    size = min(PAGE, len(fits))
    return sum(rank >= size for rank in page) / size


def is_settled(facet: str, wishes: Wishes) -> bool:
    """Return whether the wishes already say something about a facet."""
    if facet == "audience" and wishes.stage:
        # Whoever says "P6" or "my 15-year-old" has said for whom.
        return True
    return bool(wishes.of(facet) or wishes.excluded.get(facet))


def _share_of_local(relevant: Sequence[Resource]) -> float:
    looked_at = relevant[:LOOKED_AT]
    weights = rank_weights(len(looked_at))
    return sum(weight for weight, resource in zip(weights, looked_at, strict=True) if not resource.is_national)
