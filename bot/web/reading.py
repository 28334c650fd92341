"""Read what is sent: JSON bodies of programs, checked against the contract, and forms; one clear sentence for each mistake."""

from __future__ import annotations

import json
from typing import TypeVar

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import MultiDictProxy
from pydantic import BaseModel, ValidationError

from bot.web.problems import Problem

Model = TypeVar("Model", bound=BaseModel)


async def read_json(request: web.Request, model: type[Model], example: str) -> Model:
    """Return the request's body as ``model``.

    Args:
        request: the request.
        model: what the body should be.
        example: a body that would be right, for the message.

    Raises:
        Problem: it is no JSON, or not this.
    """
    if request.content_type != "application/json":
        raise Problem(
            415, f"The body is sent as {request.content_type}; send JSON with Content-Type: application/json.", "not-json"
        )
    try:
        data = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"The body is not valid JSON. Send, for example, {example}", "not-json") from error
    if not isinstance(data, dict):
        raise Problem(400, f"The body is not a JSON object. Send, for example, {example}", "not-an-object")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise invalid(error, f"Send, for example, {example}") from error


async def read_form(request: web.Request) -> MultiDictProxy[str | bytes | bytearray | web.FileField]:
    """Return the fields of a form.

    Raises:
        Problem: its body is no form that can be read: no browser sends such a one, so it is not a fault of ours.
    """
    try:
        return await request.post()
    # Wrong letters, an unknown charset, and a form of parts whose parts are broken.
    except (ValueError, LookupError, AssertionError, HttpProcessingError) as error:
        raise Problem.said(400, "error_unreadable_form", "unreadable-form") from error


def invalid(error: ValidationError, remedy: str) -> Problem:
    """Return the problem for the first mistake that pydantic found."""
    detail = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in detail["loc"]) or "body"
    what = "is missing" if detail["type"] == "missing" else f"cannot be used: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    return Problem(400, f"{field} {what}. {remedy}", "invalid-value", parameter=field)
