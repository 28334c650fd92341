"""/desk/entries/{id} as reviewers see it: everything the entry says, and no form."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.desk.difference import facts
from bot.web.desk_guard import Visit
from knowledge.catalogue.resource import Resource


async def reading_page(visit: Visit, resource: Resource) -> web.Response:
    """Return the page."""
    deeds = await asyncio.to_thread(visit.desk.audit.deeds, 5, 0, resource.id)
    return visit.page("entry_read.html", it=resource, facts=facts(resource), deeds=deeds, tab="/desk/entries")
