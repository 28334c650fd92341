"""How a change of an entry at the desk takes effect: into search and chat at once, or as a proposal for a second person."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal

from aiohttp import web

from bot.desk.record_files import RecordError
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


async def propose(visit: Visit, resource: Resource, edition: str) -> web.StreamResponse:
    """Keep a change for a second person, and lead to it.

    Args:
        visit: of whoever proposes it.
        resource: the record as it is to be.
        edition: of its file when the change was begun; empty for a new entry.

    Raises:
        RecordError: the entry was changed meanwhile.
    """
    before = await asyncio.to_thread(visit.desk.records.read, resource.id)
    if (before.edition if before else "") != edition:
        raise RecordError(
            "Somebody else changed this entry while you were editing it.",
            "Open it again in another window, and carry your changes over.",
        )
    if before is not None and before.resource == resource:
        raise web.HTTPSeeOther(f"/desk/entries/{resource.id}?told=unchanged")
    number = await asyncio.to_thread(visit.desk.proposals.add, before, resource, visit.session.account)
    await visit.note("proposed a new entry" if before is None else "proposed a change", resource.id, f"proposal {number}")
    raise web.HTTPSeeOther(f"{PROPOSALS}/{number}?told=proposed")


async def _in_service(app: web.Application) -> bool:
    """Wait until the watch has seen the new index, which takes a second or two; return whether it has."""
    for _ in range(_LOOKS):
        if app[keys.INDEX].searcher.snapshot.name == current_name(app[keys.SETTINGS].index_folder):
            return True
        await asyncio.sleep(_BETWEEN_LOOKS_S)
    return False
