"""Errors as visitors and programs meet them: problem details (RFC 9457) for the API, a page for people."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from aiohttp import web

from bot.web import keys
from bot.web.api_route import Handler
from bot.web.contracts import ProblemAnswer
from bot.web.rate_limit import RateLimit, address_of
from bot.web.rendering import page
from knowledge.errors import QueryError, SnapshotError

LOG = logging.getLogger(__name__)
PROBLEM_JSON = "application/problem+json"
_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics")
_TITLES_FOR_PEOPLE = {
    400: "That did not work",
    404: "There is no such page",
    405: "This address takes other requests",
    413: "That is too much at once",
    429: "Please wait a moment",
    500: "Something went wrong here",
    503: "The finder is not ready",
}
_DETAILS = {
    404: "There is nothing at this address. Check it for a typing mistake, or start from the finder.",
    405: "This address does not take {method} requests; it takes {allowed}.",
    413: "The request is larger than 16 KiB. Send less.",
    500: "The finder met a fault of its own and has noted it. Try again; if it stays, tell the organisation that runs this site.",
}


class Problem(Exception):
    """A request that cannot be answered.

    Args:
        status: HTTP status.
        detail: what was wrong and what would be right, for people.
        code: what was wrong, for programs.
        parameter: the parameter or field concerned.
        nearest: valid values like the one given.
        allowed: all valid values.
        headers: further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        code: str,
        *,
        parameter: str | None = None,
        nearest: Sequence[str] = (),
        allowed: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.headers = dict(headers or {})
        self.answer = ProblemAnswer(
            type="about:blank",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=detail,
            code=code,
            parameter=parameter,
            nearest=list(nearest),
            allowed=list(allowed),
        )
        super().__init__(detail)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.answer.status


@web.middleware
async def problems_as_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into an answer of the one shape that fits who asked."""
    try:
        return await handler(request)
    except Problem as problem:
        return _answer(request, problem)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _answer(request, _from_http(request, error))
    except QueryError as error:
        return _answer(request, Problem(400, str(error), "cannot-be-asked"))
    except SnapshotError as error:
        return _answer(request, Problem(503, str(error), "no-index", headers={"Retry-After": "5"}))
    except asyncio.CancelledError:
        raise
    except Exception as error:
        _note(request, error)
        return _answer(request, Problem(500, _DETAILS[500], "fault"))


def _note(request: web.Request, error: Exception) -> None:
    """Log a fault with its place but without its text, which may hold what the visitor typed."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("Fault while answering %s %s: %s\n%s", request.method, _route(request), type(error).__name__, frames)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "no route"


def _from_http(request: web.Request, error: web.HTTPException) -> Problem:
    allowed = error.headers.get("Allow", "")
    detail = _DETAILS.get(error.status, "").format(method=request.method, allowed=allowed.replace(",", ", "))
    phrase = HTTPStatus(error.status).phrase
    headers = {"Allow": allowed} if allowed else None
    return Problem(error.status, detail or f"{phrase}.", phrase.lower().replace(" ", "-"), headers=headers)


def _answer(request: web.Request, problem: Problem) -> web.StreamResponse:
    if request.path.startswith(_FOR_PROGRAMS):
        body = problem.answer.model_dump_json(exclude_defaults=True)
        response = web.Response(text=body, status=problem.status, content_type=PROBLEM_JSON)
    else:
        shown = {
            "title": _TITLES_FOR_PEOPLE.get(problem.status, problem.answer.title),
            "detail": problem.answer.detail,
            "status": problem.status,
        }
        response = page(request, "error.html", status=problem.status, problem=shown)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def limited(request: web.Request, limit: web.AppKey[RateLimit]) -> None:
    """Take one request from the visitor's allowance.

    Raises:
        Problem: the allowance is used up; the headers say for how long.
    """
    address = address_of(request, request.app[keys.SETTINGS].trust_forwarded_for)
    wait = request.app[limit].seconds_to_wait(address)
    if wait:
        unit = "second" if wait == 1 else "seconds"
        raise Problem(
            429,
            f"Many questions came from your network at once. Wait {wait} {unit}, then try again.",
            "too-many-requests",
            headers={"Retry-After": str(wait)},
        )
