"""POST /desk/entries/{id}/check: what is wrong in a form while somebody types, and the card that visitors will see."""

from __future__ import annotations

from aiohttp import web

from bot.desk.form import checked, typed_in
from bot.web import keys
from bot.web.desk_entry_form import HERE, NEW, checked_new, others_of, what_shows
from bot.web.desk_guard import Visit, for_curators, private

CHECKS_PER_MINUTE = 120
"""Checks of one account; a script asks at most twice a second."""


async def check(visit: Visit) -> web.Response:
    """Check what was typed as publishing does, and write nothing.

    In a new entry a field is judged once somebody has left it: the form names those as ``touched``.
    """
    wait = visit.request.app[keys.DESK_CHECK_LIMIT].seconds_to_wait(visit.session.account)
    if wait:
        return private(web.json_response({"wait": wait}, status=429, headers={"Retry-After": str(wait)}))
    typed, others, wanted = typed_in(visit.all_written), await others_of(visit), visit.request.match_info["id"]
    is_new, made_id = wanted == NEW, ""
    if is_new:
        resource_id, resource, mistakes = checked_new(visit, typed, others)
        made_id = resource_id if not visit.written("id") else ""
        left = {*visit.all_written("touched"), "record"}
    elif wanted in others.ids:
        resource, mistakes = checked(wanted, typed, others, visit.request.app[keys.TEXTS])
        left = set(mistakes)
    else:
        raise web.HTTPNotFound
    shown = await what_shows(visit, resource, typed, is_new, made_id)
    told = {name: " ".join(dict.fromkeys(said)) for name, said in mistakes.items() if name in left}
    words = [told["record"]] if "record" in told else []
    words += [visit.say("desk_check_mend", count=len(told)) if told else ""]
    waiting = len(mistakes) - len(told)
    words += [visit.say("desk_check_to_fill", count=waiting) if waiting else ""]
    words += [visit.say("desk_check_nothing") if not mistakes else ""]
    words += [visit.say("desk_check_similar", count=len(shown["similar"])) if shown["similar"] else ""]
    template = visit.request.app[keys.TEMPLATES].get_template("desk/_shown.html")
    answer = {"mistakes": told, "said": " ".join(filter(None, words)), "shown": template.render(**shown)}
    return private(web.json_response(answer))


ROUTES = (web.post(f"{HERE}/{{id}}/check", for_curators(check)),)
