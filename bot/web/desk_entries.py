"""/desk/entries: stale ones first; edit one in a form made from the schema; publish it into search and chat at once."""

from __future__ import annotations

import asyncio
import datetime
import logging
import re
from typing import Any

from aiohttp import web

from bot.desk.desk import is_stale
from bot.desk.form import Typed, checked, form_fields, form_sections, in_order_of, typed_in, values_of
from bot.desk.record_files import RecordError, RecordFile
from bot.web import keys
from bot.web.desk_guard import Visit, signed_in
from bot.web.desk_leavings import page_number
from bot.web.problems import Problem
from knowledge.catalogue.resource import ID_PATTERN, Resource
from knowledge.search.snapshot import current_name
from knowledge.text import fold

LOG = logging.getLogger(__name__)
PER_PAGE = 30
_LOOKS, _BETWEEN_LOOKS_S = 100, 0.1
HERE = "/desk/entries"


async def entries(visit: Visit) -> web.Response:
    """List entries: the longest unchecked first, or those in which the words searched for stand."""
    query, today = visit.request.query, datetime.date.today()
    words, stale_only = fold(query.get("q", "")).split(), query.get("stale") == "yes"
    found = [
        each
        for each in visit.request.app[keys.INDEX].searcher.snapshot.resources
        if (not stale_only or is_stale(each, today)) and all(word in _searched(each) for word in words)
    ]
    found.sort(key=lambda each: (each.checked_on, each.name.lower()))
    number = page_number(visit.request)
    return visit.page(
        "entries.html",
        shown=[(each, is_stale(each, today)) for each in found[(number - 1) * PER_PAGE : number * PER_PAGE]],
        total=len(found),
        q=query.get("q", "")[:200],
        stale_only=stale_only,
        number=number,
        pages=-(-len(found) // PER_PAGE),
        writable=visit.desk.records.can_be_written,
        tab=HERE,
    )


async def new_entry(visit: Visit) -> web.Response:
    """Show an empty form."""
    empty: Typed = {name: [] if field.widget in {"lines", "several"} else "" for name, field in form_fields().items()}
    today = datetime.date.today().isoformat()
    return await _form(visit, "", empty | {"checked_on": today, "status": "active", "confidence": "sourced"}, is_new=True)


async def add_entry(visit: Visit) -> web.StreamResponse:
    """Check and write a new entry, and publish it."""
    typed, resource_id = typed_in(visit.all_said), visit.said("id").strip()
    known = await asyncio.to_thread(visit.desk.records.ids)
    resource, mistakes = checked(resource_id, typed, known)
    if not re.fullmatch(ID_PATTERN, resource_id):
        mistakes["id"] = ["Write lower-case words joined by hyphens, such as dyw-orkney."]
    elif resource_id in known:
        mistakes["id"] = ["There is already an entry with this id. Choose another, or edit that entry."]
    if resource is None or mistakes:
        return await _form(visit, resource_id, typed, mistakes=mistakes, is_new=True, status=422)
    try:
        await asyncio.to_thread(visit.desk.records.add, resource)
    except RecordError as error:
        return await _form(visit, resource_id, typed, mistakes={"record": [str(error)]}, is_new=True, status=409)
    await visit.note("added", resource.id)
    return await _published(visit, resource.id)


async def edit_entry(visit: Visit) -> web.Response:
    """Show the form of an entry, as its file is now."""
    record = await _record(visit)
    return await _form(visit, record.resource.id, values_of(record.resource), edition=record.edition)


async def save_entry(visit: Visit) -> web.StreamResponse:
    """Check what was typed; with no mistake write the file and publish it."""
    record = await _record(visit)
    resource_id, edition = record.resource.id, visit.said("edition")
    typed = in_order_of(record.resource, typed_in(visit.all_said))
    known = await asyncio.to_thread(visit.desk.records.ids)
    resource, mistakes = checked(resource_id, typed, known)
    if resource is None:
        return await _form(visit, resource_id, typed, edition=edition, mistakes=mistakes, status=422)
    if visit.said("do") == "check":
        return await _form(visit, resource_id, typed, edition=edition, told="No mistake was found. Nothing is published yet.")
    return await _write(visit, resource, edition, typed)


async def checked_today(visit: Visit) -> web.StreamResponse:
    """Note that an entry was compared with its source today, and nothing else about it changed."""
    record = await _record(visit)
    today = datetime.date.today()
    resource = record.resource.model_copy(update={"checked_on": today})
    return await _write(visit, resource, visit.said("edition") or record.edition, values_of(resource))


async def _write(visit: Visit, resource: Resource, edition: str, typed: Typed) -> web.StreamResponse:
    try:
        changed = await asyncio.to_thread(visit.desk.records.change, resource, edition)
    except RecordError as error:
        mistakes = {"record": [str(error)]}
        return await _form(visit, resource.id, typed, edition=edition, mistakes=mistakes, status=409)
    if not changed:
        raise web.HTTPSeeOther(f"{HERE}/{resource.id}?told=unchanged")
    await visit.note("changed", resource.id, ", ".join(changed))
    return await _published(visit, resource.id)


async def _published(visit: Visit, resource_id: str) -> web.StreamResponse:
    """Bring what was written into search and chat, and tell of it."""
    try:
        await visit.desk.put_into_service()
    except Exception as error:  # the file is written: whatever is wrong with the build, the curator must hear of it
        LOG.error("The index could not be built after an edit of %s: %s", resource_id, error)
        await visit.note("could not publish", resource_id, type(error).__name__)
        raise web.HTTPSeeOther(f"{HERE}/{resource_id}?told=not-published") from error
    await visit.note("published", resource_id)
    told = "published" if await _in_service(visit.request.app) else "built"
    raise web.HTTPSeeOther(f"{HERE}/{resource_id}?told={told}")


async def _in_service(app: web.Application) -> bool:
    """Wait until the watch has seen the new index, which takes a second or two; return whether it has."""
    for _ in range(_LOOKS):
        if app[keys.INDEX].searcher.snapshot.name == current_name(app[keys.SETTINGS].index_folder):
            return True
        await asyncio.sleep(_BETWEEN_LOOKS_S)
    return False


TOLD = {
    "published": "Published. Search and chat know it now.",
    "built": "The index is built; search and chat take it up in a moment.",
    "unchanged": "Nothing was changed, so nothing was published.",
    "not-published": "The file is written, but the index could not be built. The site goes on with the last index. "
    "Run `stemfinder index check` and publish again.",
}


async def _form(visit: Visit, resource_id: str, typed: Typed, status: int = 200, **variables: Any) -> web.Response:
    deeds = await asyncio.to_thread(visit.desk.audit.deeds, 5, 0, resource_id) if resource_id else []
    shown: dict[str, Any] = {
        "mistakes": {},
        "edition": "",
        "is_new": False,
        "told": TOLD.get(visit.request.query.get("told", ""), ""),
        "deeds": deeds,
        **variables,
    }
    return visit.page(
        "entry_form.html",
        status=status,
        id=resource_id,
        typed=typed,
        sections=form_sections(),
        labels={name: field.label for name, field in form_fields().items()} | {"id": "Id", "record": "The entry"},
        writable=visit.desk.records.can_be_written,
        tab=HERE,
        **shown,
    )


async def _record(visit: Visit) -> RecordFile:
    try:
        record = await asyncio.to_thread(visit.desk.records.read, visit.request.match_info["id"])
    except RecordError as error:
        raise Problem(409, str(error), "not-a-record") from error
    if record is None:
        raise web.HTTPNotFound
    return record


def _searched(resource: Resource) -> str:
    return fold(" ".join((resource.id, resource.name, resource.provider, *resource.also_known_as)))


ROUTES = (
    web.get(HERE, signed_in(entries)),
    web.get(f"{HERE}/new", signed_in(new_entry)),
    web.post(f"{HERE}/new", signed_in(add_entry)),
    web.get(f"{HERE}/{{id}}", signed_in(edit_entry)),
    web.post(f"{HERE}/{{id}}", signed_in(save_entry)),
    web.post(f"{HERE}/{{id}}/checked", signed_in(checked_today)),
)
