"""/desk/sign-in and out, and one's own account."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.accounts import LEAST_PASSWORD, MOST_PASSWORD, AccountError
from bot.storage import StorageError
from bot.web import keys
from bot.web.desk_guard import (
    COOKIE,
    NEXT,
    SIGN_IN,
    Visit,
    page_after_sign_in,
    private,
    sent_form,
    session_cookie,
    signed_in,
)
from bot.web.problems import Problem
from bot.web.rate_limit import address_of
from bot.web.rendering import page

TOLD = ("signed-out", "password-changed")


async def sign_in_page(request: web.Request) -> web.Response:
    """Show the form; who is signed in already is led on."""
    try:
        session = await asyncio.to_thread(request.app[keys.DESK].sessions.find, session_cookie(request))
    except StorageError as error:
        raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error
    wanted = page_after_sign_in(request.query.get(NEXT, ""))
    if session is not None:
        return private(web.Response(status=303, headers={"Location": wanted}))
    return sign_in_form(request, wanted=wanted)


async def sign_in(request: web.Request) -> web.Response:
    """Check name and password; begin a session."""
    form, say = await sent_form(request), request.app[keys.TEXTS].say
    if not request.app[keys.SETTINGS].desk_passwords:
        return sign_in_form(request, 403, say("desk_sign_in_no_passwords"))
    name, password = (str(form.get(each, "")) for each in ("name", "password"))
    name, wanted = name.strip().lower()[:40], page_after_sign_in(str(form.get(NEXT, "")))
    wait = seconds_to_wait(request, f"as {name}")
    if wait:
        response = sign_in_form(request, 429, say("desk_sign_in_many_tries", count=wait), name, wanted)
        response.headers["Retry-After"] = str(wait)
        return response
    desk = request.app[keys.DESK]
    try:
        account = await asyncio.to_thread(desk.accounts.recognised, name, password)
        if account is None:
            # The name that was typed may be a password by mistake: it is not noted.
            await asyncio.to_thread(desk.audit.note, "somebody", "could not sign in")
            return sign_in_form(request, 422, say("desk_sign_in_wrong"), name, wanted)
        response = private(web.Response(status=303, headers={"Location": wanted}))
        await begin_session(request, response, account.name, "with a password")
    except StorageError as error:
        raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error
    return response


def sign_in_form(
    request: web.Request, status: int = 200, mistake: str = "", name: str = "", wanted: str = "/desk"
) -> web.Response:
    """Return the page with every way of signing in that the settings allow.

    Args:
        request: the request.
        status: of the answer.
        mistake: what went wrong.
        name: as it was typed.
        wanted: the page to go to afterwards.
    """
    passwords, say = request.app[keys.SETTINGS].desk_passwords, request.app[keys.TEXTS].say
    told = request.query.get("told", "")
    shown = {
        "passwords": passwords,
        "provider": request.app[keys.DESK].openid,
        "name": name,
        "mistake": mistake,
        "wanted": wanted,
        "told": say(f"desk_told_{told.replace('-', '_')}") if told in TOLD and not mistake else "",
    }
    return private(page(request, "desk/sign_in.html", status=status, **shown))


async def begin_session(request: web.Request, response: web.Response, account: str, how: str) -> None:
    """Sign an account in: end the browser's session, begin another, and hand its cookie out with ``response``."""
    desk = request.app[keys.DESK]
    await asyncio.to_thread(desk.sessions.end, session_cookie(request))
    secret = await asyncio.to_thread(desk.sessions.begin, account)
    await asyncio.to_thread(desk.audit.note, account, "signed in", "", how)
    lasts = int(request.app[keys.SETTINGS].desk_hours * 3600)
    response.set_cookie(COOKIE, secret, max_age=lasts, secure=True, httponly=True, samesite="Strict", path="/")


async def sign_out(visit: Visit) -> web.Response:
    """End this session."""
    await asyncio.to_thread(visit.desk.sessions.end, session_cookie(visit.request))
    await visit.note("signed out")
    return _signed_out()


async def sign_out_everywhere(visit: Visit) -> web.Response:
    """End all sessions of the account."""
    await asyncio.to_thread(visit.desk.sessions.end_all, visit.session.account)
    await visit.note("signed out everywhere")
    return _signed_out()


async def account(visit: Visit) -> web.Response:
    """Show one's own account."""
    return await _account_page(visit)


async def change_password(visit: Visit) -> web.Response:
    """Set another password after the present one was given; sign out everywhere."""
    name = visit.session.account
    if not await _has_password(visit):
        return await _account_page(visit, 403, visit.say("desk_sign_in_no_passwords"))
    if seconds_to_wait(visit.request, f"as {name}"):
        return await _account_page(visit, 429, visit.say("desk_account_many_tries"))
    if not await asyncio.to_thread(visit.desk.accounts.recognised, name, visit.said("present")):
        return await _account_page(visit, 422, visit.say("desk_account_wrong"))
    if visit.said("new") != visit.said("again"):
        return await _account_page(visit, 422, visit.say("desk_account_not_twice"))
    try:
        await asyncio.to_thread(visit.desk.accounts.change_password, name, visit.said("new"))
    except AccountError:
        return await _account_page(visit, 422, visit.say("desk_account_easy", least=LEAST_PASSWORD, most=MOST_PASSWORD))
    await visit.note("set the password", name)
    return _signed_out("password-changed")


async def _account_page(visit: Visit, status: int = 200, mistake: str = "") -> web.Response:
    sessions = await asyncio.to_thread(visit.desk.sessions.of, visit.session.account)
    has_password = await _has_password(visit)
    shown = {"mistake": mistake, "sessions": sessions, "has_password": has_password, "least": LEAST_PASSWORD}
    return visit.page("account.html", status=status, provider=visit.desk.openid, tab="/desk/account", **shown)


async def _has_password(visit: Visit) -> bool:
    account = await asyncio.to_thread(visit.desk.accounts.find, visit.session.account)
    return visit.request.app[keys.SETTINGS].desk_passwords and account is not None and account.has_password


def _signed_out(told: str = "signed-out") -> web.Response:
    response = private(web.Response(status=303, headers={"Location": f"{SIGN_IN}?told={told}"}))
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    return response


def seconds_to_wait(request: web.Request, account: str = "", step: str = "password") -> int:
    """Take one try from the allowance of the visitor's address at one step of signing in, and from a named account's."""
    address = address_of(request, request.app[keys.SETTINGS].trust_forwarded_for)
    tried = [f"{step} from {address}", account] if account else [f"{step} from {address}"]
    return max(request.app[keys.SIGN_IN_LIMIT].seconds_to_wait(each) for each in tried)


ROUTES = (
    web.get(SIGN_IN, sign_in_page),
    web.post(SIGN_IN, sign_in),
    web.post("/desk/sign-out", signed_in(sign_out)),
    web.post("/desk/sign-out-everywhere", signed_in(sign_out_everywhere)),
    web.get("/desk/account", signed_in(account)),
    web.post("/desk/account", signed_in(change_password)),
)
