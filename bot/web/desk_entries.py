"""/desk/entries: stale ones first; edit one in a form made from the schema; publish it into search and chat at once."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bot.desk.dealt_with import question_key
from bot.desk.desk import is_stale
from bot.desk.form import Typed, checked, empty_form, form_fields, in_order_of, typed_in, values_of
from bot.desk.link_store import addresses_of
from bot.desk.record_files import RecordError
from bot.feedback.store import Question
from bot.web import keys
from bot.web.desk_entry_form import HERE, TOLD, checked_new, form_page, others_of, record_of
from bot.web.desk_guard import Visit, for_curators, signed_in
from bot.web.desk_leavings import page_number
from bot.web.desk_publishing import bring_into_service, propose
from bot.web.desk_reading import reading_page
from bot.web.desk_reopening import reopened, typed_again
from knowledge.catalogue.resource import Resource
from knowledge.text import fold

PER_PAGE = 30
FRESH_DAYS = 30
"""An entry that was checked this lately has no button to say so again."""


@dataclass(frozen=True)
class ShownEntry:
    """An entry in the list.

    Attributes:
        resource: it.
        stale: whether nobody checked it for a year.
        due: whether it can be said from the list that it is still right.
        broken: whether one of its links is broken.
    """

    resource: Resource
    stale: bool
    due: bool
    broken: bool


async def entries(visit: Visit) -> web.Response:
    """List entries: the longest unchecked first, or those in which the words searched for stand."""
    query, today = visit.request.query, datetime.date.today()
    words, stale_only = fold(query.get("q", "")).split(), query.get("stale") == "yes"
    searcher = visit.request.app[keys.INDEX].searcher
    found = [
        each
        for each in searcher.snapshot.resources
        if (not stale_only or is_stale(each, today)) and all(word in _searched(each) for word in words)
    ]
    found.sort(key=lambda each: (each.checked_on, each.name.lower()))
    number, told = page_number(visit.request), query.get("told", "")
    here = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    seen = await asyncio.to_thread(visit.desk.links.seen)
    broken = {address for address, link in seen.items() if link.is_broken}
    of = searcher.by_id.get(query.get("of", ""))
    return visit.page(
        "entries.html",
        shown=[
            ShownEntry(
                each,
                is_stale(each, today),
                (today - each.checked_on).days > FRESH_DAYS,
                not broken.isdisjoint(addresses_of(each)),
            )
            for each in here
        ],
        total=len(found),
        q=query.get("q", "")[:200],
        stale_only=stale_only,
        number=number,
        pages=-(-len(found) // PER_PAGE),
        told=visit.say(f"desk_told_{told.replace('-', '_')}") if told in TOLD else "",
        told_of=None if of is None else searcher.snapshot.resources[of],
        writable=visit.desk.records.can_be_written,
        may_edit=visit.session.may("publish"),
        tab=HERE,
    )


async def new_entry(visit: Visit) -> web.Response:
    """Show an empty form, or one in which stands what a question asked for."""
    today = datetime.date.today().isoformat()
    typed = empty_form() | {"checked_on": today, "status": "active", "confidence": "sourced"}
    question, told = await _question(visit), ""
    if question is not None:
        typed |= _asked_for(question)
        told = visit.say("desk_from_question", question=question.text)
    again = await reopened(visit, "")
    if again is not None:
        typed, told = typed_again(again, empty_form()), visit.say("desk_proposal_reopened", who=again.proposer)
    return await form_page(visit, again.entry if again else "", typed, None, is_new=True, told=told)


async def add_entry(visit: Visit) -> web.StreamResponse:
    """Check and write a new entry, and publish it."""
    typed, own_id = typed_in(visit.all_written), visit.written("id")
    resource_id, resource, mistakes = checked_new(visit, typed, await others_of(visit))
    if resource is None:
        return await form_page(visit, own_id, typed, None, mistakes=mistakes, is_new=True, status=422)
    if visit.said("do") == "check":
        told, made_id = visit.say("desk_told_no_mistake"), resource_id if not own_id else ""
        return await form_page(visit, own_id, typed, resource, is_new=True, told=told, made_id=made_id)
    try:
        if visit.two_people:
            return await propose(visit, resource, "")
        await asyncio.to_thread(visit.desk.records.add, resource)
    except RecordError as error:
        return await form_page(visit, own_id, typed, None, mistakes={"record": [str(error)]}, is_new=True, status=409)
    await visit.note("added", resource.id)
    return await _published(visit, resource.id)


async def add_again(visit: Visit) -> web.StreamResponse:
    """Show what was typed of a new entry once more, to somebody who signed in anew meanwhile."""
    mistakes = {"record": [visit.say("desk_form_signed_in_anew")]}
    typed = typed_in(visit.all_written)
    return await form_page(visit, visit.written("id"), typed, None, mistakes=mistakes, is_new=True, status=409)


async def edit_entry(visit: Visit) -> web.Response:
    """Show the form of an entry, as its file is now."""
    record = await record_of(visit)
    resource = record.resource
    if not visit.session.may("publish"):
        return await reading_page(visit, resource)
    again = await reopened(visit, resource.id)
    if again is not None and not again.merged_into:
        typed = typed_again(again, values_of(resource))
        shown, _ = checked(resource.id, typed, await others_of(visit), visit.request.app[keys.TEXTS])
        told = visit.say("desk_proposal_reopened", who=again.proposer)
        return await form_page(visit, resource.id, typed, shown, edition=record.edition, told=told)
    return await form_page(visit, resource.id, values_of(resource), resource, edition=record.edition)


async def save_entry(visit: Visit) -> web.StreamResponse:
    """Check what was typed; with no mistake write the file and publish it."""
    record = await record_of(visit)
    resource_id, edition = record.resource.id, visit.said("edition")
    typed = in_order_of(record.resource, typed_in(visit.all_written))
    resource, mistakes = checked(resource_id, typed, await others_of(visit), visit.request.app[keys.TEXTS])
    if resource is None:
        return await form_page(visit, resource_id, typed, None, edition=edition, mistakes=mistakes, status=422)
    if visit.said("do") == "check":
        told = visit.say("desk_told_no_mistake")
        return await form_page(visit, resource_id, typed, resource, edition=edition, told=told)
    return await _write(visit, resource, edition, typed)


async def save_again(visit: Visit) -> web.StreamResponse:
    """Show what was typed of an entry once more, to somebody who signed in anew meanwhile."""
    record = await record_of(visit)
    mistakes = {"record": [visit.say("desk_form_signed_in_anew")]}
    typed, edition = typed_in(visit.all_written), visit.said("edition")
    return await form_page(visit, record.resource.id, typed, None, edition=edition, mistakes=mistakes, status=409)


async def checked_today(visit: Visit) -> web.StreamResponse:
    """Note, from the form or the list, that an entry was compared with its source today and nothing about it changed."""
    record = await record_of(visit)
    resource = record.resource.model_copy(update={"checked_on": datetime.date.today()})
    edition = visit.said("edition") or record.edition
    return await _write(visit, resource, edition, values_of(resource), _place_in_list(visit))


async def _write(visit: Visit, resource: Resource, edition: str, typed: Typed, back: str = "") -> web.StreamResponse:
    try:
        if visit.two_people:
            return await propose(visit, resource, edition)
        changed = await asyncio.to_thread(visit.desk.records.change, resource, edition)
    except RecordError as error:
        mistakes = {"record": [str(error)]}
        return await form_page(visit, resource.id, typed, None, edition=edition, mistakes=mistakes, status=409)
    if changed:
        await visit.note("changed", resource.id, ", ".join(changed))
    elif _is_in_service(visit, resource):
        raise web.HTTPSeeOther(f"{back or f'{HERE}/{resource.id}?'}told=unchanged")
    return await _published(visit, resource.id, back)


async def _published(visit: Visit, resource_id: str, back: str = "") -> web.StreamResponse:
    """Bring what was written into search and chat, and tell of it."""
    told = await bring_into_service(visit, resource_id)
    raise web.HTTPSeeOther(f"{back or f'{HERE}/{resource_id}?'}told={told}")


def _place_in_list(visit: Visit) -> str:
    """Return the address of the list from which the button was pressed, to which something can be added; empty for the form's."""
    number = visit.said("back")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return ""
    place = {"q": visit.said("q")[:200], "stale": visit.said("stale"), "page": number, "of": visit.request.match_info["id"]}
    return f"{HERE}?{urlencode({name: value for name, value in place.items() if value})}&"


async def _question(visit: Visit) -> Question | None:
    key = visit.request.query.get("question", "")
    stored = await asyncio.to_thread(visit.desk.questions.questions) if key else []
    return next((each.question for each in stored if question_key(each.question) == key), None)


def _asked_for(question: Question) -> Typed:
    """Return what a question says of an entry that would answer it."""
    said = {
        "audiences": question.wishes.get("audience"),
        "stages": question.wishes.get("stage"),
        "topics": question.wishes.get("topic"),
        "areas": question.area.split(", "),
    }
    fields, typed = form_fields(), Typed()
    for name, values in said.items():
        options = {option for option, _ in fields[name].options}
        typed[name] = [each for each in values or () if each in options]
    return typed | {"asked_as": [question.text] if question.text else []}


def _is_in_service(visit: Visit, resource: Resource) -> bool:
    """Return whether search knows an entry as it is: where its index could not be built, the file alone has it."""
    searcher = visit.request.app[keys.INDEX].searcher
    return resource.id in searcher.by_id and searcher.snapshot.resources[searcher.by_id[resource.id]] == resource


def _searched(resource: Resource) -> str:
    return fold(" ".join((resource.id, resource.name, resource.provider, *resource.also_known_as)))


ROUTES = (
    web.get(HERE, signed_in(entries)),
    web.get(f"{HERE}/new", for_curators(new_entry)),
    web.post(f"{HERE}/new", for_curators(add_entry, add_again)),
    web.get(f"{HERE}/{{id}}", signed_in(edit_entry)),
    web.post(f"{HERE}/{{id}}", for_curators(save_entry, save_again)),
    web.post(f"{HERE}/{{id}}/checked", for_curators(checked_today)),
)
