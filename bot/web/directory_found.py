"""What a view of the directory shows: words find, and what is chosen beside them narrows what they found.

A search within the chosen facets alone would fill its page with whatever is left there, so that "coding club" for early years
would show ten entries where one is to the point, and no number beside a value could be kept.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bot.web.api_search import ALL_ARE_RELEVANT, outcome_of, query_of
from bot.web.search_request import SearchRequest
from knowledge.search import Searcher, SearchOutcome
from knowledge.search.wording import says_what

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.bool_]


class FoundByWords:
    """The records that the words of a search find, whatever is chosen beside them.

    Args:
        asked: the search.
        searcher: the index.
    """

    def __init__(self, asked: SearchRequest, searcher: Searcher) -> None:
        self._asked = asked
        self._searcher = searcher
        self._made: dict[frozenset[str], Rows] = {}

    def without(self, settled: frozenset[str]) -> Rows:
        """Return the records found by what the words say of all but the ``settled`` facets; every record without words."""
        if settled not in self._made:
            self._made[settled] = self._found(settled)
        return self._made[settled]

    def _found(self, settled: frozenset[str]) -> Rows:
        asked, searcher = self._asked, self._searcher
        every = np.ones(len(searcher.snapshot.resources), dtype=np.bool_)
        if not asked.text:
            return every
        wishes = asked.wishes
        for facet in settled:
            wishes = wishes.without(facet)
        wishes = replace(wishes, excluded={name: kept for name, kept in wishes.excluded.items() if name not in settled})
        query = query_of(replace(asked, wishes=wishes, given={}))
        text = searcher.text_to_embed(query)
        if wishes.is_empty() and not says_what(text, query.understanding, wishes, searcher.snapshot.lexical):
            # "In Orkney", with a place chosen: there is nothing left to be to the point of.
            return every
        if "place" in settled:
            # Where no place is wished, what is local elsewhere counts for less; here the place is settled by choosing.
            searcher = copy.copy(searcher)
            searcher.weights = replace(searcher.weights, unplaced_local=0.0)
        return rows_of(searcher.search(query, limit=1), searcher)


def found_in(left: Rows, asked: SearchRequest, searcher: Searcher) -> SearchOutcome:
    """Return one page of what is left, the best first.

    Where nothing is left, return what the search within the chosen facets finds: what comes nearest.

    Args:
        left: the records that the words find and all that is chosen lets through.
        asked: the search.
        searcher: the index.
    """
    if not (asked.text and asked.settled and left.any()):
        return outcome_of(asked, searcher)
    others = frozenset(resource.id for resource, kept in zip(searcher.snapshot.resources, left, strict=True) if not kept)
    searcher = copy.copy(searcher)
    searcher.weights = replace(searcher.weights, relevant_share=ALL_ARE_RELEVANT)
    return searcher.search(replace(query_of(asked), leave_out=others), asked.limit, asked.offset)


def rows_of(outcome: SearchOutcome, searcher: Searcher) -> Rows:
    """Return which records a search found."""
    rows = np.zeros(len(searcher.snapshot.resources), dtype=np.bool_)
    rows[[searcher.by_id[resource.id] for resource in outcome.relevant]] = True
    return rows
