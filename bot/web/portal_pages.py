"""GET /employers and /schools, and what the other side has left, without whose it is."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.cards import make_card
from bot.storage import StorageError
from bot.submissions.forms import Kind
from bot.web import keys
from bot.web.portal_listing import listed_near
from bot.web.portal_near import Place, around, in_short, place_from, topics_from, ways_shown
from bot.web.portal_networks import networks
from bot.web.problems import Problem, limited
from bot.web.rendering import page
from knowledge.catalogue.resource import Resource
from knowledge.engagement import Engagement

EFFORTS = range(1, 5)
LONGEST_TRADE = 200
SIDES: dict[str, tuple[str, Kind]] = {"employers": ("employer", "need"), "schools": ("school", "offer")}
"""First part of the path -> who reads it, and what of the other side they may see."""


async def employers(request: web.Request) -> web.Response:
    """Tell an employer what taking part looks like, and whom to turn to."""
    limited(request, keys.SEARCH_LIMIT)
    searcher, engagement = request.app[keys.INDEX].searcher, Engagement.default()
    trade = _trade(request)
    typed = request.query.get("place", "")
    has = [each for each in engagement.assets if each in request.query.getall("has", [])]
    effort = request.query.get("time", "")
    chosen = int(effort) if effort in {str(each) for each in EFFORTS} else 0
    # Reading words takes the parser some milliseconds, and a search none of the disk.
    place = place_from(typed, searcher)
    topics = topics_from(trade, "employer", searcher, engagement)
    shown: dict[str, Any] = {
        "trade": trade,
        "has": has,
        "time": chosen,
        "assets": list(engagement.assets),
        "efforts": EFFORTS,
        "ways": ways_shown(place, has, chosen or max(EFFORTS), topics, searcher, engagement),
        **_around(request, place, "employer", topics),
    }
    return _answer(request, "employers.html", shown)


async def schools(request: web.Request) -> web.Response:
    """Tell a school who arranges visits, and how to say what it needs."""
    limited(request, keys.SEARCH_LIMIT)
    place = place_from(request.query.get("place", ""), request.app[keys.INDEX].searcher)
    return _answer(request, "schools.html", _around(request, place, "school", ()))


async def joining(request: web.Request) -> web.Response:
    """Tell which networks and partnerships there are, for whom, and how to join."""
    limited(request, keys.SEARCH_LIMIT)
    searcher, section = request.app[keys.INDEX].searcher, request.path.split("/")[1]
    place = place_from(request.query.get("place", ""), searcher)
    side, trade = SIDES[section][0], _trade(request)
    found = networks(place, side, topics_from(trade, side, searcher, Engagement.default()), searcher)
    return _answer(request, "portal_networks.html", {"place": place, "trade": trade, "found": found, "section": section})


async def listing(request: web.Request) -> web.Response:
    """List what the other side has left near by."""
    limited(request, keys.SEARCH_LIMIT)
    section = request.path.split("/")[1]
    side, kind = SIDES[section]
    searcher, trade = request.app[keys.INDEX].searcher, _trade(request)
    place = place_from(request.query.get("place", ""), searcher)
    topics = topics_from(trade, side, searcher, Engagement.default())
    portal = request.app[keys.PORTAL]
    try:
        found = await asyncio.to_thread(portal.store.active, kind, portal.now())
    except StorageError as error:
        raise Problem(503, request.app[keys.TEXTS].say("portal_list_fault"), "no-store", headers={"Retry-After": "60"}) from error
    items, more = ([], 0) if place.is_unknown else listed_near(found, place.areas, topics, request.app[keys.TEXTS])
    shown = {"items": items, "more": more, "place": place, "trade": trade, "section": section, "kind": kind}
    return _answer(request, "portal_list.html", shown)


def _trade(request: web.Request) -> str:
    return " ".join(request.query.get("trade", "").split())[:LONGEST_TRADE]


def _around(request: web.Request, place: Place, side: str, topics: tuple[str, ...]) -> dict[str, Any]:
    searcher = request.app[keys.INDEX].searcher
    found = around(place, side, topics, searcher)
    by_id = {each.id: each for each in searcher.snapshot.resources}

    def cards(resources: list[Resource]) -> list[Any]:
        return [make_card(each, [], by_id) for each in resources]

    doors = found.groups or ([found.national] if found.national else [])
    return {
        "place": place,
        "local": bool(found.groups),
        "groups": cards([*doors, *found.visits]),
        "leads": in_short(found.leads),
        "hubs": in_short(found.hubs),
        "networks": in_short(found.networks),
    }


def _answer(request: web.Request, template: str, shown: dict[str, Any]) -> web.Response:
    response = page(request, template, **shown)
    response.headers["Cache-Control"] = "no-cache"
    return response


ROUTES = (
    web.get("/employers", employers),
    web.get("/schools", schools),
    web.get("/employers/networks", joining),
    web.get("/schools/networks", joining),
    web.get("/employers/needs", listing),
    web.get("/schools/offers", listing),
)
