"""/desk/links: addresses of the catalogue that no longer work, since when, how fresh that is, and in which entries they stand."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass

from aiohttp import web

from bot.desk.link_store import BROKEN, SeenLink, addresses_of
from bot.desk.links import LinkState
from bot.web import keys
from bot.web.desk_guard import Visit, signed_in
from knowledge.catalogue.resource import Resource

HERE = "/desk/links"
_WORST_FIRST = ("gone", "fails", "moved", "unknown")
_CHOICES = {"broken": BROKEN, "moved": {"moved"}, "unknown": {"unknown"}}
_MOST = 300


@dataclass(frozen=True)
class ShownLink:
    """An address that wants looking at.

    Attributes:
        resources: the entries in which it stands.
        seen: what was found, and when.
        days_old: how long ago it was looked at.
        days_broken: since it was found broken first, counting that day.
    """

    resources: list[Resource]
    seen: SeenLink
    days_old: int
    days_broken: int

    @property
    def found(self) -> LinkState:
        """What was found."""
        return self.seen.found

    @property
    def is_broken(self) -> bool:
        """Whether visitors find nothing there."""
        return self.seen.is_broken


async def links(visit: Visit) -> web.Response:
    """List what does not plainly work: the worst first, then the longest broken."""
    state, today = visit.request.query.get("state", ""), datetime.date.today()
    seen = await asyncio.to_thread(visit.desk.links.seen)
    entries: dict[str, list[Resource]] = {}
    for resource in visit.request.app[keys.INDEX].searcher.snapshot.resources:
        for address in addresses_of(resource):
            if address in seen and seen[address].found.state in _WORST_FIRST:
                entries.setdefault(address, []).append(resource)
    wanting = [_shown(resources, seen[address], today) for address, resources in entries.items()]
    shown = [each for each in wanting if each.found.state in _CHOICES.get(state, _WORST_FIRST)]
    shown.sort(key=lambda each: (_WORST_FIRST.index(each.found.state), -each.days_broken, each.found.address))
    return visit.page(
        "links.html",
        shown=shown[:_MOST],
        total=len(wanting),
        seen=len(seen),
        state=state,
        states={each: visit.say(f"desk_link_{each}") for each in _CHOICES},
        tab=HERE,
    )


def _shown(resources: list[Resource], seen: SeenLink, today: datetime.date) -> ShownLink:
    days_broken = (today - datetime.date.fromisoformat(seen.since)).days + 1 if seen.is_broken else 0
    return ShownLink(resources, seen, (today - datetime.date.fromisoformat(seen.day)).days, days_broken)


ROUTES = (web.get(HERE, signed_in(links)),)
