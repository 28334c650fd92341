"""Leave an offer or a need in a form, and withdraw it. Nothing is stored before consent on the page that reads it back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.storage import StorageError
from bot.submissions.forms import Kind
from bot.submissions.references import reference_in
from bot.web import keys
from bot.web.own_pages import sent_from_own_page
from bot.web.portal_form import Filled, filled
from bot.web.portal_listing import listed_matches
from bot.web.portal_near import Place, around, in_short
from bot.web.problems import Problem
from bot.web.rate_limit import address_of
from bot.web.reading import read_form
from bot.web.rendering import page
from knowledge.understanding import Understander

FORMS: dict[str, Kind] = {"/employers/offer": "offer", "/schools/need": "need"}
WITHDRAW = "withdraw"


async def begin(request: web.Request) -> web.Response:
    """Show the empty form, with the place where one is given in the address."""
    kind = FORMS[request.path]
    return _form(request, _filled(request, kind, {"place": request.query.get("place", "")}, check=False))


async def go_on(request: web.Request) -> web.Response:
    """Take the form: show what is wrong with it, read it back, or store it when consent was given."""
    given = await _given(request)
    kind, step = FORMS[request.path], given.get("step", "")
    form = _filled(request, kind, given, check=step != "change")
    if step == "change":
        return _form(request, form)
    if form.errors:
        return _form(request, form)
    if step != "send":
        return _check(request, form)
    token = given.get("token", "")
    if not request.app[keys.PORTAL].tokens.is_valid(token, kind):
        return _check(request, form, "portal_stale_form")
    if given.get("consent") != "yes":
        return _check(request, form, "portal_no_consent", token)
    return await _store(request, form, token)


async def withdraw_form(request: web.Request) -> web.Response:
    """Show the form that takes a reference number."""
    return _withdraw(request)


async def withdraw(request: web.Request) -> web.Response:
    """Delete what was left under a reference number."""
    given = await _given(request)
    portal, typed = request.app[keys.PORTAL], given.get("reference", "").strip()[:80]
    if not portal.tokens.is_valid(given.get("token", ""), WITHDRAW):
        return _withdraw(request, typed, "portal_stale_form")
    reference = reference_in(typed)
    if not reference:
        return _withdraw(request, typed, "portal_reference_unknown" if typed else "portal_reference_missing")
    try:
        done = await asyncio.to_thread(portal.store.withdraw, reference)
    except StorageError:
        return _withdraw(request, typed, "portal_withdraw_fault", 503)
    if not done:
        return _withdraw(request, typed, "portal_withdraw_nothing")
    return _private(page(request, "portal_withdrawn.html", reference=reference))


async def _given(request: web.Request) -> dict[str, str]:
    """Return the fields of a form that one of our own pages sent.

    Raises:
        Problem: it comes from elsewhere, or too many come from one address.
    """
    settings, portal = request.app[keys.SETTINGS], request.app[keys.PORTAL]
    sent_from_own_page(request)
    wait = portal.limit.seconds_to_wait(address_of(request, settings.trust_forwarded_for))
    if wait:
        raise Problem(
            429, request.app[keys.TEXTS].say("portal_too_many"), "too-many-requests", headers={"Retry-After": str(wait)}
        )
    return {name: value for name, value in (await read_form(request)).items() if isinstance(value, str)}


def _filled(request: web.Request, kind: Kind, typed: Mapping[str, str], check: bool) -> Filled:
    return filled(kind, typed, Understander.default().understand, request.app[keys.TEXTS], check)


def _form(request: web.Request, form: Filled) -> web.Response:
    status = 422 if form.errors else 200
    return _private(page(request, "portal_form.html", status=status, **_shared(form)))


def _check(request: web.Request, form: Filled, error: str = "", token: str = "") -> web.Response:
    """Read the answers back and ask for consent; a token that was not used yet is kept."""
    portal = request.app[keys.PORTAL]
    kind = form.draft.kind
    shown = {
        "token": token or portal.tokens.issued(kind),
        "consent": portal.filling.consent_wording(kind),
        "error": error,
        "private": form.private,
        **_shared(form),
    }
    return _private(page(request, "portal_check.html", status=422 if error else 200, **shown))


async def _store(request: web.Request, form: Filled, token: str) -> web.Response:
    portal = request.app[keys.PORTAL]
    try:
        sent = await asyncio.to_thread(portal.send, form.draft, token)
    except StorageError:
        response = _check(request, form, "portal_not_stored", token)
        response.set_status(503)
        return response
    submission = sent.submission
    items, more = listed_matches(sent.found or [], request.app[keys.TEXTS])
    side = "employer" if submission.kind == "offer" else "school"
    place = Place(submission.place, submission.place, submission.areas)
    near = around(place, side, submission.topics, request.app[keys.INDEX].searcher)
    shown = {
        "submission": submission,
        "until": request.app[keys.TEXTS].day(submission.expires_at),
        "items": items,
        "more": more,
        "unknown": sent.found is None,
        "mailed": sent.mailed,
        "groups": in_short(near.groups or ([near.national] if near.national else [])),
        **_shared(form),
    }
    return _private(page(request, "portal_sent.html", **shown))


def _shared(form: Filled) -> dict[str, Any]:
    kind = form.draft.kind
    section = "employers" if kind == "offer" else "schools"
    path = next(path for path, each in FORMS.items() if each == kind)
    return {"form": form, "kind": kind, "path": path, "section": section}


def _withdraw(request: web.Request, typed: str = "", error: str = "", status: int = 422) -> web.Response:
    token = request.app[keys.PORTAL].tokens.issued(WITHDRAW)
    shown = {"typed": typed, "error": error, "token": token}
    return _private(page(request, "portal_withdraw.html", status=status if error else 200, **shown))


def _private(response: web.Response) -> web.Response:
    # What somebody typed is theirs: no cache keeps it.
    response.headers["Cache-Control"] = "no-store"
    return response


_PATHS = tuple(FORMS)
ROUTES = (
    *(web.get(path, begin) for path in _PATHS),
    *(web.post(path, go_on) for path in _PATHS),
    web.get("/withdraw", withdraw_form),
    web.post("/withdraw", withdraw),
)
