"""GET /shortlist?id=...: entries somebody kept, to print or to mail to oneself. Nothing is stored: the address is the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.cards import make_card
from bot.conversation.mailing import mail_link
from bot.texts import Texts
from bot.web import keys
from bot.web.rendering import page
from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher

LONGEST_LIST = 30


async def shortlist(request: web.Request) -> web.Response:
    """Show the entries named in the address, in their order."""
    asked = list(dict.fromkeys(request.query.getall("id", [])))[:LONGEST_LIST]
    searcher = request.app[keys.INDEX].searcher
    entries = kept_entries(asked, searcher)
    by_id = {each.id: each for each in searcher.snapshot.resources}
    public = request.app[keys.SETTINGS].public_url.rstrip("/") or str(request.url.origin())
    query = "&".join(f"id={quote(each.id)}" for each in entries)
    shown: dict[str, Any] = {
        "cards": [make_card(each, [], by_id) for each in entries],
        "unknown": sum(each not in searcher.by_id for each in asked),
        "mail": mail_link(entries, Texts.default(), f"{public}/shortlist?{query}"),
    }
    response = page(request, "shortlist.html", **shown)
    # The list is its reader's: no cache in between keeps it.
    response.headers["Cache-Control"] = "no-store"
    return response


def kept_entries(ids: Sequence[str], searcher: Searcher) -> list[Resource]:
    """Return the entries that there are, each once; an id retired in favour of another gives that one."""
    found = [searcher.snapshot.resources[searcher.by_id[each]] for each in ids if each in searcher.by_id]
    return list(dict.fromkeys(found))


ROUTES = (web.get("/shortlist", shortlist),)
