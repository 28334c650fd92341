"""One route of the API, told once: aiohttp's routes and the OpenAPI document are both made from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
JSON = "application/json"


@dataclass(frozen=True, eq=False)
class ApiRoute:
    """A route with what its documentation needs.

    Attributes:
        method: GET routes answer HEAD too.
        path: with ``{names}`` for variable parts.
        handler: answers the request; its docstring is the description.
        summary: one line.
        answer: model of a good answer; None where it is no JSON object of ours.
        media: media types of a good answer; none where it has no body.
        body: model of the request's body.
        query: model of the request's parameters.
        problems: status -> when that happens.
        parts: name of a variable part of the path -> what it is.
        status: HTTP status of a good answer.
        also: status -> (when, model) of answers that are neither good nor problem details; no model where there is no body.
        marks: names of headers of a good answer that programs want, of those that the document describes.
        example: values of parts and parameters, or of the body, with which the request can be tried.
    """

    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    summary: str
    answer: type[BaseModel] | None
    media: tuple[str, ...] = (JSON,)
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    problems: Mapping[int, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    also: Mapping[int, tuple[str, type[BaseModel] | None]] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)

    def definition(self) -> web.RouteDef:
        """Return the route for aiohttp."""
        return web.get(self.path, self.handler) if self.method == "GET" else web.post(self.path, self.handler)
