"""GET /directory: the catalogue by search and by facets, for everybody and without JavaScript; every view has its own address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web
from multidict import MultiDict, MultiMapping
from yarl import URL

from bot.cards import Card, card_for, make_card
from bot.web import keys
from bot.web.api_search import answer_from
from bot.web.contracts import LONGEST_MESSAGE, SearchAnswer
from bot.web.directory_chips import Chip, chips_for
from bot.web.directory_facets import NARROWING, counts, facets, found_and_counted
from bot.web.directory_map import MAP, tile_map
from bot.web.directory_refusal import Refusal, refusal
from bot.web.keeping import KEPT, Keeping, kept_in
from bot.web.messages import clean_message, clean_text
from bot.web.problems import Problem, limited
from bot.web.rendering import page, site_address
from bot.web.search_request import FACETS, SearchRequest, read_search
from knowledge.catalogue.resource import Resource
from knowledge.places import Gazetteer
from knowledge.search import Result, Searcher, SearchOutcome
from knowledge.search.reasons import caution_for, matched_facets, reasons_for

ON_A_PAGE = 10
SORTS = ("fit", "name", "checked")
_KNOWN = frozenset({"q", "page", "sort", "view", "any", "place", KEPT, *FACETS})
_OF_THE_VIEW = frozenset({"page", "sort"})


@dataclass(frozen=True)
class View:
    """What the page shows.

    Attributes:
        cards: entries of this page.
        total: how many entries there are in all.
        chips: what was understood and chosen, each removable.
        corrections: misspellings, as typed and as read.
        relaxed: the wish that nothing met, in words; empty where all are met.
        refused: what could not be read of the address, if anything.
        counted: facet -> value -> how many entries it would show.
        chosen: facet -> values chosen.
    """

    cards: tuple[Card, ...] = ()
    total: int = 0
    chips: tuple[Chip, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    relaxed: str = ""
    refused: Refusal | None = None
    counted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


async def directory(request: web.Request) -> web.Response:
    """Show the directory."""
    query = request.query
    tidy = MultiDict((name, value) for name, value in query.items() if name in _KNOWN and clean_text(value))
    if tidy.get("sort") == _usual_sort(tidy):
        tidy.popall("sort")
    if tidy.get("view", MAP) != MAP:
        tidy.popall("view")
    if len(tidy) != len(query):
        # A form sends what was left empty too: the address people share has only what they asked for.
        raise web.HTTPSeeOther(address_of_view(tidy))
    number = _page_number(tidy)
    sort = tidy["sort"] if tidy.get("sort") in SORTS else _usual_sort(tidy)
    searcher = request.app[keys.INDEX].searcher
    unpaged = MultiDict((name, value) for name, value in tidy.items() if name != "page")
    view = _found(request, unpaged, searcher, number, sort) if _is_asked(tidy) else _everything(searcher, number, sort)
    pages = max(1, -(-view.total // ON_A_PAGE))
    typed = tuple(each for each in tidy.getall("place", []) if each not in Gazetteer.default().council_areas)
    shown: dict[str, Any] = {
        "view": view,
        "q": clean_text(tidy.get("q", ""))[:LONGEST_MESSAGE],
        "ignored": tidy.getall("any", []),
        "facets": facets(view.counted, view.chosen, typed),
        "sorts": tuple(_sorts(tidy, sort)),
        "sort": tidy.get("sort", ""),
        "shape": tidy.get("view", ""),
        "shapes": tuple(_shapes(tidy)),
        "tile_map": tile_map(view.counted, view.chosen.get("place", ()), map_addresses(tidy))
        if tidy.get("view") == MAP
        else None,
        "number": number,
        "pages": pages,
        "before": address_of_view(_with_page(unpaged, number - 1)) if number > 1 else "",
        "after": address_of_view(_with_page(unpaged, number + 1)) if number < pages else "",
        "keeping": Keeping(kept_in(tidy, searcher), "/directory", tuple(each for each in tidy.items() if each[0] != KEPT)),
        "address": site_address(request) + address_of_view(MultiDict(each for each in tidy.items() if each[0] != KEPT)),
    }
    response = page(request, "directory.html", status=view.refused.status if view.refused else 200, **shown)
    response.headers.update(view.refused.headers if view.refused else {})
    response.headers["Cache-Control"] = "no-cache"
    return response


def address_of_view(query: MultiMapping[str]) -> str:
    """Return the address of the directory with these parameters."""
    return str(URL("/directory").with_query(query)) if query else "/directory"


def _sorts(query: MultiDict[str], current: str) -> Iterator[tuple[str, str]]:
    """Yield each order, with the address of the view in it; "" for the one shown."""
    for name in SORTS:
        if name != "fit" or _is_asked(query):
            others = [(each, value) for each, value in query.items() if each not in _OF_THE_VIEW]
            wished = MultiDict([*others, ("sort", name)] if name != _usual_sort(query) else others)
            yield name, "" if name == current else address_of_view(wished)


def _shapes(query: MultiDict[str]) -> Iterator[tuple[str, str]]:
    """Yield "list" and "map", each with the address of the same view in that shape; "" for the one shown."""
    others = [(each, value) for each, value in query.items() if each not in {"page", "view"}]
    is_map = query.get("view") == MAP
    yield "list", address_of_view(MultiDict(others)) if is_map else ""
    yield MAP, "" if is_map else address_of_view(MultiDict([*others, ("view", MAP)]))


def map_addresses(query: MultiDict[str]) -> Callable[[str], str]:
    """Return what gives the address of the list for one council area, with all else as it is."""
    others = [(each, value) for each, value in query.items() if each not in {"page", "view", "place"}]
    return lambda area: address_of_view(MultiDict([*others, ("place", area)]))


def _is_asked(query: MultiMapping[str]) -> bool:
    return any(name in query for name in ("q", "place", *FACETS))


def _usual_sort(query: MultiMapping[str]) -> str:
    """Return the order of a view that names none: by fit where there is something to fit, else by name."""
    return "fit" if _is_asked(query) else "name"


def _sorted(resources: Sequence[Resource], sort: str) -> list[Resource]:
    by_name = sorted(resources, key=lambda resource: resource.name.casefold())
    return sorted(by_name, key=lambda resource: resource.checked_on, reverse=True) if sort == "checked" else by_name


def _everything(searcher: Searcher, number: int, sort: str) -> View:
    resources = _sorted(searcher.snapshot.resources, sort)
    by_id = {resource.id: resource for resource in resources}
    shown = resources[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    cards = tuple(make_card(each, [], by_id) for each in shown)
    return View(cards=cards, total=len(resources), counted=counts(searcher))


def _found(request: web.Request, query: MultiDict[str], searcher: Searcher, number: int, sort: str) -> View:
    try:
        limited(request, keys.SEARCH_LIMIT)
        with request.app[keys.METRICS].search():
            asked = _asked(query, searcher, number)
            outcome, counted = found_and_counted(asked, searcher)
    except Problem as problem:
        return View(
            refused=refusal(problem, query, address_of_view, request.app[keys.TEXTS]),
            counted=counts(searcher),
            chosen={name: tuple(query.getall(name, [])) for name in NARROWING},
        )
    answer = answer_from(outcome, asked, searcher)
    return View(
        cards=tuple(answer.results) if sort == "fit" else _cards_sorted(outcome, asked, searcher, sort),
        total=answer.total,
        chips=tuple(chips_for(asked, _spelt_out(query, asked), address_of_view, request.app[keys.TEXTS])),
        corrections=tuple(answer.query.understood.corrections),
        relaxed=_relaxed_words(answer),
        counted=counted,
        chosen={**asked.given, "place": tuple(query.getall("place", []))},
    )


def _cards_sorted(outcome: SearchOutcome, asked: SearchRequest, searcher: Searcher, sort: str) -> tuple[Card, ...]:
    """Return the cards of one page in another order than by fit."""
    by_id = {resource.id: resource for resource in searcher.snapshot.resources}
    shown = _sorted(outcome.relevant, sort)[asked.offset : asked.offset + asked.limit]
    wishes, vocabulary = asked.wishes, searcher.vocabulary
    named = asked.understanding.resources
    return tuple(
        card_for(
            Result(
                each,
                0.0,
                reasons_for(each, wishes, vocabulary, each.id in named),
                matched_facets(each, wishes, vocabulary),
                caution_for(each, wishes, vocabulary),
            ),
            by_id,
        )
        for each in shown
    )


def _spelt_out(query: MultiDict[str], asked: SearchRequest) -> MultiDict[str]:
    """Return the parameters with one for each value meant: "primary,early-years" becomes two."""
    spelt: MultiDict[str] = MultiDict((name, value) for name, value in query.items() if name not in asked.given)
    spelt.extend((name, value) for name, values in asked.given.items() for value in values)
    return spelt


def _asked(query: MultiDict[str], searcher: Searcher, number: int) -> SearchRequest:
    """Return the search; facets named by ``any`` are not taken from the question's words."""
    if "q" in query:
        clean_message(query["q"])
    ignored = set(query.getall("any", []))
    understood = MultiDict((name, value) for name, value in query.items() if name not in {"any", "sort", "view", KEPT})
    asked = read_search(understood, searcher.understander)
    wishes = asked.wishes
    for facet in ignored - set(asked.given) - ({"place"} if "place" in query else set()):
        if facet in NARROWING:
            wishes = wishes.without(facet)
            wishes = replace(wishes, excluded={name: values for name, values in wishes.excluded.items() if name != facet})
    return replace(asked, wishes=wishes, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE)


def _relaxed_words(answer: SearchAnswer) -> str:
    return answer.relaxed.text if answer.relaxed else ""


def _page_number(query: MultiMapping[str]) -> int:
    text = query.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


def _with_page(query: MultiDict[str], number: int) -> MultiDict[str]:
    return MultiDict([*query.items(), ("page", str(number))]) if number > 1 else query


ROUTES = (web.get("/directory", directory),)
