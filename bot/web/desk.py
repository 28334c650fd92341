"""/desk: the curators' desk, its overview and its audit trail. Everything else of it stands in desk_*.py."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any

from aiohttp import web

from bot.desk.desk import is_stale
from bot.desk.link_store import addresses_of
from bot.web import (
    desk_check,
    desk_corrections,
    desk_entries,
    desk_leavings,
    desk_links,
    desk_openid,
    desk_proposals,
    desk_retire,
    desk_sign_in,
    keys,
)
from bot.web.desk_guard import Visit, for_administrators, signed_in
from bot.web.desk_leavings import open_questions, page_number

DEEDS_PER_PAGE = 100
LATEST = 8


async def overview(visit: Visit) -> web.Response:
    """Show how much waits where."""
    counts: dict[str, Any] = await asyncio.to_thread(_counts, visit)
    resources = visit.request.app[keys.INDEX].searcher.snapshot.resources
    today = datetime.date.today()
    deeds = await asyncio.to_thread(visit.desk.audit.deeds, LATEST) if visit.session.may("govern") else []
    return visit.page(
        "overview.html",
        entries=len(resources),
        stale=sum(is_stale(each, today) for each in resources),
        copies=sum(each.source_is_copy for each in resources),
        deeds=deeds,
        writable=visit.desk.records.can_be_written,
        tab="/desk",
        **counts,
    )


async def audit(visit: Visit) -> web.Response:
    """Show who did what, and when."""
    number = page_number(visit.request)
    deeds = await asyncio.to_thread(visit.desk.audit.deeds, DEEDS_PER_PAGE, (number - 1) * DEEDS_PER_PAGE)
    total = await asyncio.to_thread(visit.desk.audit.count)
    accounts = await asyncio.to_thread(visit.desk.accounts.list)
    pages = -(-total // DEEDS_PER_PAGE)
    return visit.page("audit.html", deeds=deeds, accounts=accounts, number=number, pages=pages, tab="/desk/audit")


async def sign_out_account(visit: Visit) -> web.StreamResponse:
    """Sign another account out everywhere."""
    name = visit.said("account")
    if await asyncio.to_thread(visit.desk.accounts.find, name) is None:
        # The audit trail names accounts, and not whatever was sent.
        raise web.HTTPNotFound
    await asyncio.to_thread(visit.desk.sessions.end_all, name)
    await visit.note("signed out everywhere", name)
    raise web.HTTPSeeOther("/desk/audit")


def _counts(visit: Visit) -> dict[str, int]:
    answered = visit.desk.answered.marks()
    waiting = [each for each in visit.desk.submissions.active() if each.reference not in answered]
    asked = open_questions(visit)
    resources = visit.request.app[keys.INDEX].searcher.snapshot.resources
    addresses = {address for each in resources for address in addresses_of(each)}
    return {
        "offers": sum(each.kind == "offer" for each in waiting),
        "needs": sum(each.kind == "need" for each in waiting),
        "corrections": len(visit.request.app[keys.CORRECTIONS].corrections()),
        "unanswered": len(asked),
        "proposals": len(visit.desk.proposals.waiting()) if visit.two_people else 0,
        "sent_back": len(visit.desk.proposals.sent_back_to(visit.session.account)) if visit.two_people else 0,
        "broken": sum(each.is_broken for address, each in visit.desk.links.seen().items() if address in addresses),
        "badly_rated": sum(each.question.why == "badly-rated" for each in asked),
    }


ROUTES = (
    *desk_sign_in.ROUTES,
    *desk_openid.ROUTES,
    web.get("/desk", signed_in(overview)),
    *desk_leavings.ROUTES,
    *desk_corrections.ROUTES,
    *desk_entries.ROUTES,
    *desk_check.ROUTES,
    *desk_retire.ROUTES,
    *desk_proposals.ROUTES,
    *desk_links.ROUTES,
    web.get("/desk/audit", for_administrators(audit)),
    web.post("/desk/audit/sign-out", for_administrators(sign_out_account)),
)
