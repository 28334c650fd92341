"""The map of provision for people: the map, what is for all of Scotland, gaps and duplicates, and all of it as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.web import provision_area_page
from bot.web.provision_area_page import address_of
from bot.web.provision_choices import Chosen, chosen_by, words_for
from bot.web.provision_desk import Overview
from bot.web.provision_map import SIDE, drawn_tiles, heat_rows
from bot.web.provision_showing import ENTRIES, overview_of, shown, stage_labels
from bot.web.provision_tables import counts_table, duplicates_table, gaps_table
from knowledge.provision import ANY, Duplicate, Gap, Rules, areas_seen, entries_behind, gaps_seen
from knowledge.provision.area_names import slug_of

ON_A_PAGE = 25
LAST_PAGE = 500
ENTRIES_SHOWN = 12
"""How many entries behind a gap are named; the CSV file has all."""


async def provision_map(request: web.Request) -> web.Response:
    """Show the tile map and the heat table."""
    chosen = chosen_by(request, "lens", "stage", "topic")
    overview = await overview_of(request, chosen)
    provision, stage, topic = overview.provision, chosen["stage"], chosen["topic"]
    seen = areas_seen(chosen.lens, provision.councils)
    scale, tiles = drawn_tiles(provision, stage, topic, seen)

    def entries_of(area: str, stage: str) -> str:
        return chosen.address(address_of(area), stage=stage) + ENTRIES

    heat_scale, rows = heat_rows(provision, topic, sorted(seen), entries_of)
    national = [
        (provision.for_all_of_scotland(each, topic), chosen.address("/provision/national", stage=each))
        for each in (*provision.stages[1:], ANY)
    ]
    here: dict[str, Any] = {
        "lens": chosen.lens,
        "tiles": tiles,
        "side": SIDE,
        "width": max(tile.x for tile in tiles) + SIDE,
        "height": max(tile.y for tile in tiles) + SIDE,
        "legend": scale.legend(),
        "abbreviations": {tile.area: tile.abbreviation for tile in tiles},
        "topic": provision.vocabulary.label("topic", topic) if topic else "",
        "rows": rows,
        "heat_legend": heat_scale.legend(),
        "stages": stage_labels(provision),
        "national": provision.for_all_of_scotland(stage, topic),
        "national_row": national,
        "gaps": len(gaps_chosen(chosen, overview)),
        "duplicates": len(overview.duplicates),
    }
    return shown(request, "provision.html", chosen, **here)


async def national(request: web.Request) -> web.Response:
    """Show the entries for all of Scotland, which the map counts apart."""
    chosen = chosen_by(request, "lens", "stage", "topic")
    overview = await overview_of(request, chosen)
    entries = overview.provision.entries_for_all_of_scotland(chosen["stage"], chosen["topic"])
    return shown(request, "provision_national.html", chosen, lens=chosen.lens, entries=entries)


async def gaps(request: web.Request) -> web.Response:
    """Show the ranked list of gaps, and the needs that entries may meet."""
    chosen = chosen_by(request, "lens", "area", "stage", "topic")
    overview = await overview_of(request, chosen)
    everything, rules = overview.everything, Rules.default().gaps
    found = gaps_chosen(chosen, overview)
    seen = areas_seen(chosen.lens, everything.councils)
    fitting = [
        each
        for each in overview.fitting
        if each.area in seen
        and chosen["area"] in {"", each.area}
        and chosen["topic"] in {"", *each.topics}
        and (not each.stages or chosen["stage"] in {"", *each.stages})
    ]
    number = _page_number(request)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    first = (number - 1) * ON_A_PAGE
    here: dict[str, Any] = {
        "listed": [(gap, *entries_behind(gap, everything)) for gap in found[first : first + ON_A_PAGE]],
        "fitting": fitting if number == 1 else [],
        "total": len(found),
        "first": first,
        "number": number,
        "pages": pages,
        "before": chosen.address("/provision/gaps", page=str(number - 1) if number > 2 else "") if number > 1 else "",
        "after": chosen.address("/provision/gaps", page=str(number + 1)) if number < pages else "",
        "most": ENTRIES_SHOWN,
        "demand_known": overview.demand_known,
        "weights": {name: f"{weight:g}" for name, weight in rules.weights.model_dump().items()},
        "fewest": rules.fewest_questions,
    }
    return shown(request, "provision_gaps.html", chosen, **here)


async def duplicates(request: web.Request) -> web.Response:
    """Show pairs of entries that may do the same."""
    chosen = chosen_by(request, "area")
    overview = await overview_of(request, chosen)
    return shown(request, "provision_duplicates.html", chosen, listed=duplicates_chosen(chosen, overview))


async def counts_csv(request: web.Request) -> web.Response:
    """Give every count."""
    chosen = chosen_by(request, "lens", "area")
    overview = await overview_of(request, chosen)
    areas = [chosen["area"]] if chosen["area"] else sorted(areas_seen(chosen.lens, overview.provision.councils))
    return _csv(overview, "counts", chosen, lambda: counts_table(overview.provision, areas))


async def gaps_csv(request: web.Request) -> web.Response:
    """Give every gap that the page lists for the same choices."""
    chosen = chosen_by(request, "lens", "area", "stage", "topic")
    overview = await overview_of(request, chosen)
    found = gaps_chosen(chosen, overview)
    return _csv(overview, "gaps", chosen, lambda: gaps_table(found, overview.everything, words_for(request)))


async def duplicates_csv(request: web.Request) -> web.Response:
    """Give every likely duplicate."""
    chosen = chosen_by(request, "area")
    overview = await overview_of(request, chosen)
    found = duplicates_chosen(chosen, overview)
    return _csv(overview, "duplicates", chosen, lambda: duplicates_table(found, words_for(request)))


def gaps_chosen(chosen: Chosen, overview: Overview) -> list[Gap]:
    """Return the gaps of a choice, the greatest first: one list for the number, the page and the table.

    Where there is nothing about a subject at all, there is nothing about a part of it either, and at no stage.
    """
    narrower, topic, stage = overview.everything.vocabulary.narrower, chosen["topic"], chosen["stage"]
    return [
        gap
        for gap in gaps_seen(chosen.lens, overview.gaps, overview.everything.councils)
        if chosen["area"] in {"", gap.area}
        and (not topic or gap.topic in narrower("topic", topic) or topic in narrower("topic", gap.topic))
        and (not stage or gap.stage in {ANY, stage})
    ]


def duplicates_chosen(chosen: Chosen, overview: Overview) -> list[Duplicate]:
    """Return the likely duplicates of a choice."""
    return [each for each in overview.duplicates if chosen["area"] in {"", *each.areas}]


def _csv(overview: Overview, name: str, chosen: Chosen, make: Callable[[], bytes]) -> web.Response:
    asked = [slug_of(choice.chosen) for choice in chosen.choices if choice.chosen]
    file = "-".join(["provision", name, *asked]) + ".csv"
    # Tables of everything and of a lens are kept; those of other choices are too many, and small.
    kept = overview.tables if len(asked) == bool(chosen["lens"]) else {}
    if file not in kept:
        kept[file] = make()
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-cache"}
    return web.Response(body=kept[file], content_type="text/csv", charset="utf-8", headers=headers)


def _page_number(request: web.Request) -> int:
    text = request.query.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


ROUTES = (
    web.get("/provision", provision_map),
    web.get("/provision/national", national),
    web.get("/provision/gaps", gaps),
    web.get("/provision/duplicates", duplicates),
    *provision_area_page.ROUTES,
    web.get("/provision/counts.csv", counts_csv),
    web.get("/provision/gaps.csv", gaps_csv),
    web.get("/provision/duplicates.csv", duplicates_csv),
)
