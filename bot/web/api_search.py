"""GET /api/search: the catalogue, searched."""

from __future__ import annotations

import copy
from dataclasses import replace

from aiohttp import web

from bot.cards import card_for
from bot.web import keys
from bot.web.api_route import ApiRoute
from bot.web.contracts import Relaxed, SearchAnswer, SearchedFor, SearchResult, Understood
from bot.web.problems import limited
from bot.web.search_request import SearchParameters, SearchRequest, read_search
from knowledge.search import Query, Searcher, SearchOutcome
from knowledge.search.filters import FREE
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

ALL_ARE_RELEVANT = -100.0
"""A share of the best score that every record reaches."""


async def search(request: web.Request) -> web.Response:
    """Search by a question, by facets, or both.

    A facet given as a parameter must hold, and overrides what the question says of it.

    Nothing that cannot serve the place is returned. Where nothing fits, ``relaxed`` names the wish that ruled everything
    out, and the results are what fits without it.
    """
    limited(request, keys.SEARCH_LIMIT)
    with request.app[keys.METRICS].search():
        searcher = request.app[keys.INDEX].searcher
        asked = read_search(request.query, searcher.understander)
        answer = answer_to(asked, searcher)
    return web.json_response(text=answer.model_dump_json(), headers={"Cache-Control": "no-store"})


def answer_to(asked: SearchRequest, searcher: Searcher) -> SearchAnswer:
    """Return one page of results."""
    return answer_from(outcome_of(asked, searcher), asked, searcher)


def outcome_of(asked: SearchRequest, searcher: Searcher) -> SearchOutcome:
    """Return what the search finds; for facets alone everything that has them, however it is worded."""
    if not asked.text:
        searcher = copy.copy(searcher)
        searcher.weights = replace(searcher.weights, relevant_share=ALL_ARE_RELEVANT)
    return searcher.search(query_of(asked), asked.limit, asked.offset)


def answer_from(outcome: SearchOutcome, asked: SearchRequest, searcher: Searcher) -> SearchAnswer:
    """Return one page of what was found, as the API gives it."""
    by_id = {resource.id: resource for resource in searcher.snapshot.resources}
    return SearchAnswer(
        query=SearchedFor(text=asked.text, understood=_understood(asked)),
        total=outcome.total,
        results=[SearchResult(**card_for(result, by_id).model_dump(), score=result.score) for result in outcome.results],
        relaxed=_relaxed(outcome, asked),
    )


def query_of(asked: SearchRequest) -> Query:
    """Return the search in the searcher's terms.

    A cost other than free rules the other costs out, since a wish for it would only prefer it; and free beside another cost
    must not hide that other one.
    """
    wishes, strict = asked.wishes, frozenset(asked.given)
    wanted = set(asked.given.get("cost", ()))
    if wanted - FREE:
        others = tuple(cost for cost in Vocabulary.default().ids("cost") if cost not in wanted)
        wishes = replace(wishes, excluded={**wishes.excluded, "cost": others})
        if wanted & FREE:
            wishes, strict = replace(wishes, cost=()), strict - {"cost"}
    return Query(text=asked.text or asked.understanding.text, understanding=asked.understanding, wishes=wishes, strict=strict)


def _relaxed(outcome: SearchOutcome, asked: SearchRequest) -> Relaxed | None:
    dropped = outcome.relaxed
    if dropped is None:
        return None
    if dropped.facet == "cost" and "cost" in asked.given:
        # Said as it was asked, not as the costs ruled out for it.
        values = asked.given["cost"]
        text = ", ".join(Vocabulary.default().labels("cost", values)).lower()
        return Relaxed(facet="cost", values=list(values), text=text)
    return Relaxed(facet=dropped.facet, values=list(dropped.values), text=dropped.text)


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
        example={"q": "free coding club in Dundee", "stage": "primary", "limit": 5},
    ),
)  # fmt: skip
