"""GET /directory: the catalogue by search and by facets, for everybody and without JavaScript; every view has its own address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from multidict import MultiDict, MultiMapping
from yarl import URL

from bot.cards import Card, make_card
from bot.web import keys
from bot.web.api_search import answer_to
from bot.web.contracts import LONGEST_MESSAGE, SearchAnswer
from bot.web.directory_chips import Chip, chips_for
from bot.web.messages import clean_text
from bot.web.problems import Problem, limited
from bot.web.rendering import page
from bot.web.search_request import FACETS, SearchRequest, read_search
from knowledge.places import Gazetteer
from knowledge.search import Searcher
from knowledge.vocabulary import Vocabulary

ON_A_PAGE = 10
LAST_PAGE = 500
LABELS = {
    "place": "Where",
    "audience": "Who for",
    "stage": "Stage",
    "topic": "Subject",
    "cost": "Cost",
    "delivery": "How",
    "kind": "What sort of thing",
}
_KNOWN = frozenset({"q", "page", "any", "place", *FACETS})


@dataclass(frozen=True)
class Select:
    """One facet to choose from.

    Attributes:
        name: the facet.
        label: what people read.
        options: (value, label).
        chosen: the value chosen, or "".
        more: further values given in the address, which the form keeps.
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    more: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """What the page shows.

    Attributes:
        cards: entries of this page.
        total: how many entries there are in all.
        chips: what was understood and chosen, each removable.
        corrections: misspellings, as typed and as read.
        relaxed: the wish that nothing met, in words; empty where all are met.
        notice: what could not be read of the address.
        status: HTTP status.
    """

    cards: tuple[Card, ...] = ()
    total: int = 0
    chips: tuple[Chip, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    relaxed: str = ""
    notice: str = ""
    status: int = 200


async def directory(request: web.Request) -> web.Response:
    """Show the directory."""
    query = request.query
    tidy = MultiDict((name, value) for name, value in query.items() if name in _KNOWN and value.strip())
    if len(tidy) != len(query):
        # A form sends what was left empty too: the address people share has only what they asked for.
        raise web.HTTPSeeOther(address_of_view(tidy))
    number = _page_number(tidy)
    asked_for = MultiDict((name, value) for name, value in tidy.items() if name != "page")
    searcher = request.app[keys.INDEX].searcher
    wishes_for_something = any(name in asked_for for name in ("q", "place", *FACETS))
    view = _found(request, asked_for, searcher, number) if wishes_for_something else _by_name(searcher, number)
    pages = max(1, -(-view.total // ON_A_PAGE))
    shown: dict[str, Any] = {
        "view": view,
        "q": clean_text(tidy.get("q", ""))[:LONGEST_MESSAGE],
        "ignored": tidy.getall("any", []),
        "selects": [_select(name, tidy) for name in LABELS],
        "number": number,
        "pages": pages,
        "before": address_of_view(_with_page(asked_for, number - 1)) if number > 1 else "",
        "after": address_of_view(_with_page(asked_for, number + 1)) if number < pages else "",
    }
    response = page(request, "directory.html", status=view.status, **shown)
    response.headers["Cache-Control"] = "no-cache"
    return response


def address_of_view(query: MultiMapping[str]) -> str:
    """Return the address of the directory with these parameters."""
    return str(URL("/directory").with_query(query)) if query else "/directory"


def _by_name(searcher: Searcher, number: int) -> View:
    resources = sorted(searcher.snapshot.resources, key=lambda resource: resource.name.casefold())
    by_id = {resource.id: resource for resource in resources}
    shown = resources[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return View(cards=tuple(make_card(each, [], by_id) for each in shown), total=len(resources))


def _found(request: web.Request, query: MultiDict[str], searcher: Searcher, number: int) -> View:
    try:
        limited(request, keys.SEARCH_LIMIT)
        with request.app[keys.METRICS].search():
            asked = _asked(query, searcher, number)
            answer = answer_to(asked, searcher)
    except Problem as problem:
        return View(notice=problem.answer.detail, status=problem.status)
    return View(
        cards=tuple(answer.results),
        total=answer.total,
        chips=tuple(chips_for(asked, query, address_of_view)),
        corrections=tuple(answer.query.understood.corrections),
        relaxed=_relaxed_words(answer),
    )


def _asked(query: MultiDict[str], searcher: Searcher, number: int) -> SearchRequest:
    """Return the search; facets named by ``any`` are not taken from the question's words."""
    ignored = set(query.getall("any", []))
    understood = MultiDict((name, value) for name, value in query.items() if name != "any")
    asked = read_search(understood, searcher.understander)
    wishes = asked.wishes
    for facet in ignored - set(asked.given) - ({"place"} if "place" in query else set()):
        if facet in LABELS:
            wishes = wishes.without(facet)
            wishes = replace(wishes, excluded={name: values for name, values in wishes.excluded.items() if name != facet})
    return replace(asked, wishes=wishes, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE)


def _relaxed_words(answer: SearchAnswer) -> str:
    return answer.relaxed.text if answer.relaxed else ""


def _page_number(query: MultiMapping[str]) -> int:
    text = query.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


def _with_page(query: MultiDict[str], number: int) -> MultiDict[str]:
    return MultiDict([*query.items(), ("page", str(number))]) if number > 1 else query


def _select(name: str, query: MultiMapping[str]) -> Select:
    given = tuple(query.getall(name, []))
    if name == "place":
        options = [(area, area) for area in sorted(Gazetteer.default().council_areas)]
    else:
        vocabulary = Vocabulary.default()
        options = [(term, vocabulary.label(name, term)) for term in vocabulary.ids(name)]
    chosen = given[0] if given else ""
    if chosen and chosen not in dict(options):
        options.insert(0, (chosen, chosen))
    return Select(name, LABELS[name], tuple(options), chosen, given[1:])


ROUTES = (web.get("/directory", directory),)
