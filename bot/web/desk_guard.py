"""Who may see a page of the curators' desk, and which forms are taken: signed in, from the desk's own pages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import hdrs, web
from multidict import MultiDict, MultiDictProxy

from bot.desk import CuratorsDesk, Right, Session
from bot.storage import StorageError
from bot.web import keys
from bot.web.messages import clean_text
from bot.web.problems import Problem
from bot.web.reading import read_form
from bot.web.rendering import page

COOKIE = "__Host-desk"
"""Browsers take a cookie of this name only over TLS (or from the machine itself), for the whole host and no other."""
SIGN_IN = "/desk/sign-in"
NEXT = "next"
"""Names the page of the desk that somebody wanted before they had to sign in."""
_OVERVIEW = "/desk"
_DESK_PAGE = re.compile(r"/desk(/[A-Za-z0-9/_-]*)?(\?[A-Za-z0-9=&%+._~-]*)?")
_LONGEST_PAGE = 300
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
        """Return one field of the form, exactly as it was sent."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def written(self, name: str) -> str:
        """Return one field as a line of text, without control characters: they cannot stand in the catalogue's files."""
        return " ".join(clean_text(self.said(name)).split())

    def all_written(self, name: str) -> list[str]:
        """Return all values of one field, without control characters; a value of several lines keeps them."""
        return [clean_text(each) for each in self.form.getall(name, []) if isinstance(each, str)]

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


def for_curators(handler: DeskHandler, again: DeskHandler | None = None) -> Handler:
    """Return a handler for those who may change entries; reviewers are told that they may not.

    Args:
        handler: the handler.
        again: shows a long form once more with what was typed, where somebody's session ended while they typed it. It changes
            nothing: it is met without a token. Without it such a form is refused.
    """
    return _guarded(handler, "publish", again)


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
        Problem: it comes from somewhere else, or is too large.
    """
    if not _is_from_here(request):
        raise Problem(403, request.app[keys.TEXTS].say("desk_form_from_elsewhere"), "not-from-here")
    try:
        return await read_form(request.clone(client_max_size=LARGEST_FORM))
    except web.HTTPRequestEntityTooLarge as error:
        # The site's own words name the limit of its other forms.
        raise Problem.said(413, "desk_form_too_large", "too-large", count=LARGEST_FORM // 1024) from error


def _guarded(handler: DeskHandler, right: Right, again: DeskHandler | None = None) -> Handler:
    """Return a handler that is met only by whoever has a right, and whose forms come from a page of theirs."""

    nothing: MultiDictProxy[Any] = MultiDictProxy(MultiDict())

    async def guarded(request: web.Request) -> web.StreamResponse:
        desk = request.app[keys.DESK]
        try:
            session = await asyncio.to_thread(desk.sessions.find, session_cookie(request))
            if session is None:
                if again is not None and _is_from_here(request):
                    return await _keeping_what_was_typed(request)
                raise web.HTTPSeeOther(_sign_in_and_on(request), headers=_PRIVATE)
            if not session.may(right):
                return Visit(request, desk, session, nothing).page("not_allowed.html", status=403, right=right)
            form = nothing
            if request.method == hdrs.METH_POST:
                form = await sent_form(request)
                if not session.sent(str(form.get("token", ""))):
                    if again is not None:
                        return await again(Visit(request, desk, session, form))
                    raise Problem(403, request.app[keys.TEXTS].say("desk_form_stale"), "no-token")
            return await handler(Visit(request, desk, session, form))
        except StorageError as error:
            raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error

    return guarded


def page_after_sign_in(wanted: str) -> str:
    """Return the page to go to after signing in: the one that was wanted, if it is one of the desk's, else the overview."""
    is_fit = len(wanted) <= _LONGEST_PAGE and _DESK_PAGE.fullmatch(wanted) and not wanted.startswith(SIGN_IN)
    return wanted if is_fit else _OVERVIEW


def _sign_in_and_on(request: web.Request) -> str:
    wanted = page_after_sign_in(request.path_qs) if request.method == hdrs.METH_GET else _OVERVIEW
    return SIGN_IN if wanted == _OVERVIEW else f"{SIGN_IN}?{urlencode({NEXT: wanted})}"


async def _keeping_what_was_typed(request: web.Request) -> web.Response:
    """Return a page that holds a form which came after its session had ended, to be sent again after signing in."""
    form = await sent_form(request)
    fields = [(name, value) for name, value in form.items() if isinstance(value, str)]
    return private(page(request, "desk/signed_out.html", status=403, fields=fields))


def _is_from_here(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        # Our pages send no referrer, and so browsers say "null" for the origin of their forms: this is the better sign.
        return site == "same-origin"
    public = urlsplit(request.app[keys.SETTINGS].public_url).netloc
    try:
        origin = urlsplit(request.headers.get(hdrs.ORIGIN, "")).netloc
    except ValueError:
        return False
    return origin in {request.host, public} - {""}
