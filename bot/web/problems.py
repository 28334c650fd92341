"""Errors as visitors and programs meet them: problem details (RFC 9457) for the API, a page for people."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from aiohttp import web

from bot.texts import Texts
from bot.web import keys
from bot.web.api_route import Handler
from bot.web.contracts import ProblemAnswer
from bot.web.rate_limit import RateLimit, address_of
from bot.web.rendering import page
from knowledge.errors import QueryError, SnapshotError

LOG = logging.getLogger(__name__)
PROBLEM_JSON = "application/problem+json"
_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics")
_EXPLAINED = (404, 405, 413)
"""What the server itself may answer, with a text that says more than the name of the status."""


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
        text: key of the text that says to people what ``detail`` says to programs; without one they read ``detail``.
        values: what fills the text.
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
        text: str | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        self.text = text
        self.values = dict(values or {})
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

    @classmethod
    def said(
        cls,
        status: int,
        text: str,
        code: str,
        *,
        parameter: str | None = None,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> Problem:
        """Return a problem that says ``text``: to programs in English, to people in the language of the site."""
        detail = Texts.default().say(text, **values)
        return cls(status, detail, code, parameter=parameter, headers=headers, text=text, values=values)

    def detail_in(self, texts: Texts) -> str:
        """Return for people what was wrong and what would be right."""
        return texts.say(self.text, **self.values) if self.text else self.answer.detail

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
        return _answer(request, Problem(400, str(error), "cannot-be-asked", text="error_cannot_be_asked"))
    except SnapshotError as error:
        unready = Problem(503, str(error), "no-index", headers={"Retry-After": "5"}, text="error_no_index")
        return _answer(request, unready)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        _note(request, error)
        return _answer(request, Problem.said(500, "error_500", "fault"))


def _note(request: web.Request, error: Exception) -> None:
    """Log a fault with its place but without its text, which may hold what the visitor typed."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("Fault while answering %s %s: %s\n%s", request.method, _route(request), type(error).__name__, frames)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "no route"


def _from_http(request: web.Request, error: web.HTTPException) -> Problem:
    allowed = error.headers.get("Allow", "")
    phrase = HTTPStatus(error.status).phrase
    code = phrase.lower().replace(" ", "-")
    headers = {"Allow": allowed} if allowed else None
    if error.status not in _EXPLAINED:
        return Problem(error.status, f"{phrase}.", code, headers=headers, text="error_other")
    methods = allowed.replace(",", ", ")
    return Problem.said(error.status, f"error_{error.status}", code, headers=headers, method=request.method, allowed=methods)


def _answer(request: web.Request, problem: Problem) -> web.StreamResponse:
    if request.path.startswith(_FOR_PROGRAMS):
        body = problem.answer.model_dump_json(exclude_defaults=True)
        response = web.Response(text=body, status=problem.status, content_type=PROBLEM_JSON)
    else:
        texts = request.app[keys.TEXTS]
        title = f"error_title_{problem.status}"
        shown = {
            "title": texts.say(title if title in texts.entries else "error_title_other"),
            "detail": problem.detail_in(texts),
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
        raise Problem.said(429, "error_too_many", "too-many-requests", headers={"Retry-After": str(wait)}, count=wait)
