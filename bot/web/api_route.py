"""One route of the API, told once: aiohttp's routes and the OpenAPI document are both made from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

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

    def definition(self) -> web.RouteDef:
        """Return the route for aiohttp."""
        return web.get(self.path, self.handler) if self.method == "GET" else web.post(self.path, self.handler)
