"""The pages people see, and the plain form that works without JavaScript."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from bot.web import keys
from bot.web.contracts import CONVERSATION_PATTERN, LONGEST_MESSAGE
from bot.web.examples import examples_of
from bot.web.messages import clean_message, clean_text
from bot.web.problems import Problem, limited
from bot.web.reading import read_form
from bot.web.rendering import page, site_address


async def chat(request: web.Request) -> web.Response:
    """Show the chat page; ``?ask=`` puts words into its question box, for links from other pages."""
    return _chat_page(request, draft=clean_text(request.query.get("ask", ""))[:LONGEST_MESSAGE])


async def ask(request: web.Request) -> web.Response:
    """Answer the plain form: the chat page with this one exchange."""
    form = await read_form(request)
    said, given = form.get("message"), form.get("conversation")
    said = said if isinstance(said, str) else ""
    conversation = given if isinstance(given, str) and re.fullmatch(CONVERSATION_PATTERN, given) else None
    try:
        limited(request, keys.CHAT_LIMIT)
        message = clean_message(said)
    except Problem as problem:
        refused = _chat_page(
            request,
            problem.status,
            conversation=conversation,
            notice=problem.detail_in(request.app[keys.TEXTS]),
            draft=clean_text(said)[:LONGEST_MESSAGE],
        )
        refused.headers.update(problem.headers)
        return refused
    reply = await request.app[keys.GATEWAY].reply(conversation, message)
    request.app[keys.METRICS].turn(reply.degraded)
    exchange = {"question": message, "messages": reply.messages, "degraded": reply.degraded}
    return _chat_page(request, exchange=exchange, conversation=reply.conversation)


async def ask_again(request: web.Request) -> web.Response:
    """Lead whoever kept the form's address back to the start."""
    raise web.HTTPSeeOther("/")


async def privacy(request: web.Request) -> web.Response:
    """Show what is kept of visitors, and for how long."""
    settings = request.app[keys.SETTINGS]
    kept = ("question_days", "submission_days", "outbox_days")
    days = {name: getattr(settings, name) for name in kept}
    return _lasting(page(request, "privacy.html", minutes=settings.conversation_minutes, **days))


async def accessibility(request: web.Request) -> web.Response:
    """Show the accessibility statement."""
    return _lasting(page(request, "accessibility.html"))


async def widget_demo(request: web.Request) -> web.Response:
    """Show the widget on a page, and the line that embeds it."""
    public = request.app[keys.SETTINGS].public_url.rstrip("/")
    return _lasting(page(request, "widget_demo.html", origin=public or str(request.url.origin())))


def _chat_page(request: web.Request, status: int = 200, **variables: Any) -> web.Response:
    shown = {"exchange": None, "conversation": None, "notice": None, "draft": "", **variables}
    response = page(
        request,
        "chat.html",
        status=status,
        examples=examples_of(request.app[keys.TEXTS]),
        home=f"{site_address(request)}/",
        **shown,
    )
    response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    return response


def _lasting(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-cache"
    return response


ROUTES = (
    web.get("/", chat),
    web.post("/ask", ask),
    web.get("/ask", ask_again),
    web.get("/privacy", privacy),
    web.get("/accessibility", accessibility),
    web.get("/widget-demo", widget_demo),
)
