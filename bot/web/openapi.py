"""The OpenAPI 3.1 document, made from the route table and the models that the handlers use."""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.web import keys
from bot.web.api_route import JSON, ApiRoute
from bot.web.contracts import API_VERSION, VERSION_HEADER, ProblemAnswer
from bot.web.problems import PROBLEM_JSON
from knowledge.vocabulary import FACETS, Vocabulary

VALUES = "x-values"
"""Where a parameter lists the ids that it knows; labels and synonyms are understood too, so that it is no ``enum``."""
_DESCRIPTION = """Find STEM programmes, hubs, facilities, funds and contacts in Scotland by asking in plain words.

No key is needed. JSON in UTF-8 goes in and comes out.

Addresses stay. `info.version` and the header API-Version of every answer say the version: the third number rises with mended
descriptions, the second with new addresses, fields and parameters, which programs must bear, the first with anything that could
break a program. What could break one gets an address of its own, and the old one goes on for a year at least."""
_HEADERS = {
    VERSION_HEADER: ("Version of the API that answered, as in `info.version`.", {"type": "string"}),
    "Retry-After": ("Seconds to wait before the next try.", {"type": "string", "pattern": "^[0-9]+$"}),
    "ETag": ("Names the content; send it in If-None-Match and get 304 while it is the same.", {"type": "string"}),
}
_ANY_OTHER = "Any other refusal or fault, such as 405, 500 or 503: problem details as for the statuses named here."
_REFERENCE = "#/components/schemas/{model}"
_Mode = Literal["validation", "serialization"]


async def openapi(request: web.Request) -> web.Response:
    """Give this document."""
    routes = request.app[keys.API_ROUTES]
    return web.json_response(text=_document_text(routes), headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=4)
def _document_text(routes: tuple[ApiRoute, ...]) -> str:
    return json.dumps(openapi_document(routes), ensure_ascii=False)


def openapi_document(routes: Sequence[ApiRoute]) -> dict[str, Any]:
    """Return the OpenAPI document of the given routes."""
    references, components = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, references)
    headers = {name: {"description": what, "schema": schema} for name, (what, schema) in _HEADERS.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "STEM resource finder for Scotland",
            "version": API_VERSION,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": components, "headers": headers},
    }


def _schemas(routes: Sequence[ApiRoute]) -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    wanted: dict[type[BaseModel], _Mode] = {ProblemAnswer: "serialization"}
    for route in routes:
        for answer in (route.answer, *(model for _, model in route.also.values())):
            if answer:
                wanted[answer] = "serialization"
        if route.body:
            wanted[route.body] = "validation"
    found, definitions = models_json_schema(list(wanted.items()), ref_template=_REFERENCE)
    return {model: schema for (model, _), schema in found.items()}, definitions["$defs"]


def _operation(route: ApiRoute, references: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": route.summary,
        "description": inspect.getdoc(route.handler) or "",
        "parameters": [*_parts(route), *_parameters(route)],
        "responses": _responses(route, references),
    }
    if route.body:
        content = {"schema": references[route.body], "example": dict(route.example)}
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    return operation


def _responses(route: ApiRoute, references: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    good: dict[str, Any] = references[route.answer] if route.answer else {}
    # The schema describes plain JSON; the other forms are described by their own standards.
    content = {media: {"schema": good} if media == JSON else {} for media in route.media}
    answer = {"description": "The answer.", "content": content} if content else {"description": "Done; the answer has no body."}
    responses: dict[str, Any] = {str(route.status): {**answer, **_headers(route, *route.marks)}}
    for status, (when, model) in route.also.items():
        body = {"content": {JSON: {"schema": references[model]}}} if model else {}
        responses[str(status)] = {"description": when, **_headers(route, *route.marks), **body}
    refusal = {PROBLEM_JSON: {"schema": references[ProblemAnswer]}}
    for status, when in route.problems.items():
        marks = ("Retry-After",) if status == 429 else ()
        responses[str(status)] = {"description": when, **_headers(route, *marks), "content": refusal}
    return {**responses, "default": {"description": _ANY_OTHER, **_headers(route), "content": refusal}}


def _headers(route: ApiRoute, *names: str) -> dict[str, Any]:
    names = (VERSION_HEADER, *names) if route.path.startswith("/api/") else names
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}} if names else {}


def _parts(route: ApiRoute) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "description": what, "schema": {"type": "string"}, **_tried(route, name)}
        for name, what in route.parts.items()
    ]


def _parameters(route: ApiRoute) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    parameters = []
    for name, schema in route.query.model_json_schema()["properties"].items():
        description = schema.pop("description", "")
        known = {}
        if name in FACETS:
            known = {VALUES: list(Vocabulary.default().ids(name))}
            description = f"{description} One or several of: {', '.join(known[VALUES])}."
        schema.pop("title", None)
        said = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
        parameters.append({**said, **known, **_tried(route, name)})
    return parameters


def _tried(route: ApiRoute, name: str) -> dict[str, Any]:
    if name not in route.example:
        return {}
    value = route.example[name]
    return {"example": [value] if name in FACETS else value}


API_ROUTES = (ApiRoute("GET", "/api/openapi.json", openapi, "This description of the API", None),)
