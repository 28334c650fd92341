"""/desk/entries/{id}/retire: note that something has ended, or take out an entry that is there twice."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass

from aiohttp import web

from bot.desk.form import values_of
from bot.desk.others import OtherEntries
from bot.desk.record_files import RecordError, RecordFile
from bot.desk.retiring import merge
from bot.desk.similar import similar_entries
from bot.web import keys
from bot.web.desk_entry_form import HERE, others_of, record_of
from bot.web.desk_guard import Visit, for_curators
from bot.web.desk_publishing import bring_into_service, follow_merge, propose, propose_merge
from bot.web.desk_reopening import reopened
from knowledge.catalogue.resource import Resource

LEAST_WHY = 10
MOST_WHY = 500


@dataclass(frozen=True)
class Retirement:
    """What was typed.

    Attributes:
        how: ended, or merged.
        other: id of the other entry.
        why: for curators.
    """

    how: str = ""
    other: str = ""
    why: str = ""


async def retire_form(visit: Visit) -> web.Response:
    """Show the form."""
    record = await record_of(visit)
    again = await reopened(visit, record.resource.id)
    typed = Retirement("merged", again.merged_into, again.why) if again and again.merged_into else Retirement()
    return await _page(visit, record, record.edition, typed, {})


async def retire(visit: Visit) -> web.StreamResponse:
    """End an entry or merge it, and publish that."""
    record, edition = await record_of(visit), visit.said("edition")
    typed = _typed(visit)
    mistakes = _mistakes(visit, record.resource, typed, await others_of(visit))
    if mistakes:
        return await _page(visit, record, edition, typed, mistakes, 422)
    try:
        if typed.how == "merged":
            gone = record.resource.id
            if visit.two_people:
                return await propose_merge(visit, gone, edition, typed.other, typed.why)
            merged = await asyncio.to_thread(merge, visit.desk.records, gone, edition, typed.other, typed.why)
            raise web.HTTPSeeOther(await follow_merge(visit, gone, typed.other, typed.why, merged))
        ended = _ended(record.resource, typed.other)
        if visit.two_people:
            return await propose(visit, ended, edition, typed.why)
        await asyncio.to_thread(visit.desk.records.change, ended, edition)
    except RecordError as error:
        return await _page(visit, record, edition, typed, {"how": str(error)}, 409)
    await visit.note("ended", record.resource.id, typed.why)
    raise web.HTTPSeeOther(f"{HERE}/{record.resource.id}?told={await bring_into_service(visit, record.resource.id)}")


async def retire_again(visit: Visit) -> web.StreamResponse:
    """Show what was typed once more, to somebody who signed in anew meanwhile."""
    record = await record_of(visit)
    mistakes = {"how": visit.say("desk_form_signed_in_anew")}
    return await _page(visit, record, visit.said("edition"), _typed(visit), mistakes, 409)


def _typed(visit: Visit) -> Retirement:
    return Retirement(visit.said("how"), visit.written("other"), visit.written("why")[:MOST_WHY])


def _mistakes(visit: Visit, resource: Resource, typed: Retirement, others: OtherEntries) -> dict[str, str]:
    mistakes = {}
    if typed.how not in {"ended", "merged"}:
        mistakes["how"] = visit.say("desk_retire_choose")
    if typed.other == resource.id:
        mistakes["other"] = visit.say("desk_retire_itself")
    elif typed.other and typed.other not in others.ids:
        mistakes["other"] = visit.say("desk_retire_no_other", entry=typed.other)
    elif typed.how == "merged" and not typed.other:
        mistakes["other"] = visit.say("desk_retire_name_other")
    if len(typed.why) < LEAST_WHY:
        mistakes["why"] = visit.say("desk_retire_say_why")
    return mistakes


def _ended(resource: Resource, other: str) -> Resource:
    replaced_by = tuple(dict.fromkeys((*resource.replaced_by, *([other] if other else ()))))
    return resource.model_copy(update={"status": "ended", "checked_on": datetime.date.today(), "replaced_by": replaced_by})


async def _page(
    visit: Visit, record: RecordFile, edition: str, typed: Retirement, mistakes: dict[str, str], status: int = 200
) -> web.Response:
    searcher = visit.request.app[keys.INDEX].searcher
    return visit.page(
        "retire.html",
        status=status,
        record=record.resource,
        edition=edition,
        how=typed.how,
        other=typed.other,
        why=typed.why,
        mistakes=mistakes,
        similar=await asyncio.to_thread(similar_entries, values_of(record.resource), searcher, record.resource.id),
        tab=HERE,
    )


ROUTES = (
    web.get(f"{HERE}/{{id}}/retire", for_curators(retire_form)),
    web.post(f"{HERE}/{{id}}/retire", for_curators(retire, retire_again)),
)
