"""How many entries each facet value would show in the place of that facet's own selection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from bot.web.api_search import query_of
from bot.web.directory_found import FoundByWords, found_in, rows_of
from bot.web.search_request import FACETS, SearchRequest
from knowledge.places import Gazetteer
from knowledge.search import Query, Searcher, SearchOutcome
from knowledge.search.filters import FilterTable
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.bool_]

NARROWING = ("place", *FACETS)
"""The facets in the order to show them; their labels are texts ``directory_facet_<name>``."""
NAMING = "naming"
"""Counts by council area without what serves all of Scotland."""
LONG = 14
"""A list with more options scrolls."""
_HARD_WITHOUT_BEING_GIVEN = ("place", "cost", "delivery")


@dataclass(frozen=True)
class Option:
    """A value that can be chosen.

    Attributes:
        value: as it stands in the address.
        label: what people read.
        count: how many entries it would show.
        chosen: it is chosen.
        within: values that are part of it, which its count includes.
    """

    value: str
    label: str
    count: int
    chosen: bool
    within: tuple[Option, ...] = ()

    def every(self) -> Iterator[Option]:
        """Yield it and all that is within it."""
        yield self
        for option in self.within:
            yield from option.every()


@dataclass(frozen=True)
class Facet:
    """One facet to choose from, any of its values will do.

    Attributes:
        name: the facet.
        options: values with something to show, and those chosen; values that are part of another stand within it.
        typed: places that are no council areas, as they stand in the address; none elsewhere.
    """

    name: str
    options: tuple[Option, ...]
    typed: tuple[str, ...] = ()

    @property
    def chosen(self) -> int:
        """How many values are chosen."""
        return sum(each.chosen for option in self.options for each in option.every()) + len(self.typed)

    @property
    def scrolls(self) -> bool:
        """Whether there are too many values to show at once."""
        return sum(1 for option in self.options for _ in option.every()) > LONG


def values_of(facet: str) -> dict[str, str]:
    """Return every value of a facet with its label, in the order to show them."""
    if facet == "place":
        return {area: area for area in sorted(Gazetteer.default().council_areas)}
    vocabulary = Vocabulary.default()
    return {term: vocabulary.label(facet, term) for term in vocabulary.ids(facet)}


def counts(searcher: Searcher) -> dict[str, dict[str, int]]:
    """Return how many entries of the whole catalogue each value of each facet would show, and those of ``NAMING``."""
    table = _Rows.of(searcher)
    every = np.ones(len(searcher.snapshot.resources), dtype=np.bool_)
    return {facet: _counted(every, rows) for facet, rows in [*table.values.items(), (NAMING, table.naming)]}


def found_and_counted(asked: SearchRequest, searcher: Searcher) -> tuple[SearchOutcome, dict[str, dict[str, int]]]:
    """Return one page of what a search shows, and how many entries each value would show in the place of its facet's others.

    Args:
        asked: the search.
        searcher: the index.
    """
    table, query, words = _Rows.of(searcher), query_of(asked), FoundByWords(asked, searcher)
    passes = _passes(table.table, query, asked.settled)
    left = words.without(asked.settled) & _all_of(passes.values(), len(searcher.snapshot.resources))
    outcome = found_in(left, asked, searcher)
    # What comes nearest, where the words find nothing of what is chosen.
    instead = np.zeros_like(left) if left.any() or outcome.relaxed else rows_of(outcome, searcher)
    counted = {}
    for facet in NARROWING:
        others = _all_of((rows for name, rows in passes.items() if name != facet), len(left))
        base = words.without(asked.settled | {facet}) & others | instead
        values = table.showing(facet, query.wishes.excluded.get(facet, ()))
        counted[facet] = _counted(base, values)
        if facet == "place":
            counted[NAMING] = _counted(base, {area: rows & values[area] for area, rows in table.naming.items()})
    return outcome, counted


def _counted(base: Rows, rows: Mapping[str, Rows]) -> dict[str, int]:
    return {value: int(np.count_nonzero(base & row)) for value, row in rows.items()}


def _passes(table: FilterTable, query: Query, chosen: Collection[str]) -> dict[str, Rows]:
    """Return which records meet what is asked of each facet chosen; facets of which nothing must hold are left out."""
    passes = {}
    for facet in chosen:
        excluded = query.wishes.excluded.get(facet)
        if excluded or (query.wishes.of(facet) and (facet in query.strict or facet in _HARD_WITHOUT_BEING_GIVEN)):
            passes[facet] = table.allowed(_only(facet, query.wishes.of(facet), excluded or ()), query.strict & {facet})
    return passes


def _all_of(passes: Iterable[Rows], size: int) -> Rows:
    """Return which records meet all of it."""
    rows = np.ones(size, dtype=np.bool_)
    for each in passes:
        rows &= each
    return rows


def facets(
    counted: Mapping[str, Mapping[str, int]], chosen: Mapping[str, tuple[str, ...]], typed_places: tuple[str, ...]
) -> tuple[Facet, ...]:
    """Return the facets to show.

    Args:
        counted: of ``counts``.
        chosen: facet -> values chosen.
        typed_places: places that are no council areas.
    """
    shown = []
    for name in NARROWING:
        facet = Facet(
            name, _options(name, "", counted.get(name, {}), chosen.get(name, ())), typed_places if name == "place" else ()
        )
        if facet.scrolls:
            # What is chosen stays in view above a list that scrolls.
            first = sorted(facet.options, key=lambda option: not any(each.chosen for each in option.every()))
            facet = replace(facet, options=tuple(first))
        shown.append(facet)
    return tuple(shown)


def _options(facet: str, parent: str, counted: Mapping[str, int], chosen: tuple[str, ...]) -> tuple[Option, ...]:
    """Return the values that stand directly within another ("" for those at the top), with what is within them."""
    options = (
        Option(value, words, counted.get(value, 0), value in chosen, _options(facet, value, counted, chosen))
        for value, words in values_of(facet).items()
        if _stands_within(facet, value) == parent
    )
    return tuple(option for option in options if any(each.count or each.chosen for each in option.every()))


def _stands_within(facet: str, value: str) -> str:
    """Return the broader value under which a value stands: the first, where it is part of several; "" at the top."""
    if facet == "place":
        return ""
    terms = Vocabulary.default().facets[facet]
    return next((each for each in terms[value].broader if each in terms), "")


def _only(facet: str, values: tuple[str, ...], excluded: tuple[str, ...] = ()) -> Wishes:
    """Return wishes of one facet alone."""
    wished: dict[str, Any] = {facet: values}
    return Wishes(excluded={facet: excluded} if excluded else {}, **wished)


class _Rows:
    """Which records each facet value would show, made once for each snapshot."""

    _made: WeakKeyDictionary[Searcher, _Rows] = WeakKeyDictionary()

    def __init__(self, searcher: Searcher) -> None:
        self.table = FilterTable(searcher.snapshot.resources, Vocabulary.default())
        self.values: dict[str, dict[str, Rows]] = {}
        for facet in ("place", *FACETS):
            self.values[facet] = {value: self.table.allowed(_only(facet, (value,)), {facet}) for value in values_of(facet)}
        self.naming = {area: self.table.having("place", (area,)) for area in self.values["place"]}

    def showing(self, facet: str, ruled_out: tuple[str, ...]) -> dict[str, Rows]:
        """Return which records each value of a facet shows, where words rule some values out: choosing one allows it again."""
        if not ruled_out:
            return self.values[facet]
        return {
            value: self.table.allowed(_only(facet, (value,), tuple(each for each in ruled_out if each != value)), {facet})
            for value in self.values[facet]
        }

    @classmethod
    def of(cls, searcher: Searcher) -> _Rows:
        """Return those of the snapshot in service."""
        if searcher not in cls._made:
            cls._made[searcher] = cls(searcher)
        return cls._made[searcher]
