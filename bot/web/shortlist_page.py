"""GET /shortlist?id=...: entries somebody kept, to print or to mail to oneself. Nothing is stored: the address is the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.cards import make_card
from bot.conversation.mailing import mail_link
from bot.web import keys
from bot.web.keeping import KEPT, LONGEST_LIST, Keeping, kept_in, known_ids
from bot.web.rendering import page, site_address


async def shortlist(request: web.Request) -> web.Response:
    """Show the entries named in the address, in their order."""
    searcher = request.app[keys.INDEX].searcher
    if KEPT in request.query:
        # "Remove" was pressed: the address people share names the entries one by one.
        raise web.HTTPSeeOther(address_of_list(kept_in(request.query, searcher)))
    asked = list(dict.fromkeys(request.query.getall("id", [])))[:LONGEST_LIST]
    ids = known_ids(asked, searcher)
    entries = [searcher.snapshot.resources[searcher.by_id[each]] for each in ids]
    by_id = {each.id: each for each in searcher.snapshot.resources}
    shown: dict[str, Any] = {
        "cards": [make_card(each, [], by_id) for each in entries],
        "unknown": sum(each not in searcher.by_id for each in asked),
        "mail": mail_link(entries, request.app[keys.TEXTS], f"{site_address(request)}{address_of_list(ids)}"),
        "keeping": Keeping(ids, "/shortlist", leads_on=True),
    }
    response = page(request, "shortlist.html", **shown)
    # The list is its reader's: no cache in between keeps it.
    response.headers["Cache-Control"] = "no-store"
    return response


def address_of_list(ids: Iterable[str]) -> str:
    """Return the address of the page with these entries."""
    query = "&".join(f"id={quote(each)}" for each in ids)
    return f"/shortlist?{query}" if query else "/shortlist"


ROUTES = (web.get("/shortlist", shortlist),)
