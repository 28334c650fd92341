"""GET /resources/{id}: everything known of one entry, as a page to read, share and print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.cards import make_card
from bot.conversation.blocks import Fact
from bot.conversation.facts import facts_of
from bot.texts import Texts
from bot.web import keys
from bot.web.api_resources import found_resource
from bot.web.directory import address_of_view
from bot.web.entry_names import ids_of_name
from bot.web.entry_near import more_near_by, near_by
from bot.web.keeping import Keeping, kept_in
from bot.web.problems import Problem
from bot.web.rendering import page, site_address
from bot.web.schema_org import as_json_ld
from knowledge.catalogue.resource import Resource

# The words of a relation are a text entry_<relation>, and entry_backwards_<relation> seen from its other end.
RELATIONS = ("delivered_by", "part_of", "replaced_by", "related")
BACKWARDS = ("part_of", "delivered_by", "replaced_by")
_MOST_BACKWARDS = 12
# Facts with a place of their own on the page.
_SHOWN_ELSEWHERE = ("what", "provider", "take_part", "contact", "email", "phone", "source", *RELATIONS)


async def entry(request: web.Request) -> web.Response:
    """Show one entry. The id of an entry merged into another, or the former name of one entry alone, leads there for good."""
    wanted = request.match_info["id"]
    searcher = request.app[keys.INDEX].searcher
    try:
        found = found_resource(wanted, searcher)
    except Problem as problem:
        meant = ids_of_name(wanted, searcher)
        if len(meant) == 1:
            raise web.HTTPMovedPermanently(f"/resources/{meant[0]}") from None
        near = [searcher.snapshot.resources[searcher.by_id[each]] for each in meant or problem.answer.nearest]
        return _kept_fresh(page(request, "entry_missing.html", status=404, wanted=wanted[:80], near=near))
    if found.id != wanted:
        raise web.HTTPMovedPermanently(f"/resources/{found.id}")
    by_id = {each.id: each for each in searcher.snapshot.resources}
    address = f"{site_address(request)}/resources/{found.id}"
    links = list(related(found, by_id))
    told = {each.id for _, others in links for each in others}
    shown: dict[str, Any] = {
        "card": make_card(found, [], by_id),
        "resource": found,
        "facts": facts_shown(found, by_id, request.app[keys.TEXTS]),
        "related": links,
        "more_sources": [each for each in found.more_sources if each.startswith(("http://", "https://"))],
        "near": near_by(found, searcher.snapshot.resources, told),
        "more_near": address_of_view(more) if (more := more_near_by(found, searcher)) else "",
        "json_ld": json_ld_text(found, address),
        "address": address,
        "keeping": Keeping(kept_in(request.query, searcher), f"/resources/{found.id}"),
    }
    return _kept_fresh(page(request, "entry.html", **shown))


def facts_shown(resource: Resource, by_id: Mapping[str, Resource], texts: Texts) -> list[Fact]:
    """Return what the chat tells of an entry, without what has a place of its own on the page."""
    elsewhere = {texts.say(f"fact_{key}") for key in _SHOWN_ELSEWHERE}
    return [fact for fact in facts_of(resource, by_id, texts) if fact.label not in elsewhere]


def related(resource: Resource, by_id: Mapping[str, Resource]) -> Iterator[tuple[str, list[Resource]]]:
    """Yield the entry's links to others and theirs to it, each relation with the key of its words and each entry once."""
    told = {resource.id}
    for relation in RELATIONS:
        ids = [each for each in resource.links[relation] if each in by_id and each not in told]
        told.update(ids)
        if ids:
            yield f"entry_{relation}", [by_id[each] for each in ids]
    for relation in BACKWARDS:
        others = [each for each in by_id.values() if resource.id in each.links[relation] and each.id not in told]
        told.update(each.id for each in others)
        if others:
            yield f"entry_backwards_{relation}", sorted(others, key=lambda each: each.name)[:_MOST_BACKWARDS]


def json_ld_text(resource: Resource, address: str) -> Markup:
    """Return the entry as JSON-LD that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(as_json_ld(resource, address), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _kept_fresh(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-cache"
    return response


ROUTES = (web.get("/resources/{id}", entry),)
