"""GET /directory: search, facets, paging; the same words mean the same as in the API."""

from __future__ import annotations

import html
import re

import pytest

from bot.web.directory import ON_A_PAGE
from tests.bot.web.running import Client, Site


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


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "٣", "99999999999"])
async def test_a_page_number_that_is_none_shows_the_first_page(client: Client, page: str) -> None:
    assert names(await shown(client, f"/directory?page={page}")) == names(await shown(client, "/directory"))


@pytest.mark.parametrize(
    "query",
    [
        "q=free+coding+club+for+P6+in+Dundee",
        "place=Orkney&kind=fund",
        "q=someone+to+talk+about+wind+power&place=Kirkwall&stage=P6",
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
    assert '<option value="Kirkwall" selected>' in page
    assert '<option value="primary" selected>' in page
    assert '<input type="hidden" name="stage" value="early-years">' in page
    assert 'value="robots"' in page


async def test_a_wish_that_nothing_meets_is_named_and_what_fits_without_it_shown(client: Client) -> None:
    query = "place=Orkney&kind=award&delivery=kit-loan"
    answer = await (await client.get(f"/api/search?{query}")).json()
    assert answer["relaxed"] is not None
    page = await shown(client, f"/directory?{query}")
    assert "Nothing fits all of it" in page
    assert html.escape(answer["relaxed"]["text"]) in page


async def test_what_cannot_be_read_is_said_on_the_page_with_the_form(client: Client) -> None:
    page = await shown(client, "/directory?place=Narnia", status=400)
    assert "is no place in Scotland" in html.unescape(page)
    assert '<option value="Narnia" selected>' in page


async def test_a_misspelling_is_told(client: Client) -> None:
    assert "was read as" in await shown(client, "/directory?q=astronmy+club")


async def test_markup_in_the_search_is_text(client: Client) -> None:
    page = await shown(client, "/directory?q=%3Cscript%3Ealert(1)%3C/script%3E%22")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
