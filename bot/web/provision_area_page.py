"""One council area on a page that an officer of the council could print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web
from yarl import URL

from bot.web import keys
from bot.web.catalogue_day import changed_on
from bot.web.provision_choices import Chosen, chosen_by
from bot.web.provision_map import Cell, Scale, scale_for
from bot.web.provision_showing import ENTRIES, overview_of, shown, stage_labels
from knowledge.provision import ANY, Provision, Rules, areas_seen, gaps_seen, similar_areas
from knowledge.provision.area_names import area_named, slug_of


@dataclass(frozen=True)
class TopicRow:
    """A subject's counts in one area: by stage, of any stage, and how many there are for all of Scotland besides."""

    label: str
    cells: tuple[Cell, ...]
    any_stage: Cell
    national: int


async def area(request: web.Request) -> web.Response:
    """Show one council area.

    Raises:
        HTTPMovedPermanently: the address has another of its names, such as the Gaelic one.
        HTTPNotFound: there is no such area.
    """
    name = area_named(request.match_info["slug"])
    if name is None:
        raise web.HTTPNotFound
    if request.match_info["slug"] != slug_of(name):
        raise web.HTTPMovedPermanently(str(URL(address_of(name)).with_query(request.query)))
    chosen = chosen_by(request, "lens", "stage", "topic")
    overview = await overview_of(request, chosen)
    provision, everything, stage, topic = overview.provision, overview.everything, chosen["stage"], chosen["topic"]
    similar, kind = similar_areas(name, everything, Rules.default())
    totals = [everything.count(each).local for each in similar]
    scale, rows = topic_rows(provision, name, chosen)
    seen: dict[str, Any] = {
        "lens": chosen.lens,
        "area": provision.councils[name],
        "kind": kind,
        "all_local": everything.count(name).local,
        "typical": round(sum(totals) / len(totals)) if totals else 0,
        "similar": similar,
        "rows": rows,
        "legend": scale.legend(),
        "stages": stage_labels(provision),
        "entries": provision.local_entries(name, stage, topic),
        "national": provision.national_entries(name, stage, topic),
        "gaps": [gap for gap in gaps_seen(chosen.lens, overview.gaps, provision.councils) if gap.area == name],
        "fitting": [each for each in overview.fitting if each.area == name],
        "duplicates": [each for each in overview.duplicates if name in each.areas],
        "day": changed_on(request.app[keys.INDEX].searcher.snapshot),
        "outside": name not in areas_seen(chosen.lens, provision.councils),
        "filtered": bool(stage or topic or chosen.lens),
    }
    return shown(request, "provision_area.html", chosen, **seen)


def address_of(name: str) -> str:
    """Return the path of a council area's page."""
    return f"/provision/areas/{slug_of(name)}"


def topic_rows(provision: Provision, name: str, chosen: Chosen) -> tuple[Scale, list[TopicRow]]:
    """Return the scale and the rows of an area: all subjects first, then each of which an entry names it."""
    topics = [topic for topic in provision.topics if provision.count(name, ANY, topic).local]
    numbers = [provision.count(name, stage, topic).local for topic in topics[1:] for stage in provision.stages[1:]]
    scale = scale_for(numbers)

    def cell(stage: str, topic: str) -> Cell:
        number = provision.count(name, stage, topic).local
        address = chosen.address(address_of(name), stage=stage, topic=topic) + ENTRIES if number else ""
        return Cell(number, scale.step(number), address)

    rows = [
        TopicRow(
            label=provision.vocabulary.label("topic", topic) if topic else "",
            cells=tuple(cell(stage, topic) for stage in provision.stages[1:]),
            any_stage=cell(ANY, topic),
            national=provision.count(name, ANY, topic).national,
        )
        for topic in topics
    ]
    return scale, rows


ROUTES = (web.get("/provision/areas/{slug}", area),)
