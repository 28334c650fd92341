"""How a change of an entry at the desk takes effect: into search and chat at once, or as a proposal for a second person."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal

from aiohttp import web

from bot.desk.record_files import RecordError, RecordFile
from bot.desk.retiring import Merged
from bot.web import keys
from bot.web.desk_guard import Visit
from knowledge.catalogue.resource import Resource
from knowledge.search.snapshot import current_name

LOG = logging.getLogger(__name__)
PROPOSALS = "/desk/proposals"
_LOOKS, _BETWEEN_LOOKS_S = 100, 0.1


async def bring_into_service(visit: Visit, resource_id: str) -> Literal["published", "built", "not-published"]:
    """Bring what was written into search and chat; return how far that came."""
    try:
        await visit.desk.put_into_service()
    except Exception as error:  # the file is written: whatever is wrong with the build, the curator must hear of it
        LOG.error("The index could not be built after an edit of %s: %s", resource_id, error)
        await visit.note("could not publish", resource_id, type(error).__name__)
        return "not-published"
    await visit.note("published", resource_id)
    return "published" if await _in_service(visit.request.app) else "built"


async def follow_merge(visit: Visit, gone: str, into: str, why: str, merged: Merged) -> str:
    """Note a merge and bring it into service; return where to go on."""
    await visit.note("merged", gone, f"into {into}: {why}")
    await visit.note("changed", into, f"{gone} was merged into it, {len(merged.changed)} entries changed")
    told: str = await bring_into_service(visit, into)
    if told == "published":
        told = "merged" if merged.reason_kept else "merged-unnoted"
    return f"/desk/entries/{into}?told={told}"


async def propose(visit: Visit, resource: Resource, edition: str, why: str = "") -> web.StreamResponse:
    """Keep a change for a second person, and lead to it.

    Args:
        visit: of whoever proposes it.
        resource: the record as it is to be.
        edition: of its file when the change was begun; empty for a new entry.
        why: for the second person.

    Raises:
        RecordError: the entry was changed meanwhile.
    """
    before = await _unchanged(visit, resource.id, edition)
    if before is not None and before.resource == resource:
        raise web.HTTPSeeOther(f"/desk/entries/{resource.id}?told=unchanged")
    number = await asyncio.to_thread(visit.desk.proposals.add, before, resource, visit.session.account, why)
    what, because = "proposed a new entry" if before is None else "proposed a change", f": {why}" if why else ""
    await visit.note(what, resource.id, f"proposal {number}{because}")
    raise web.HTTPSeeOther(f"{PROPOSALS}/{number}?told=proposed")


async def propose_merge(visit: Visit, resource_id: str, edition: str, into: str, why: str) -> web.StreamResponse:
    """Keep a merge for a second person, and lead to it.

    Args:
        visit: of whoever proposes it.
        resource_id: of the entry that is to be taken out.
        edition: of its file when this was begun.
        into: id of the entry that stays.
        why: for curators.

    Raises:
        RecordError: the entry was changed meanwhile, or the other one is not there.
    """
    gone = await _unchanged(visit, resource_id, edition)
    kept = await asyncio.to_thread(visit.desk.records.read, into)
    if gone is None or kept is None:
        raise RecordError("One of the two entries is not there.", "Look for it in the list of entries.")
    number = await asyncio.to_thread(visit.desk.proposals.add_merge, gone, kept.resource, visit.session.account, why)
    await visit.note("proposed a merge", resource_id, f"proposal {number}, into {into}: {why}")
    raise web.HTTPSeeOther(f"{PROPOSALS}/{number}?told=proposed")


async def _unchanged(visit: Visit, resource_id: str, edition: str) -> RecordFile | None:
    """Return the file of a record as somebody began to change it; None for a new entry.

    Raises:
        RecordError: it is another one now.
    """
    found = await asyncio.to_thread(visit.desk.records.read, resource_id)
    if (found.edition if found else "") != edition:
        raise RecordError(
            "Somebody else changed this entry while you were editing it.",
            "Open it again in another window, and carry your changes over.",
        )
    return found


async def _in_service(app: web.Application) -> bool:
    """Wait until the watch has seen the new index, which takes a second or two; return whether it has."""
    for _ in range(_LOOKS):
        if app[keys.INDEX].searcher.snapshot.name == current_name(app[keys.SETTINGS].index_folder):
            return True
        await asyncio.sleep(_BETWEEN_LOOKS_S)
    return False
