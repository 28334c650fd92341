"""GET and POST /resources/{id}/report: tell what is wrong in an entry. No account, no e-mail, no JavaScript."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.corrections import KINDS
from bot.corrections.store import LONGEST
from bot.feedback import Scrubber
from bot.storage import StorageError
from bot.web import keys
from bot.web.api_resources import found_resource
from bot.web.messages import clean_text
from bot.web.own_pages import sent_from_own_page
from bot.web.problems import Problem, limited
from bot.web.reading import read_form
from bot.web.rendering import page
from knowledge.catalogue.resource import Resource


async def report(request: web.Request) -> web.Response:
    """Show the form, or the thanks after it was sent."""
    found = _entry(request)
    if "sent" in request.query:
        return _fresh(page(request, "report_thanks.html", resource=found))
    return _form(request, found)


async def send_report(request: web.Request) -> web.Response:
    """Store a correction without personal details."""
    sent_from_own_page(request)
    found = _entry(request)
    form = await read_form(request)
    what, words = (value if isinstance(value := form.get(name), str) else "" for name in ("what", "said"))
    # A browser sends a line's end as two characters, but counts it as one.
    said = clean_text(words.replace("\r\n", "\n")).strip()
    texts, errors = request.app[keys.TEXTS], {}
    if what not in KINDS:
        errors["what"] = texts.say("report_no_what")
    if len(said) > LONGEST:
        errors["said"] = texts.say("report_too_long", count=len(said) - LONGEST, most=texts.number(LONGEST))
    if errors:
        return _form(request, found, 400, what=what, said=said[: 4 * LONGEST], errors=errors)
    try:
        limited(request, keys.REPORT_LIMIT)
        scrubber = Scrubber(request.app[keys.INDEX].searcher.understander)
        kept = await asyncio.to_thread(scrubber.scrubbed, said, LONGEST) if said else ""
        await asyncio.to_thread(request.app[keys.CORRECTIONS].add, found.id, what, kept)
    except Problem as problem:
        refused = _form(request, found, problem.status, what=what, said=said, notice=problem.answer.detail)
        refused.headers.update(problem.headers)
        return refused
    except StorageError:
        return _form(request, found, 503, what=what, said=said, notice=texts.say("report_not_stored"))
    raise web.HTTPSeeOther(f"/resources/{found.id}/report?sent=1")


def _entry(request: web.Request) -> Resource:
    """Return the entry; a retired id leads to the one that took it in."""
    wanted = request.match_info["id"]
    found = found_resource(wanted, request.app[keys.INDEX].searcher)
    if found.id != wanted:
        raise web.HTTPPermanentRedirect(f"/resources/{found.id}/report")
    return found


def _form(
    request: web.Request,
    found: Resource,
    status: int = 200,
    *,
    what: str = "",
    said: str = "",
    notice: str = "",
    errors: dict[str, str] | None = None,
) -> web.Response:
    shown = {"resource": found, "kinds": KINDS, "longest": LONGEST}
    typed = {"what": what, "said": said, "notice": notice, "errors": errors or {}}
    return _fresh(page(request, "report.html", status=status, **shown, **typed))


def _fresh(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = (web.get("/resources/{id}/report", report), web.post("/resources/{id}/report", send_report))
