"""/desk/proposals: changes of entries that wait for a second person, who publishes them or sends them back."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.difference import differences
from bot.desk.proposals import SENT_BACK_DAYS, Proposal, ProposalError
from bot.desk.record_files import RecordError, RecordFile
from bot.web.desk_guard import Visit, for_curators, signed_in
from bot.web.desk_publishing import PROPOSALS, bring_into_service, follow_merge
from bot.web.desk_reopening import as_number, way_back

HERE = PROPOSALS
SETTLED_SHOWN = 20
LONGEST_REASON = 500
TOLD = ("proposed", "sent-back", "taken-back")


async def proposals(visit: Visit) -> web.Response:
    """List what waits, and what became of the latest."""
    waiting = await asyncio.to_thread(visit.desk.proposals.waiting)
    sent_back = await asyncio.to_thread(visit.desk.proposals.sent_back_to, visit.session.account)
    settled = await asyncio.to_thread(visit.desk.proposals.settled, SETTLED_SHOWN)
    return visit.page("proposals.html", waiting=waiting, sent_back=sent_back, settled=settled, days=SENT_BACK_DAYS, tab=HERE)


async def proposal(visit: Visit) -> web.Response:
    """Show one with what it changes."""
    found = await _proposal(visit)
    told = visit.request.query.get("told", "")
    return await _page(visit, found, told=visit.say(f"desk_proposal_told_{_word(told)}") if told in TOLD else "")


async def decide(visit: Visit) -> web.StreamResponse:
    """Publish one, send it back with a reason, or take one's own back."""
    found, do = await _proposal(visit), visit.said("do")
    store, who = visit.desk.proposals, visit.session.account
    reason = visit.written("reason")
    try:
        if do == "publish":
            merged = await asyncio.to_thread(store.publish, found.number, who, visit.desk.records)
            await visit.note("agreed to a proposal", found.entry, _detail(found))
            if merged is not None:
                raise web.HTTPSeeOther(await follow_merge(visit, found.entry, found.merged_into, found.why, merged))
            raise web.HTTPSeeOther(f"/desk/entries/{found.entry}?told={await bring_into_service(visit, found.entry)}")
        if do == "send-back":
            if not 3 <= len(reason) <= LONGEST_REASON:
                wrong = visit.say("desk_proposal_reason_wanted", most=LONGEST_REASON)
                return await _page(visit, found, status=422, reason_mistake=wrong, reason=reason[: LONGEST_REASON * 2])
            await asyncio.to_thread(store.send_back, found.number, who, reason)
            await visit.note("sent a proposal back", found.entry, _detail(found))
            raise web.HTTPSeeOther(f"{HERE}/{found.number}?told=sent-back")
        if do == "take-back":
            await asyncio.to_thread(store.take_back, found.number, who)
            await visit.note("took a proposal back", found.entry, _detail(found))
            raise web.HTTPSeeOther(f"{HERE}/{found.number}?told=taken-back")
    except ProposalError as error:
        again = await _proposal(visit)
        return await _page(visit, again, status=409, mistake=visit.say(f"desk_proposal_cannot_{_word(error.why)}"))
    except RecordError as error:
        return await _page(visit, found, status=409, mistake=str(error))
    return await _page(visit, found, status=400, mistake=visit.say("desk_proposal_choose"))


async def _page(
    visit: Visit,
    shown: Proposal,
    status: int = 200,
    told: str = "",
    mistake: str = "",
    reason: str = "",
    reason_mistake: str = "",
) -> web.Response:
    record: RecordFile | None = None
    readable = True
    if shown.status != "published":
        try:
            record = await asyncio.to_thread(visit.desk.records.read, shown.entry)
        except RecordError:
            readable = False
    is_stale = shown.status == "waiting" and (not readable or shown.is_stale(record))
    can_be_taken_up = visit.session.may("publish") and (record is not None or shown.is_new_entry)
    return visit.page(
        "proposal.html",
        status=status,
        it=shown,
        differences=differences(shown),
        is_stale=is_stale,
        back=way_back(shown, is_stale) if can_be_taken_up else "",
        is_own=shown.proposer == visit.session.account,
        told=told,
        mistake=mistake,
        reason=reason,
        reason_mistake=reason_mistake,
        most=LONGEST_REASON,
        writable=visit.desk.records.can_be_written,
        tab=HERE,
    )


async def _proposal(visit: Visit) -> Proposal:
    number = as_number(visit.request.match_info["number"])
    found = await asyncio.to_thread(visit.desk.proposals.get, number) if number else None
    if found is None:
        raise web.HTTPNotFound
    return found


def _detail(found: Proposal) -> str:
    what = f"into {found.merged_into}" if found.merged_into else ", ".join(found.changed()) if not found.is_new_entry else ""
    return f"proposal {found.number} of {found.proposer}{f': {what}' if what else ''}"


def _word(name: str) -> str:
    """Return what stands for a status or a reason in the key of a text."""
    return name.replace("-", "_")


ROUTES = (
    web.get(HERE, signed_in(proposals)),
    web.get(f"{HERE}/{{number}}", signed_in(proposal)),
    web.post(f"{HERE}/{{number}}", for_curators(decide)),
)
