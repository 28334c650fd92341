"""Who may see a page of the curators' desk, and which forms are taken: signed in, from the desk's own pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from multidict import MultiDict, MultiDictProxy

from bot.desk import CuratorsDesk, Right, Session
from bot.storage import StorageError
from bot.web import keys
from bot.web.problems import Problem
from bot.web.reading import read_form
from bot.web.rendering import page

COOKIE = "__Host-desk"
"""Browsers take a cookie of this name only over TLS (or from the machine itself), for the whole host and no other."""
SIGN_IN = "/desk/sign-in"
LARGEST_FORM = 64 * 1024
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is signed in.

    Attributes:
        request: the request.
        desk: the desk.
        session: who it is.
        form: what was sent; empty for a page that is only looked at.
    """

    request: web.Request
    desk: CuratorsDesk
    session: Session
    form: MultiDictProxy[Any]

    @property
    def two_people(self) -> bool:
        """Whether a change waits for a second person."""
        return self.request.app[keys.SETTINGS].desk_two_people

    def say(self, key: str, **values: object) -> str:
        """Return a text of the pages."""
        return self.request.app[keys.TEXTS].say(key, **values)

    def said(self, name: str) -> str:
        """Return one field of the form."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def all_said(self, name: str) -> list[str]:
        """Return all values of one field of the form."""
        return [each for each in self.form.getall(name, []) if isinstance(each, str)]

    async def note(self, what: str, subject: str = "", detail: str = "") -> None:
        """Add a line to the audit trail."""
        await asyncio.to_thread(self.desk.audit.note, self.session.account, what, subject, detail)

    def page(self, template: str, status: int = 200, **variables: Any) -> web.Response:
        """Return a page of the desk."""
        shown = {"session": self.session, "two_people": self.two_people, **variables}
        return private(page(self.request, f"desk/{template}", status=status, **shown))


DeskHandler = Callable[[Visit], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def signed_in(handler: DeskHandler) -> Handler:
    """Return a handler for everybody who is signed in, in whatever role; others are led to the sign-in."""
    return _guarded(handler, "review")


def for_curators(handler: DeskHandler) -> Handler:
    """Return a handler for those who may change entries; reviewers are told that they may not."""
    return _guarded(handler, "publish")


def for_administrators(handler: DeskHandler) -> Handler:
    """Return a handler for administrators; others are told that they may not."""
    return _guarded(handler, "govern")


def private(response: web.Response) -> web.Response:
    """Return ``response`` so that nobody keeps a copy and no search engine lists it."""
    response.headers.update(_PRIVATE)
    return response


def session_cookie(request: web.Request) -> str:
    """Return the secret of the visitor's session; empty without one."""
    return request.cookies.get(COOKIE, "")


async def sent_form(request: web.Request) -> MultiDictProxy[Any]:
    """Return the form that was sent from a page of this site.

    Raises:
        Problem: it comes from somewhere else.
    """
    if not _is_from_here(request):
        raise Problem(403, request.app[keys.TEXTS].say("desk_form_from_elsewhere"), "not-from-here")
    return await read_form(request.clone(client_max_size=LARGEST_FORM))


def _guarded(handler: DeskHandler, right: Right) -> Handler:
    """Return a handler that is met only by whoever has a right, and whose forms come from a page of theirs."""

    nothing: MultiDictProxy[Any] = MultiDictProxy(MultiDict())

    async def guarded(request: web.Request) -> web.StreamResponse:
        desk = request.app[keys.DESK]
        try:
            session = await asyncio.to_thread(desk.sessions.find, session_cookie(request))
            if session is None:
                raise web.HTTPSeeOther(SIGN_IN, headers=_PRIVATE)
            if not session.may(right):
                return Visit(request, desk, session, nothing).page("not_allowed.html", status=403, right=right)
            form = nothing
            if request.method == hdrs.METH_POST:
                form = await sent_form(request)
                if not session.sent(str(form.get("token", ""))):
                    raise Problem(403, request.app[keys.TEXTS].say("desk_form_stale"), "no-token")
            return await handler(Visit(request, desk, session, form))
        except StorageError as error:
            raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error

    return guarded


def _is_from_here(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        # Our pages send no referrer, and so browsers say "null" for the origin of their forms: this is the better sign.
        return site == "same-origin"
    public = urlsplit(request.app[keys.SETTINGS].public_url).netloc
    return urlsplit(request.headers.get(hdrs.ORIGIN, "")).netloc in {request.host, public} - {""}
