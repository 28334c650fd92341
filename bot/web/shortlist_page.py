"""GET /shortlist?id=...: entries somebody kept, to print or to mail to oneself. Nothing is stored: the address is the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.cards import Card, make_card
from bot.web import keys
from bot.web.rendering import page
from knowledge.search import Searcher

LONGEST_LIST = 30
LONGEST_MAIL = 1800
"""Characters of a mail's text that every mail program takes from a link."""


async def shortlist(request: web.Request) -> web.Response:
    """Show the entries named in the address, in their order."""
    asked = list(dict.fromkeys(request.query.getall("id", [])))[:LONGEST_LIST]
    searcher = request.app[keys.INDEX].searcher
    cards = kept_cards(asked, searcher)
    public = request.app[keys.SETTINGS].public_url.rstrip("/") or str(request.url.origin())
    query = "&".join(f"id={quote(card.id)}" for card in cards)
    shown: dict[str, Any] = {
        "cards": cards,
        "unknown": sum(each not in searcher.by_id for each in asked),
        "mail": mail_link(cards, f"{public}/shortlist?{query}"),
    }
    response = page(request, "shortlist.html", **shown)
    # The list is its reader's: no cache in between keeps it.
    response.headers["Cache-Control"] = "no-store"
    return response


def kept_cards(ids: Sequence[str], searcher: Searcher) -> list[Card]:
    """Return the cards of the entries that there are; an id retired in favour of another gives that one."""
    resources = [searcher.snapshot.resources[searcher.by_id[each]] for each in ids if each in searcher.by_id]
    by_id = {each.id: each for each in searcher.snapshot.resources}
    return [make_card(each, [], by_id) for each in dict.fromkeys(resources)]


def mail_link(cards: Sequence[Card], address: str) -> str:
    """Return a link that opens a mail with the list; its reader chooses whom to send it to."""
    text = f"My list from the STEM resource finder for Scotland:\r\n{address}\r\n"
    for card in cards:
        contact = ", ".join(card.contact[key] for key in ("phone", "email", "url") if key in card.contact)
        line = f"\r\n{card.name}\r\n{contact}\r\n"
        if len(text) + len(line) > LONGEST_MAIL:
            break
        text += line
    return f"mailto:?subject={quote('My STEM list')}&body={quote(text)}"


ROUTES = (web.get("/shortlist", shortlist),)
