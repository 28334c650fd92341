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
from knowledge.provision import ANY, Rules, areas_seen, entries_behind, gaps_seen

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
        "gaps": len(gaps_seen(chosen.lens, overview.gaps, provision.councils)),
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
    found = [
        gap
        for gap in gaps_seen(chosen.lens, overview.gaps, everything.councils)
        if chosen["area"] in {"", gap.area}
        and chosen["topic"] in {"", gap.topic}
        and (not chosen["stage"] or gap.stage in {ANY, chosen["stage"]})
    ]
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
    found = [each for each in overview.duplicates if chosen["area"] in {"", *each.areas}]
    return shown(request, "provision_duplicates.html", chosen, listed=found)


async def counts_csv(request: web.Request) -> web.Response:
    """Give every count."""
    chosen = chosen_by(request, "lens")
    overview = await overview_of(request, chosen)
    areas = sorted(areas_seen(chosen.lens, overview.provision.councils))
    return _csv(overview, "counts", chosen, lambda: counts_table(overview.provision, areas))


async def gaps_csv(request: web.Request) -> web.Response:
    """Give every gap."""
    chosen = chosen_by(request, "lens")
    overview = await overview_of(request, chosen)
    seen = gaps_seen(chosen.lens, overview.gaps, overview.everything.councils)
    return _csv(overview, "gaps", chosen, lambda: gaps_table(seen, overview.everything, words_for(request)))


async def duplicates_csv(request: web.Request) -> web.Response:
    """Give every likely duplicate."""
    chosen = chosen_by(request)
    overview = await overview_of(request, chosen)
    return _csv(overview, "duplicates", chosen, lambda: duplicates_table(overview.duplicates, words_for(request)))


def _csv(overview: Overview, name: str, chosen: Chosen, make: Callable[[], bytes]) -> web.Response:
    file = f"provision-{name}{'-' + chosen['lens'] if chosen['lens'] else ''}.csv"
    if file not in overview.tables:
        overview.tables[file] = make()
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-cache"}
    return web.Response(body=overview.tables[file], content_type="text/csv", charset="utf-8", headers=headers)


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
