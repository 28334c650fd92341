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
from bot.web.contracts import ProblemAnswer
from bot.web.problems import PROBLEM_JSON
from knowledge.vocabulary import FACETS, Vocabulary

VERSION = "1.0.0"
"""The version of the API, apart from the program's: docs/api.md says what raises which number."""
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
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "STEM resource finder for Scotland",
            "version": VERSION,
            "description": "Find STEM programmes, hubs, facilities, funds and contacts in Scotland by asking in plain words.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": components},
    }


def _schemas(routes: Sequence[ApiRoute]) -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    wanted: dict[type[BaseModel], _Mode] = {ProblemAnswer: "serialization"}
    for route in routes:
        if route.answer:
            wanted[route.answer] = "serialization"
        if route.body:
            wanted[route.body] = "validation"
    found, definitions = models_json_schema(list(wanted.items()), ref_template=_REFERENCE)
    return {model: schema for (model, _), schema in found.items()}, definitions["$defs"]


def _operation(route: ApiRoute, references: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    good: dict[str, Any] = references[route.answer] if route.answer else {}
    # The schema describes plain JSON; the other forms are described by their own standards.
    content = {media: {"schema": good} if media == JSON else {} for media in route.media}
    answer = {"description": "The answer.", "content": content} if content else {"description": "Done; the answer has no body."}
    responses: dict[str, Any] = {str(route.status): answer}
    for status, when in route.problems.items():
        responses[str(status)] = {"description": when, "content": {PROBLEM_JSON: {"schema": references[ProblemAnswer]}}}
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": route.summary,
        "description": inspect.getdoc(route.handler) or "",
        "parameters": [*_parts(route), *_parameters(route)],
        "responses": responses,
    }
    if route.body:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": references[route.body]}}}
    return operation


def _parts(route: ApiRoute) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "description": what, "schema": {"type": "string"}}
        for name, what in route.parts.items()
    ]


def _parameters(route: ApiRoute) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    parameters = []
    for name, schema in route.query.model_json_schema()["properties"].items():
        description = schema.pop("description", "")
        if name in FACETS:
            description = f"{description} One or several of: {', '.join(Vocabulary.default().ids(name))}."
        schema.pop("title", None)
        parameters.append({"name": name, "in": "query", "required": False, "description": description, "schema": schema})
    return parameters


API_ROUTES = (ApiRoute("GET", "/api/openapi.json", openapi, "This description of the API", None),)
