"""GET /api/search: the catalogue, searched."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

from aiohttp import web

from bot.cards import card_for
from bot.web import keys
from bot.web.api_route import ApiRoute
from bot.web.contracts import Relaxed, SearchAnswer, SearchedFor, SearchResult, Understood
from bot.web.problems import limited
from bot.web.search_request import SearchParameters, SearchRequest, read_search
from knowledge.catalogue.resource import Resource
from knowledge.search import Query, Searcher, SearchOutcome
from knowledge.search.filters import FREE, facet_values
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

STRICT = ("kind", "cost", "audience", "topic")
"""Facets that a question only prefers, and a parameter requires; in the order in which they give way."""
_ALL_ARE_RELEVANT = -100.0


async def search(request: web.Request) -> web.Response:
    """Search by a question, by facets, or both.

    A facet given as a parameter must hold, and overrides what the question says of it.

    Nothing that cannot serve the place is returned. Where nothing fits, ``relaxed`` names the wish that ruled everything
    out, and the results are what fits without it.
    """
    limited(request, keys.SEARCH_LIMIT)
    with request.app[keys.METRICS].search():
        searcher = request.app[keys.INDEX].searcher
        asked = read_search(request, searcher.understander)
        answer = answer_to(asked, searcher)
    return web.json_response(text=answer.model_dump_json(), headers={"Cache-Control": "no-store"})


def answer_to(asked: SearchRequest, searcher: Searcher) -> SearchAnswer:
    """Return one page of results."""
    outcome, relaxed = _search(asked, searcher)
    by_id = {resource.id: resource for resource in searcher.snapshot.resources}
    results = [SearchResult(**card_for(result, by_id).model_dump(), score=result.score) for result in outcome.results]
    return SearchAnswer(
        query=SearchedFor(text=asked.text, understood=_understood(asked)),
        total=outcome.total,
        results=results,
        relaxed=relaxed,
    )


def _search(asked: SearchRequest, searcher: Searcher) -> tuple[SearchOutcome, Relaxed | None]:
    """Search with all that was given; where that leaves nothing, without one of the strict facets."""
    outcome = _strict_search(asked, asked.given, searcher)
    if outcome.total and not outcome.relaxed:
        return outcome, None
    for given, facet in _loosened(asked.given):
        without = replace(asked, wishes=asked.wishes.without(facet))
        looser = _strict_search(without, given, searcher)
        if looser.total and not looser.relaxed:
            values = asked.given[facet]
            label = ", ".join(Vocabulary.default().labels(facet, values)).lower()
            return looser, Relaxed(facet=facet, values=list(values), text=label)
    if outcome.relaxed:
        return outcome, Relaxed(facet=outcome.relaxed.facet, values=list(outcome.relaxed.values), text=outcome.relaxed.text)
    return outcome, None


def _strict_search(asked: SearchRequest, given: dict[str, tuple[str, ...]], searcher: Searcher) -> SearchOutcome:
    unfit = frozenset(resource.id for resource in searcher.snapshot.resources if not _fits(resource, given))
    query = Query(asked.text or asked.understanding.text, asked.understanding, asked.wishes, leave_out=unfit)
    if not asked.text:
        # Who gives facets alone browses: everything that has them is an answer, however it is worded.
        searcher = copy.copy(searcher)
        searcher.weights = replace(searcher.weights, relevant_share=_ALL_ARE_RELEVANT)
    return searcher.search(query, asked.limit, asked.offset)


def _fits(resource: Resource, given: dict[str, tuple[str, ...]]) -> bool:
    vocabulary = Vocabulary.default()
    has = facet_values(resource)
    for facet in STRICT:
        wanted = set(given.get(facet, ()))
        if facet == "topic":
            wanted = set().union(*(vocabulary.narrower("topic", value) for value in wanted))
        if facet == "cost" and wanted & FREE:
            wanted |= FREE
        if wanted and not wanted & set(has[facet]):
            return False
    return True


def _loosened(given: dict[str, tuple[str, ...]]) -> Iterator[tuple[dict[str, tuple[str, ...]], str]]:
    for facet in STRICT:
        if facet in given:
            yield {other: values for other, values in given.items() if other != facet}, facet


def _understood(asked: SearchRequest) -> Understood:
    wishes: Wishes = asked.wishes
    data = wishes.to_json()
    data["resources"] = list(asked.understanding.resources)
    data["corrections"] = list(asked.understanding.corrections)
    return Understood.model_validate({key: value for key, value in data.items() if value})


API_ROUTES = (
    ApiRoute(
        "GET", "/api/search", search, "Search the catalogue", SearchAnswer, query=SearchParameters,
        problems={
            400: "A parameter is unknown or a value means nothing; the answer names the nearest valid value.",
            429: "Too many searches from one address; Retry-After says how long to wait.",
        },
    ),
)  # fmt: skip
