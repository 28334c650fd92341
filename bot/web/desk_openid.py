"""/desk/sign-in/openid: sign in with the OpenID provider of the settings. Nobody gets in whose account was not made before."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import quote, unquote

from aiohttp import web

from bot.desk.openid import Attempt, OpenIdError, OpenIdProvider
from bot.storage import StorageError
from bot.web import keys
from bot.web.desk_guard import NEXT, page_after_sign_in, private
from bot.web.desk_sign_in import begin_session, seconds_to_wait, sign_in_form
from bot.web.problems import Problem
from bot.web.rendering import page, site_address

LOG = logging.getLogger(__name__)
BEGIN, RETURN = "/desk/sign-in/openid", "/desk/sign-in/return"
ATTEMPT_COOKIE = "__Host-desk-openid"
"""Lax, unlike the session's: the browser comes back from the provider's site, and must bring it."""
ATTEMPT_S = 600
LONGEST = 2048
_AND = "."
"""Stands in no secret."""
_STATUS = {"unreachable": 503, "refused": 403}


async def begin(request: web.Request) -> web.Response:
    """Send the browser to the provider.

    A link and not a form leads here: our pages' policy lets no form end at another site.
    """
    provider = _provider(request)
    if wait := seconds_to_wait(request, step="begin"):
        return _refused(request, 429, "desk_sign_in_many_tries", count=wait)
    attempt = Attempt.anew()
    try:
        address = await provider.address_of_sign_in(attempt, _back_to(request))
    except OpenIdError as error:
        LOG.warning("Nobody can sign in with the OpenID provider: %s", error)
        return _refused(request, 503, "desk_openid_unreachable", name=provider.name)
    response = private(web.Response(status=303, headers={"Location": address}))
    # The page that was wanted waits in the same cookie: state goes to the provider, whom it does not concern.
    kept = f"{attempt.secret}{_AND}{quote(page_after_sign_in(request.query.get(NEXT, '')), safe='')}"
    response.set_cookie(ATTEMPT_COOKIE, kept, max_age=ATTEMPT_S, secure=True, httponly=True, samesite="Lax", path="/")
    return response


async def come_back(request: web.Request) -> web.Response:
    """Take the browser back from the provider; begin a session if it is somebody with an account."""
    provider, query = _provider(request), request.query
    if wait := seconds_to_wait(request, step="return"):
        return _refused(request, 429, "desk_sign_in_many_tries", count=wait)
    secret, _, wanted = request.cookies.get(ATTEMPT_COOKIE, "").partition(_AND)
    attempt = Attempt(secret)
    if not attempt.is_answered_by(query.get("state", "")):
        return await _noted(request, 403, "desk_openid_lost", "wrong state")
    if "error" in query:
        cancelled = query["error"] == "access_denied"
        return await _noted(request, 403, "desk_openid_cancelled" if cancelled else "desk_openid_refused", "the provider refused")
    code = query.get("code", "")
    if not code or len(code) > LONGEST or query.get("iss", provider.issuer) != provider.issuer:
        return await _noted(request, 403, "desk_openid_refused", "no usable code")
    try:
        person = await provider.person(code, attempt, _back_to(request))
    except OpenIdError as error:
        LOG.warning("A sign-in with the OpenID provider was refused: %s", error)
        return await _noted(request, _STATUS[error.why], f"desk_openid_{error.why}", str(error))
    try:
        accounts = request.app[keys.DESK].accounts
        account = await asyncio.to_thread(accounts.recognised_elsewhere, person.issuer, person.subject, person.email)
        if account is None:
            without = "" if person.email else "_without_email"
            return await _noted(request, 403, f"desk_openid_unknown{without}", "no such account")
        # A page and no redirect: browsers withhold the session's strict cookie while they follow one that began at another site.
        response = private(page(request, "desk/signed_in.html", account=account.name, wanted=page_after_sign_in(unquote(wanted))))
        _forget_attempt(response)
        await begin_session(request, response, account.name, "with OpenID Connect")
    except StorageError as error:
        raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error
    return response


async def _noted(request: web.Request, status: int, key: str, why: str) -> web.Response:
    try:
        await asyncio.to_thread(request.app[keys.DESK].audit.note, "somebody", "could not sign in", "", f"OpenID Connect: {why}")
    except StorageError as error:
        LOG.error("A refused sign-in could not be noted: %s", error)
    return _refused(request, status, key, name=_provider(request).name)


def _refused(request: web.Request, status: int, key: str, **values: object) -> web.Response:
    response = sign_in_form(request, status, request.app[keys.TEXTS].say(key, **values))
    _forget_attempt(response)
    return response


def _forget_attempt(response: web.Response) -> None:
    response.del_cookie(ATTEMPT_COOKIE, path="/", secure=True, httponly=True, samesite="Lax")


def _provider(request: web.Request) -> OpenIdProvider:
    provider = request.app[keys.DESK].openid
    if provider is None:
        raise web.HTTPNotFound
    return provider


def _back_to(request: web.Request) -> str:
    return f"{site_address(request)}{RETURN}"


ROUTES = (web.get(BEGIN, begin), web.get(RETURN, come_back))
