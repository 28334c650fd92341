"""The map of provision for people: the map, its gaps and duplicates, a page for each council area, and all of it as CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import MultiDict
from yarl import URL

from bot.web import keys
from bot.web.provision_desk import Overview
from bot.web.provision_map import SIDE, drawn_tiles, heat_rows, scale_for, slug_of
from bot.web.provision_tables import counts_table, duplicates_table, gaps_table
from bot.web.rendering import page
from knowledge.places import Gazetteer
from knowledge.provision import ANY, Lens, Provision, Rules, areas_seen, entries_behind, gaps_seen, similar_areas
from knowledge.vocabulary import Vocabulary

ON_A_PAGE = 25
LAST_PAGE = 500
ENTRIES_SHOWN = 12
"""How many entries behind a gap are named; the CSV file has all."""


@dataclass(frozen=True)
class Choice:
    """One thing to choose in the form: its name, label, (value, label) options, and the value chosen, or ""."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def words(self) -> str:
        """What was chosen, in words."""
        return dict(self.options).get(self.chosen, "")


@dataclass(frozen=True)
class Chosen:
    """What an address asks for."""

    choices: tuple[Choice, ...]
    unknown: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return next((choice.chosen for choice in self.choices if choice.name == name), "")

    @property
    def lens(self) -> Lens | None:
        """The lens, if one was chosen."""
        return Rules.default().lens(self["lens"])

    @property
    def notice(self) -> str:
        """What could not be read, in words."""
        return f"This page does not know {' or '.join(self.unknown)}. It shows everything instead." if self.unknown else ""

    def address(self, path: str, **more: str) -> str:
        """Return ``path`` with what was chosen."""
        query = {choice.name: choice.chosen for choice in self.choices if choice.chosen} | more
        return str(URL(path).with_query({name: value for name, value in query.items() if value}))


async def provision_map(request: web.Request) -> web.Response:
    """Show the tile map and the heat table."""
    chosen = _chosen(request, "lens", "stage", "topic")
    overview = await _overview(request, chosen)
    provision, stage, topic = overview.provision, chosen["stage"], chosen["topic"]
    seen = areas_seen(chosen.lens, provision.councils)
    scale, tiles = drawn_tiles(provision, stage, topic, seen)
    heat_scale, rows = heat_rows(provision, topic, sorted(seen))
    shown: dict[str, Any] = {
        "lens": chosen.lens,
        "tiles": tiles,
        "side": SIDE,
        "width": max(tile.x for tile in tiles) + SIDE,
        "height": max(tile.y for tile in tiles) + SIDE,
        "legend": scale.legend(),
        "abbreviations": {tile.area: tile.abbreviation for tile in tiles},
        "rows": rows,
        "heat_legend": heat_scale.legend(),
        "stages": _stages(provision),
        "national": provision.for_all_of_scotland(stage, topic),
        "national_by_stage": [provision.for_all_of_scotland(each, topic) for each in provision.stages[1:]],
        "national_any": provision.for_all_of_scotland(ANY, topic),
        "entries": len(provision.resources),
        "gaps": len(gaps_seen(chosen.lens, overview.gaps, provision.councils)),
        "duplicates": len(overview.duplicates),
    }
    return _shown(request, "provision.html", chosen, **shown)


async def gaps(request: web.Request) -> web.Response:
    """Show the ranked list of gaps."""
    chosen = _chosen(request, "lens", "area", "stage", "topic")
    overview = await _overview(request, chosen)
    everything = overview.everything
    found = [
        gap
        for gap in gaps_seen(chosen.lens, overview.gaps, everything.councils)
        if chosen["area"] in {"", gap.area}
        and chosen["topic"] in {"", gap.topic}
        and (not chosen["stage"] or gap.stage in {ANY, chosen["stage"]})
    ]
    number = _page_number(request)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    first = (number - 1) * ON_A_PAGE
    listed = [(gap, *entries_behind(gap, everything)) for gap in found[first : first + ON_A_PAGE]]
    shown: dict[str, Any] = {
        "listed": listed,
        "total": len(found),
        "first": first,
        "number": number,
        "pages": pages,
        "before": chosen.address("/provision/gaps", page=str(number - 1) if number > 2 else "") if number > 1 else "",
        "after": chosen.address("/provision/gaps", page=str(number + 1)) if number < pages else "",
        "most": ENTRIES_SHOWN,
        "demand_known": overview.demand_known,
        "weights": Rules.default().gaps.weights,
    }
    return _shown(request, "provision_gaps.html", chosen, **shown)


async def duplicates(request: web.Request) -> web.Response:
    """Show pairs of entries that may do the same."""
    chosen = _chosen(request, "area")
    overview = await _overview(request, chosen)
    found = [each for each in overview.duplicates if chosen["area"] in {"", *each.areas}]
    return _shown(request, "provision_duplicates.html", chosen, listed=found)


async def area(request: web.Request) -> web.Response:
    """Show one council area, for a council officer to print."""
    by_slug = {slug_of(name): name for name in Gazetteer.default().council_areas}
    name = by_slug.get(request.match_info["slug"])
    if name is None:
        raise web.HTTPNotFound
    chosen = _chosen(request, "lens", "stage", "topic")
    overview = await _overview(request, chosen)
    provision, everything, stage, topic = overview.provision, overview.everything, chosen["stage"], chosen["topic"]
    similar, kind = similar_areas(name, everything, Rules.default())
    totals = [everything.count(each).local for each in similar]
    scale, rows = _topics_by_stage(provision, name)
    own_gaps = [gap for gap in gaps_seen(chosen.lens, overview.gaps, provision.councils) if gap.area == name]
    shown: dict[str, Any] = {
        "lens": chosen.lens,
        "area": provision.councils[name],
        "count": provision.count(name, stage, topic),
        "kind": kind.label,
        "all_local": everything.count(name).local,
        "typical": round(sum(totals) / len(totals)) if totals else 0,
        "similar": similar,
        "rows": rows,
        "legend": scale.legend(),
        "stages": _stages(provision),
        "entries": provision.local_entries(name, stage, topic),
        "gaps": own_gaps,
        "duplicates": [each for each in overview.duplicates if name in each.areas],
        "filtered": bool(stage or topic or chosen.lens),
    }
    return _shown(request, "provision_area.html", chosen, **shown)


async def counts_csv(request: web.Request) -> web.Response:
    """Give every count."""
    chosen = _chosen(request, "lens")
    overview = await _overview(request, chosen)
    areas = sorted(areas_seen(chosen.lens, overview.provision.councils))
    return _csv(overview, "counts", chosen, lambda: counts_table(overview.provision, areas))


async def gaps_csv(request: web.Request) -> web.Response:
    """Give every gap."""
    chosen = _chosen(request, "lens")
    overview = await _overview(request, chosen)
    seen = gaps_seen(chosen.lens, overview.gaps, overview.everything.councils)
    return _csv(overview, "gaps", chosen, lambda: gaps_table(seen, overview.everything))


async def duplicates_csv(request: web.Request) -> web.Response:
    """Give every likely duplicate."""
    chosen = _chosen(request)
    overview = await _overview(request, chosen)
    return _csv(overview, "duplicates", chosen, lambda: duplicates_table(overview.duplicates))


async def _overview(request: web.Request, chosen: Chosen) -> Overview:
    return await request.app[keys.PROVISION].overview(request.app[keys.INDEX].searcher.snapshot, chosen.lens)


def _shown(request: web.Request, template: str, chosen: Chosen, **variables: Any) -> web.Response:
    status = 400 if chosen.unknown else 200
    response = page(
        request, template, status=status, chosen=chosen, slug_of=slug_of, vocabulary=Vocabulary.default(), **variables
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _csv(overview: Overview, name: str, chosen: Chosen, make: Callable[[], bytes]) -> web.Response:
    file = f"provision-{name}{'-' + chosen['lens'] if chosen['lens'] else ''}.csv"
    if file not in overview.tables:
        overview.tables[file] = make()
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-cache"}
    return web.Response(body=overview.tables[file], content_type="text/csv", charset="utf-8", headers=headers)


def _chosen(request: web.Request, *names: str) -> Chosen:
    """Return what the address asks for.

    Raises:
        HTTPSeeOther: a form sent what was left empty too: the address people share has only what they asked for.
    """
    query = request.query
    if any(not value.strip() for value in query.values()):
        tidy = MultiDict((name, value) for name, value in query.items() if value.strip())
        raise web.HTTPSeeOther(str(URL(request.path).with_query(tidy)))
    choices, unknown = [], []
    for name in names:
        label, options = _options(name)
        value = query.get(name, "").strip()
        if value not in {"", *dict(options)}:
            unknown.append(f"“{value[:40]}”")
            value = ""
        choices.append(Choice(name, label, options, value))
    return Chosen(tuple(choices), tuple(unknown))


def _options(name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if name == "lens":
        return "Look at", tuple((lens.id, lens.label) for lens in Rules.default().lenses)
    if name == "area":
        return "Council area", tuple((each, each) for each in sorted(Gazetteer.default().council_areas))
    vocabulary = Vocabulary.default()
    options = tuple((each, vocabulary.label(name, each)) for each in vocabulary.ids(name))
    return {"stage": "Stage", "topic": "Subject"}[name], options


def _stages(provision: Provision) -> list[str]:
    return [provision.vocabulary.label("stage", stage) for stage in provision.stages[1:]]


def _topics_by_stage(provision: Provision, name: str) -> tuple[Any, Sequence[Any]]:
    """Return the scale and, for each topic that the area has, its counts and steps by stage, of any, and the national count."""
    topics = [topic for topic in provision.topics[1:] if provision.count(name, ANY, topic).local]
    numbers = {topic: [provision.count(name, stage, topic).local for stage in provision.stages[1:]] for topic in topics}
    scale = scale_for(number for row in numbers.values() for number in row)
    rows = []
    for topic in topics:
        count = provision.count(name, ANY, topic)
        label = provision.vocabulary.label("topic", topic)
        rows.append((label, [(number, scale.step(number)) for number in numbers[topic]], count.local, count.national))
    return scale, rows


def _page_number(request: web.Request) -> int:
    text = request.query.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


ROUTES = (
    web.get("/provision", provision_map),
    web.get("/provision/gaps", gaps),
    web.get("/provision/duplicates", duplicates),
    web.get("/provision/areas/{slug}", area),
    web.get("/provision/counts.csv", counts_csv),
    web.get("/provision/gaps.csv", gaps_csv),
    web.get("/provision/duplicates.csv", duplicates_csv),
)
