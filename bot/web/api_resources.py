"""GET /api/resources/{id}: one record of the catalogue, as JSON or as schema.org JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import hdrs, web
from rapidfuzz import fuzz, process

from bot.cards import as_of_note, cost_label, status_note
from bot.web import keys
from bot.web.api_route import JSON, ApiRoute
from bot.web.contracts import ResourceAnswer
from bot.web.problems import Problem, limited
from bot.web.schema_org import as_json_ld
from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher
from knowledge.search.reasons import where_label
from knowledge.vocabulary import Vocabulary

JSON_LD = "application/ld+json"
_NEAREST = 3
_ALIKE = 65


async def resource(request: web.Request) -> web.Response:
    """Give one record. The id of a record merged into another leads there (308). Accept: application/ld+json gives schema.org."""
    limited(request, keys.SEARCH_LIMIT)
    searcher = request.app[keys.INDEX].searcher
    wanted = request.match_info["id"]
    found = found_resource(wanted, searcher)
    headers = {hdrs.VARY: "Accept", hdrs.CACHE_CONTROL: "no-cache"}
    if found.id != wanted:
        raise web.HTTPPermanentRedirect(f"/api/resources/{found.id}", headers=headers)
    if prefers_json_ld(request.headers.get(hdrs.ACCEPT, "")):
        public = request.app[keys.SETTINGS].public_url.rstrip("/") or str(request.url.origin())
        text = json.dumps(as_json_ld(found, f"{public}/api/resources/{found.id}"), ensure_ascii=False)
        return web.Response(text=text, content_type=JSON_LD, headers=headers)
    return web.json_response(text=_answer(found, searcher).model_dump_json(), headers=headers)


def prefers_json_ld(accept: str) -> bool:
    """Return whether an Accept header asks for JSON-LD rather than plain JSON."""
    weights = {JSON: 0.0, JSON_LD: 0.0}
    for entry in accept.lower().split(","):
        media, *parameters = (part.strip() for part in entry.split(";"))
        if media in weights:
            weights[media] = next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
    return weights[JSON_LD] > weights[JSON]


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def found_resource(wanted: str, searcher: Searcher) -> Resource:
    """Return the record with this id, or with this id among its retired ones.

    Raises:
        Problem: there is none; it names ids like it.
    """
    position = searcher.by_id.get(wanted)
    if position is not None:
        return searcher.snapshot.resources[position]
    alike = process.extract(wanted, list(searcher.by_id), scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_ALIKE)
    close = tuple(name for name, _, _ in alike)
    hint = f"Did you mean {close[0]!r}?" if close else "Ids come from /api/search."
    raise Problem(
        404,
        f"There is no record {wanted[:80]!r}. {hint}",
        "unknown-resource",
        parameter="id",
        nearest=close,
        text="entry_missing",
        values={"wanted": wanted[:80]},
    )


def _answer(found: Resource, searcher: Searcher) -> ResourceAnswer:
    by_id = {each.id: each for each in searcher.snapshot.resources}
    data: dict[str, Any] = {name: getattr(found, name) for name in Resource.model_fields}
    data |= {
        "kind_label": Vocabulary.default().label("kind", found.kind),
        "cost_label": cost_label(found),
        "where": where_label(found),
        "as_of_note": as_of_note(found),
        "status_note": status_note(found, by_id),
    }
    # The record was checked when the snapshot was loaded.
    return ResourceAnswer.model_construct(**data)


API_ROUTES = (
    ApiRoute(
        "GET", "/api/resources/{id}", resource, "One record of the catalogue", ResourceAnswer, media=(JSON, JSON_LD),
        parts={"id": "The record's id, as in search results."},
        problems={
            404: "There is no such record; the answer names ids like it.",
            429: "Too many requests from one address; Retry-After says how long to wait.",
        },
        also={308: ("The record was merged into another; Location has the other's address.", None)},
        example={"id": "dyw-orkney"},
    ),
)  # fmt: skip
