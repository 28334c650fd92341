"""The form of an entry on its page, with the card that visitors will see and entries like it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from aiohttp import web

from bot.cards import make_card
from bot.desk.form import Typed, checked, form_fields, form_sections, left_empty
from bot.desk.others import LONGEST_ID, OtherEntries
from bot.desk.record_files import RecordError, RecordFile
from bot.desk.similar import similar_entries
from bot.web import keys
from bot.web.desk_guard import Visit
from bot.web.problems import Problem
from knowledge.catalogue.resource import ID_PATTERN, Resource

HERE = "/desk/entries"
NEW = "new"
"""Stands in addresses where an entry's id would; so no entry has it as its id."""
TOLD = ("published", "built", "unchanged", "not-published", "merged", "merged-unnoted", "no-mistake")


async def others_of(visit: Visit) -> OtherEntries:
    """Return the entries against which one is checked."""
    ids = await asyncio.to_thread(visit.desk.records.ids)
    return OtherEntries.of(visit.request.app[keys.INDEX].searcher.snapshot.resources, ids)


async def record_of(visit: Visit) -> RecordFile:
    """Return the file of the entry that the address names.

    Raises:
        Problem: it holds no valid record.
        HTTPNotFound: there is none.
    """
    try:
        record = await asyncio.to_thread(visit.desk.records.read, visit.request.match_info["id"])
    except RecordError as error:
        raise Problem(409, str(error), "not-a-record") from error
    if record is None:
        raise web.HTTPNotFound
    return record


def checked_new(visit: Visit, typed: Typed, others: OtherEntries) -> tuple[str, Resource | None, dict[str, list[str]]]:
    """Check a new entry; return its id (made from the name where none was typed), the record or None, and the mistakes."""
    own = visit.written("id")
    resource_id = own or others.free_id(str(typed["name"]))
    resource, mistakes = checked(resource_id or NEW, typed, others, visit.request.app[keys.TEXTS])
    mistakes.pop("id", None)
    if not re.fullmatch(ID_PATTERN, resource_id):
        if own or typed["name"]:
            mistakes["id"] = [visit.say("desk_mistake_id")]
    elif len(resource_id) > LONGEST_ID:
        mistakes["id"] = [visit.say("desk_mistake_long", count=LONGEST_ID)]
    elif resource_id == NEW or others.takes(resource_id):
        mistakes["id"] = [visit.say("desk_mistake_id_taken")]
    if "name" in left_empty(typed) and resource is not None:
        resource = None
    return resource_id, None if mistakes else resource, mistakes


async def what_shows(visit: Visit, resource: Resource | None, typed: Typed, is_new: bool, made_id: str = "") -> dict[str, Any]:
    """Return the variables of ``desk/_shown.html``."""
    searcher = visit.request.app[keys.INDEX].searcher
    by_id = {each.id: each for each in searcher.snapshot.resources}
    return {
        "card": make_card(resource, [], by_id) if resource else None,
        "similar": await asyncio.to_thread(similar_entries, typed, searcher) if is_new else [],
        "made_id": made_id,
        "is_new": is_new,
    }


async def form_page(
    visit: Visit, resource_id: str, typed: Typed, resource: Resource | None, status: int = 200, **variables: Any
) -> web.Response:
    """Return the page with the form.

    Args:
        visit: of whoever fills it in.
        resource_id: of the entry; what was typed where it is new.
        typed: what stands in the form.
        resource: the record, where there is nothing to mend.
        status: of the answer.
        variables: what else the page shows.
    """
    is_new = bool(variables.get("is_new"))
    told = visit.request.query.get("told", "")
    shown: dict[str, Any] = {
        "mistakes": {},
        "edition": "",
        "told": visit.say(f"desk_told_{told.replace('-', '_')}") if told in TOLD else "",
        "waiting": await asyncio.to_thread(visit.desk.proposals.waiting, resource_id) if resource_id and visit.two_people else [],
        "deeds": await asyncio.to_thread(visit.desk.audit.deeds, 5, 0, resource_id) if resource_id else [],
        **await what_shows(visit, resource, typed, is_new),
        **variables,
    }
    own = {"id": visit.say("desk_id"), "record": visit.say("desk_the_entry")}
    return visit.page(
        "entry_form.html",
        status=status,
        id=resource_id,
        typed=typed,
        sections=form_sections(),
        labels={name: field.label for name, field in form_fields().items()} | own,
        writable=visit.desk.records.can_be_written and visit.session.may("publish"),
        checks=f"{HERE}/{NEW if is_new else resource_id}/check",
        tab=HERE,
        **shown,
    )
