"""/desk/sign-in and out, and one's own account."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.accounts import AccountError
from bot.storage import StorageError
from bot.web import keys
from bot.web.desk_guard import COOKIE, SIGN_IN, Visit, private, sent_form, session_cookie, signed_in
from bot.web.problems import Problem
from bot.web.rate_limit import address_of
from bot.web.rendering import page

_WRONG = "That user name and password do not fit together. Check both, and whether Caps Lock is on."


async def sign_in_page(request: web.Request) -> web.Response:
    """Show the form; who is signed in already is led on."""
    try:
        session = await asyncio.to_thread(request.app[keys.DESK].sessions.find, session_cookie(request))
    except StorageError as error:
        raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error
    if session is not None:
        return private(web.Response(status=303, headers={"Location": "/desk"}))
    return private(page(request, "desk/sign_in.html", name="", mistake=""))


async def sign_in(request: web.Request) -> web.Response:
    """Check name and password; begin a session."""
    form = await sent_form(request)
    name, password = (str(form.get(each, "")) for each in ("name", "password"))
    name = name.strip().lower()[:40]
    wait = _seconds_to_wait(request, name)
    if wait:
        mistake = f"There were many tries. Wait {wait} seconds, then try again."
        response = private(page(request, "desk/sign_in.html", status=429, name=name, mistake=mistake))
        response.headers["Retry-After"] = str(wait)
        return response
    desk = request.app[keys.DESK]
    try:
        account = await asyncio.to_thread(desk.accounts.recognised, name, password)
        if account is None:
            # The name that was typed may be a password by mistake: it is not noted.
            await asyncio.to_thread(desk.audit.note, "somebody", "could not sign in")
            return private(page(request, "desk/sign_in.html", status=422, name=name, mistake=_WRONG))
        await asyncio.to_thread(desk.sessions.end, session_cookie(request))
        secret = await asyncio.to_thread(desk.sessions.begin, account.name)
        await asyncio.to_thread(desk.audit.note, account.name, "signed in")
    except StorageError as error:
        raise Problem(503, str(error), "not-stored", headers={"Retry-After": "30"}) from error
    response = private(web.Response(status=303, headers={"Location": "/desk"}))
    hours = request.app[keys.SETTINGS].desk_hours
    response.set_cookie(COOKIE, secret, max_age=int(hours * 3600), secure=True, httponly=True, samesite="Strict", path="/")
    return response


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
    if _seconds_to_wait(visit.request, name):
        return await _account_page(visit, 429, "There were many tries. Wait a minute, then try again.")
    if not await asyncio.to_thread(visit.desk.accounts.recognised, name, visit.said("present")):
        return await _account_page(visit, 422, "The present password is not right.")
    if visit.said("new") != visit.said("again"):
        return await _account_page(visit, 422, "The new password was not typed the same way twice.")
    try:
        await asyncio.to_thread(visit.desk.accounts.change_password, name, visit.said("new"))
    except AccountError as error:
        return await _account_page(visit, 422, str(error))
    await visit.note("set the password", name)
    return _signed_out()


async def _account_page(visit: Visit, status: int = 200, mistake: str = "") -> web.Response:
    sessions = await asyncio.to_thread(visit.desk.sessions.of, visit.session.account)
    return visit.page("account.html", status=status, mistake=mistake, sessions=sessions)


def _signed_out() -> web.Response:
    response = private(web.Response(status=303, headers={"Location": SIGN_IN}))
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    return response


def _seconds_to_wait(request: web.Request, name: str) -> int:
    """Take one try from the allowance of the visitor's address and from that of the account."""
    address = address_of(request, request.app[keys.SETTINGS].trust_forwarded_for)
    return max(
        request.app[keys.SIGN_IN_LIMIT].seconds_to_wait(f"from {address}"),
        request.app[keys.SIGN_IN_LIMIT].seconds_to_wait(f"as {name}"),
    )


ROUTES = (
    web.get(SIGN_IN, sign_in_page),
    web.post(SIGN_IN, sign_in),
    web.post("/desk/sign-out", signed_in(sign_out)),
    web.post("/desk/sign-out-everywhere", signed_in(sign_out_everywhere)),
    web.get("/desk/account", signed_in(account)),
    web.post("/desk/account", signed_in(change_password)),
)
