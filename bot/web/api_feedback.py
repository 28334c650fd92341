"""POST /api/feedback: thumbs on an answer, with a reason if wished; and the same from the page without JavaScript."""

from __future__ import annotations

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, Field

from bot.storage import StorageError
from bot.web import keys
from bot.web.api_route import ApiRoute
from bot.web.messages import clean_text
from bot.web.problems import Problem, limited
from bot.web.reading import read_form, read_json
from bot.web.rendering import page

LONGEST_REASON = 500
TOKEN_PATTERN = r"^[A-Za-z0-9_-]{1,100}$"
_EXAMPLE = '{"feedback": "the token of the answer", "rating": "down", "reason": "too far away"}'


class Feedback(BaseModel):
    """A rating of one answer."""

    feedback: str = Field(pattern=TOKEN_PATTERN, description="The token that came with the answer.")
    rating: Literal["up", "down"] = Field(description="Was the answer of use? A second rating replaces the first.")
    reason: str | None = Field(
        None, max_length=LONGEST_REASON, description="Why, in plain words. Personal details are taken out before it is stored."
    )


async def feedback(request: web.Request) -> web.Response:
    """Rate one answer. A badly rated question is stored for curators without personal details."""
    limited(request, keys.CHAT_LIMIT)
    given = await read_json(request, Feedback, _EXAMPLE)
    await _rated(request, given.feedback, given.rating, given.reason or "")
    return web.Response(status=204, headers={"Cache-Control": "no-store"})


async def feedback_form(request: web.Request) -> web.Response:
    """Take the rating of the page without JavaScript, and say thanks."""
    form = await read_form(request)
    token, rating, why, words = (str(form.get(name, "")) for name in ("feedback", "rating", "why", "reason"))
    reason = ": ".join(filter(None, (why, words.strip())))
    limited(request, keys.CHAT_LIMIT)
    if rating not in {"up", "down"}:
        raise Problem.said(400, "error_rating", "invalid-value", parameter="rating")
    await _rated(request, token, "up" if rating == "up" else "down", reason[:LONGEST_REASON])
    response = page(request, "feedback.html", rating=rating, conversation=str(form.get("conversation", "")))
    response.headers["Cache-Control"] = "no-store"
    return response


async def _rated(request: web.Request, token: str, rating: Literal["up", "down"], reason: str) -> None:
    try:
        known = await request.app[keys.GATEWAY].rate(token, rating, clean_text(reason))
    except StorageError as error:
        raise Problem.said(503, "error_rating_not_stored", "not-stored", headers={"Retry-After": "60"}) from error
    if not known:
        raise Problem.said(404, "error_rating_too_late", "unknown-answer", parameter="feedback")


API_ROUTES = (
    ApiRoute(
        "POST", "/api/feedback", feedback, "Rate an answer", None, media=(), body=Feedback, status=204,
        problems={
            400: "The body is not valid JSON, or a field has a value that cannot be.",
            404: "The token is unknown, or the answer is too old to be rated.",
            413: "The body is larger than 16 KiB.",
            415: "The body is not sent as application/json.",
            429: "Too many requests from one address; Retry-After says how long to wait.",
            503: "The rating could not be stored.",
        },
        example={"feedback": "TOKEN-OF-THE-ANSWER", "rating": "down", "reason": "too far away"},
    ),
)  # fmt: skip
ROUTES = (web.post("/feedback", feedback_form),)
