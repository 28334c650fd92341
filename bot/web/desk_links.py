"""/desk/links: addresses of the catalogue that no longer work, by entry."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.desk.link_store import addresses_of
from bot.desk.links import LinkState
from bot.web import keys
from bot.web.desk_guard import Visit, signed_in
from knowledge.catalogue.resource import Resource

HERE = "/desk/links"
LABELS = {"gone": "Gone", "fails": "Fails", "moved": "Moved for good", "unknown": "Cannot be told"}
_MOST = 300


@dataclass(frozen=True)
class ShownLink:
    """An address of an entry that wants looking at."""

    resource: Resource
    found: LinkState
    day: str


async def links(visit: Visit) -> web.Response:
    """List what does not plainly work, the worst first."""
    states = await asyncio.to_thread(visit.desk.links.states)
    order = list(LABELS)
    shown = [
        ShownLink(resource, *states[address])
        for resource in visit.request.app[keys.INDEX].searcher.snapshot.resources
        for address in addresses_of(resource)
        if address in states and states[address][0].state in LABELS
    ]
    shown.sort(key=lambda each: (order.index(each.found.state), each.resource.name.lower()))
    return visit.page("links.html", shown=shown[:_MOST], total=len(shown), seen=len(states), labels=LABELS, tab=HERE)


ROUTES = (web.get(HERE, signed_in(links)),)
