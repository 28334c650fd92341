"""/desk/corrections: mistakes that visitors told of, beside the entries they are about."""

from __future__ import annotations

import asyncio
from typing import Literal

from aiohttp import web

from bot.corrections import KINDS, Correction, UnknownCorrectionError
from bot.web import keys
from bot.web.desk_guard import Visit, signed_in
from bot.web.problems import Problem

HERE = "/desk/corrections"
_SETTLED: dict[str, Literal["mended", "dismissed"]] = {"mended": "mended", "dismissed": "dismissed"}


async def corrections(visit: Visit) -> web.Response:
    """List what nobody has looked at yet, told most often first."""
    waiting = await asyncio.to_thread(visit.request.app[keys.CORRECTIONS].corrections)
    searcher = visit.request.app[keys.INDEX].searcher
    resources = searcher.snapshot.resources
    entries = {each.entry: resources[searcher.by_id[each.entry]] for each in waiting if each.entry in searcher.by_id}
    texts = visit.request.app[keys.TEXTS]
    labels = {kind: texts.say(f"report_kind_{kind}") for kind in KINDS}
    told = visit.request.query.get("told", "")
    said = visit.say(f"desk_told_correction_{told}") if told in _SETTLED else ""
    return visit.page("corrections.html", waiting=waiting, entries=entries, labels=labels, told=said, tab=HERE)


async def settle(visit: Visit) -> web.StreamResponse:
    """Mark one as mended or dismissed."""
    number, status = visit.said("number"), _SETTLED.get(visit.said("do"))
    if status is None or not (number.isascii() and number.isdigit()) or len(number) > 12:
        raise Problem.said(400, "desk_choose_correction", "invalid-value")
    try:
        settled: Correction = await asyncio.to_thread(visit.request.app[keys.CORRECTIONS].settle, int(number), status)
    except UnknownCorrectionError as error:
        raise Problem(404, str(error), "no-such-correction") from error
    await visit.note(f"marked a correction as {status}", settled.entry)
    raise web.HTTPSeeOther(f"{HERE}?told={status}")


ROUTES = (web.get(HERE, signed_in(corrections)), web.post(HERE, signed_in(settle)))
