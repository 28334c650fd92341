"""GET /directory: search, facets, paging; the same words mean the same as in the API."""

from __future__ import annotations

import gzip
import html
import re

import pytest

from bot.web.app import SEARCHES_PER_MESSAGE
from bot.web.directory import ON_A_PAGE
from tests.bot.web.running import Client, Site, StartSite


async def shown(client: Client, path: str, status: int = 200) -> str:
    """The page."""
    response = await client.get(path)
    assert response.status == status, path
    return await response.text()


def names(page: str) -> list[str]:
    """The names of the cards, in their order."""
    return [html.unescape(name) for name in re.findall(r'<h3><a href="/resources/[^"]+">(.*?)</a></h3>', page)]


def chips(page: str) -> dict[str, str]:
    """What was understood, with the address of the view without it."""
    found = re.findall(r'<a href="([^"]+)"><span class="visually-hidden">Remove: </span>(.*?) <span', page)
    return {html.unescape(text): html.unescape(address) for address, text in found}


def options(page: str) -> dict[tuple[str, str], int]:
    """What each value would show."""
    pattern = r'name="(\w+)" value="([^"]+)"(?: checked)?> <span>[^<]*</span> <span class="count">.*?</span>([\d]+)<'
    return {(name, html.unescape(value)): int(count) for name, value, count in re.findall(pattern, page)}


def chosen(page: str) -> set[tuple[str, str]]:
    """What is ticked."""
    return {(name, html.unescape(value)) for name, value in re.findall(r'name="(\w+)" value="([^"]+)" checked>', page)}


def total(page: str) -> int:
    """How many entries the page says there are."""
    return int(re.findall(r'<h2 id="found">([\d,]+) ', page)[0].replace(",", ""))


async def test_without_a_search_everything_is_listed_by_name(site: Site) -> None:
    every = sorted((each.name for each in site.index.searcher.snapshot.resources), key=str.casefold)
    first = await shown(site.client, "/directory")
    second = await shown(site.client, "/directory?page=2")
    assert names(first) + names(second) == every[: 2 * ON_A_PAGE]
    assert f"{len(every):,} entries" in first


async def test_the_last_page_leads_no_further_and_a_page_behind_it_says_so(site: Site) -> None:
    pages = -(-len(site.index.searcher.snapshot.resources) // ON_A_PAGE)
    last = await shown(site.client, f"/directory?page={pages}")
    assert "Next page" not in last
    assert "Previous page" in last
    behind = await shown(site.client, f"/directory?page={pages + 1}")
    assert f"There is no page {pages + 1}" in behind
    assert names(behind) == []
    assert "There is no page 9,999" in await shown(site.client, "/directory?page=9999")


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "٣", "99999999999"])
async def test_a_page_number_that_is_none_shows_the_first_page(client: Client, page: str) -> None:
    assert names(await shown(client, f"/directory?page={page}")) == names(await shown(client, "/directory"))


@pytest.mark.parametrize(
    "query",
    [
        "q=free+coding+club+for+P6+in+Dundee",
        "place=Orkney&kind=fund",
        "q=someone+to+talk+about+wind+power+to+P6+in+Kirkwall",
    ],
)
async def test_the_same_words_find_the_same_as_the_api(client: Client, query: str) -> None:
    answer = await (await client.get(f"/api/search?{query}&limit={ON_A_PAGE}")).json()
    page = await shown(client, f"/directory?{query}")
    assert names(page) == [result["name"] for result in answer["results"]]
    count = f"{answer['total']} {'entry' if answer['total'] == 1 else 'entries'}"
    assert count in page


async def test_what_was_understood_is_shown_and_each_part_can_be_taken_away(client: Client) -> None:
    page = await shown(client, "/directory?q=free+coding+club+in+Dundee+not+online&stage=primary")
    understood = chips(page)
    assert set(understood) == {"Dundee City", "Primary", "Computing science", "Free", "not online"}
    without = await shown(client, understood["Dundee City"])
    assert "Dundee City" not in chips(without)
    assert set(chips(without)) == set(understood) - {"Dundee City"}
    bare = chips(without)
    for _ in understood:
        if not bare:
            break
        bare = chips(await shown(client, next(iter(bare.values()))))
    assert bare == {}


async def test_a_form_sent_with_empty_fields_gets_an_address_fit_to_share(client: Client) -> None:
    response = await client.get("/directory?q=&place=Fife&stage=&nonsense=1", allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/directory?place=Fife"


async def test_the_form_keeps_what_was_chosen(client: Client) -> None:
    page = await shown(client, "/directory?q=robots&place=Kirkwall&stage=primary&stage=early-years")
    assert 'name="place" value="Kirkwall"' in page
    assert chosen(page) == {("stage", "primary"), ("stage", "early-years")}
    assert 'value="robots"' in page


async def test_a_wish_that_nothing_meets_is_named_and_what_fits_without_it_shown(client: Client) -> None:
    query = "place=Orkney&kind=award&delivery=kit-loan"
    answer = await (await client.get(f"/api/search?{query}")).json()
    assert answer["relaxed"] is not None
    page = await shown(client, f"/directory?{query}")
    assert "Nothing fits all of it" in page
    assert html.escape(answer["relaxed"]["text"]) in page


async def test_what_cannot_be_read_is_said_on_the_page_with_the_form_and_what_was_meant_is_a_link(client: Client) -> None:
    page = await shown(client, "/directory?place=Narnia&q=robots&stage=primary", status=400)
    assert "The finder knows no place “Narnia” in Scotland" in html.unescape(page)
    assert 'name="place" value="Narnia"' in page
    page = await shown(client, "/directory?stage=primary,universty-life&q=robots", status=400)
    assert "The directory has nothing called “universty-life” under “Stage”" in html.unescape(page)
    mended = html.unescape(re.findall(r'<li><a href="([^"]+)">University</a></li>', page)[0])
    assert chosen(await shown(client, mended)) == {("stage", "primary"), ("stage", "university")}


@pytest.mark.parametrize("query", ["place=Narnia", "stage=zzz", "q=" + "x" * 4001, "kind=,%22", "topic=%00x"])
async def test_no_refusal_speaks_to_programs(client: Client, query: str) -> None:
    page = html.unescape(await shown(client, f"/directory?{query}", status=400))
    said = re.findall(r'<p class="notice" role="alert">(.*?)</p>', page)[0]
    assert said.endswith(".")
    assert not re.search(r"\w=|/api/|cannot be used|Known ones", said), said


async def test_words_without_a_character_to_read_are_no_search(client: Client) -> None:
    response = await client.get("/directory?q=%00%E2%80%AE&stage=primary", allow_redirects=False)
    assert response.headers["Location"] == "/directory?stage=primary"


async def test_who_searches_too_much_is_told_how_long_to_wait(start_site: StartSite) -> None:
    client = (await start_site(messages_per_minute=1)).client
    for _ in range(SEARCHES_PER_MESSAGE):
        await shown(client, "/directory?q=robots")
    response = await client.get("/directory?q=robots")
    assert response.status == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Wait" in await response.text()


async def test_a_misspelling_is_told(client: Client) -> None:
    assert "was read as" in await shown(client, "/directory?q=astronmy+club")


async def test_markup_in_the_search_is_text(client: Client) -> None:
    page = await shown(client, "/directory?q=%3Cscript%3Ealert(1)%3C/script%3E%22")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("query", ["", "place=Orkney+Islands", "stage=primary&cost=free", "kind=event&kind=award&topic=maths"])
async def test_each_count_is_what_ticking_the_value_too_or_instead_shows(client: Client, query: str) -> None:
    page = await shown(client, f"/directory?{query}" if query else "/directory")
    ticked = [pair.split("=") for pair in query.replace("+", " ").split("&") if pair]
    counted = options(page)
    for facet in ("place", "audience", "stage", "topic", "cost", "delivery", "kind"):
        of_this = [(name, value) for name, value in counted if name == facet][:3]
        for name, value in of_this:
            others = [(each, kept) for each, kept in ticked if each != facet]
            instead = "&".join(f"{each}={kept.replace(' ', '+')}" for each, kept in [*others, (name, value)])
            assert total(await shown(client, f"/directory?{instead}")) == counted[name, value], (query, name, value)


@pytest.mark.parametrize(
    "query",
    [
        "q=coding+club",
        "q=coding+club&stage=primary",
        "q=wind+power+for+P6+in+Orkney&cost=free",
        "q=robots+not+online&topic=computing-science",
        "q=in+Orkney&place=Fife",
    ],
)
async def test_beside_words_each_count_is_what_choosing_the_value_shows(client: Client, query: str) -> None:
    counted = options(await shown(client, f"/directory?{query}"))
    ticked = [pair for pair in query.split("&") if not pair.startswith("q=")]
    for facet in ("place", "audience", "stage", "topic", "cost", "delivery", "kind"):
        others = [query.split("&")[0], *(pair for pair in ticked if not pair.startswith(f"{facet}="))]
        for value in [value for name, value in counted if name == facet][:4]:
            page = await shown(client, f"/directory?{'&'.join([*others, f'{facet}={value}'])}".replace(" ", "+"))
            assert total(page) == counted[facet, value] == options(page)[facet, value], (query, facet, value)


async def test_choosing_what_the_words_say_nothing_of_narrows_what_they_found(client: Client) -> None:
    found = {name for number in (1, 2, 3) for name in names(await shown(client, f"/directory?q=free+robots&page={number}"))}
    page = await shown(client, "/directory?q=free+robots&kind=teaching-resource")
    assert names(page)
    assert set(names(page)) <= found


async def test_where_the_words_find_nothing_of_what_is_chosen_the_nearest_of_it_is_shown(site: Site) -> None:
    query = "q=telescope&kind=award&stage=early-years"
    answer = await (await site.client.get(f"/api/search?{query}&limit={ON_A_PAGE}")).json()
    assert answer["relaxed"] is None
    page = await shown(site.client, f"/directory?{query}")
    assert names(page) == [result["name"] for result in answer["results"]]
    assert options(page)["kind", "award"] == total(page) == answer["total"]


async def test_a_value_that_would_show_nothing_is_not_offered_unless_it_is_ticked(client: Client) -> None:
    page = await shown(client, "/directory?place=Orkney+Islands&kind=award&delivery=kit-loan")
    assert all(count > 0 or pair in chosen(page) for pair, count in options(page).items())


async def test_several_values_of_a_facet_show_what_has_any_of_them_repeated_or_with_commas(client: Client) -> None:
    primary = total(await shown(client, "/directory?stage=primary&kind=event"))
    both = await shown(client, "/directory?stage=primary&stage=early-years&kind=event&kind=award")
    assert total(both) >= primary
    assert names(both) == names(await shown(client, "/directory?stage=primary,early-years&kind=event,award"))
    answer = await (await client.get("/api/search?stage=primary,early-years&kind=event&kind=award")).json()
    assert answer["total"] == total(both)


async def test_free_beside_a_price_hides_neither(client: Client) -> None:
    free, paid, both = [total(await shown(client, f"/directory?cost={each}")) for each in ("free", "paid", "free&cost=paid")]
    assert both == free + paid


async def test_several_places_are_any_of_them(client: Client) -> None:
    for query in ("place=Orkney&place=Fife", "place=Orkney,Fife"):
        answer = await (await client.get(f"/api/search?{query}")).json()
        assert answer["query"]["understood"]["place"] == ["Orkney Islands", "Fife"]


async def test_a_comma_alone_is_no_place(client: Client) -> None:
    assert (await client.get("/api/search?place=,")).status == 400


async def test_each_value_has_a_chip_that_takes_away_only_itself(client: Client) -> None:
    page = await shown(client, "/directory?stage=primary&stage=early-years&place=Fife&place=Moray")
    assert set(chips(page)) == {"Primary", "Early years", "Fife", "Moray"}
    without = await shown(client, chips(page)["Fife"])
    assert set(chips(without)) == {"Primary", "Early years", "Moray"}


async def test_results_can_be_sorted_by_name_and_by_when_they_were_checked(site: Site) -> None:
    page = await shown(site.client, "/directory?topic=maths&sort=name")
    assert names(page) == sorted(names(page), key=str.casefold)
    checked = {each.name: each.checked_on for each in site.index.searcher.snapshot.resources}
    for path in ("/directory?q=maths&sort=checked", "/directory?sort=checked"):
        days = [checked[name] for name in names(await shown(site.client, path))]
        assert days == sorted(days, reverse=True)


async def test_the_usual_order_is_left_out_of_the_address(client: Client) -> None:
    response = await client.get("/directory?q=maths&sort=fit", allow_redirects=False)
    assert response.headers["Location"] == "/directory?q=maths"


async def test_paging_keeps_the_order_and_every_choice(client: Client) -> None:
    page = await shown(client, "/directory?stage=primary&stage=early-years&sort=name")
    following = html.unescape(re.findall(r'<a href="([^"]+)" rel="next">', page)[0])
    second = await shown(client, following)
    assert names(page)[-1].casefold() <= names(second)[0].casefold()
    assert chosen(second) == chosen(page)


async def test_the_map_counts_for_each_area_what_names_it_and_leads_to_its_list(site: Site) -> None:
    page = await shown(site.client, "/directory?topic=computing-science&view=map")
    tiles = re.findall(r'<a href="([^"]+)" aria-label="\w+ \d+: ([^",]+), (\d+) in particular, (\d+) in all"', page)
    assert len(tiles) == 32
    for address, area, naming, serving in tiles[::8]:
        listed = await shown(site.client, html.unescape(address))
        assert total(listed) == int(serving)
        assert html.unescape(area) in chips(listed)
        assert int(naming) <= int(serving)


async def test_a_page_of_the_directory_names_the_feed(client: Client) -> None:
    assert 'type="application/atom+xml"' in await shown(client, "/directory")


async def test_a_narrower_subject_stands_once_within_the_broader_whose_count_includes_it(site: Site) -> None:
    page = await shown(site.client, "/directory?topic=environment")
    counted = options(page)
    values = [value for name, value in counted if name == "topic"]
    assert len(re.findall(r'type="checkbox" form="narrow" name="topic"', page)) == len(values)
    within = tree(page, "topic")
    assert within["marine"] == "environment"
    assert within["aquaculture"] == "marine"
    assert within["environment"] == ""
    for value, parent in within.items():
        assert not parent or counted["topic", value] <= counted["topic", parent], value
    both = total(await shown(site.client, "/directory?topic=environment&topic=marine"))
    assert both == counted["topic", "environment"] == total(page)


async def test_a_subject_that_is_ticked_brings_its_branch_to_the_top_of_a_list_that_scrolls(client: Client) -> None:
    page = await shown(client, "/directory?topic=aquaculture&place=Fife")
    within = tree(page, "topic")
    assert next(iter(within)) == "environment"
    assert "aquaculture" in within


@pytest.mark.parametrize(
    "path", ["/directory?kept=sserc", "/directory?view=map&q=coding", "/resources/sserc", "/shortlist?id=sserc"]
)
async def test_a_page_is_light(client: Client, path: str) -> None:
    assert len(gzip.compress((await shown(client, path)).encode())) < 100_000


def tree(page: str, facet: str) -> dict[str, str]:
    """Each value of a facet with the one it stands within; "" at the top."""
    text = page[page.index(f'name="{facet}"') :].split("</fieldset>", 1)[0]
    within: dict[str, str] = {}
    above = [""]
    latest = ""
    for opens, closes, value in re.findall(rf'(<ul>)|(</ul>)|name="{facet}" value="([^"]+)"', text):
        if opens:
            above.append(latest)
        elif closes:
            above.pop()
        else:
            latest = value
            within[value] = above[-1]
    return within
