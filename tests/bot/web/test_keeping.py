"""Keeping entries while looking round: the list is in the addresses, and no press of a button is lost."""

from __future__ import annotations

import html
import re

import pytest

from bot.web.keeping import LONGEST_LIST, Keeping
from tests.bot.web.running import Client, Site

PRESSED = r'<button form="keeping"([^>]*) name="kept" value="([^"]*)" class="keep( is-kept)?" data-keep="{entry}"( disabled)?>'


def pressed(page: str, entry: str) -> str:
    """The list after a press of an entry's button."""
    found = re.search(PRESSED.format(entry=entry), page)
    assert found, entry
    return found[2]


def is_kept(page: str, entry: str) -> bool:
    """Whether the entry's button takes it off."""
    found = re.search(PRESSED.format(entry=entry), page)
    assert found, entry
    return bool(found[3])


def sent_along(page: str) -> dict[str, str]:
    """What the form of the buttons sends besides."""
    form = re.search(r'<form id="keeping".*?</form>', page, re.DOTALL)
    assert form
    return {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[0])}


def ids(page: str) -> list[str]:
    """The entries whose buttons are on the page."""
    return re.findall(r'data-keep="([^"]+)"', page)


async def shown(client: Client, path: str) -> str:
    """The page."""
    response = await client.get(path)
    assert response.status == 200
    return await response.text()


def test_a_press_adds_at_the_end_and_takes_off_what_is_there() -> None:
    keeping = Keeping(("a", "b"), "/directory")
    assert keeping.pressed("c") == "a,b,c"
    assert keeping.pressed("a") == "b"
    assert keeping.carried("/resources/x") == "/resources/x?kept=a,b"
    assert keeping.carried("/directory?q=x") == "/directory?q=x&kept=a,b"
    assert Keeping((), "/directory").carried("/resources/x") == "/resources/x"


async def test_a_press_in_the_directory_keeps_the_view_and_marks_the_entry(client: Client) -> None:
    query = "q=coding+club&stage=primary&place=Fife&sort=name"
    page = await shown(client, f"/directory?{query}")
    entry = ids(page)[1]
    assert sent_along(page) == {"q": "coding club", "stage": "primary", "place": "Fife", "sort": "name"}
    after = await shown(client, f"/directory?{query}&kept={pressed(page, entry)}")
    assert ids(after) == ids(page)
    assert [each for each in ids(after) if is_kept(after, each)] == [entry]
    assert f'href="/shortlist?id={entry}"' in after
    assert pressed(after, entry) == ""


async def test_the_list_goes_along_on_every_way_through_the_directory(client: Client) -> None:
    page = html.unescape(await shown(client, "/directory?stage=primary&kept=sserc"))
    ways = [*re.findall(r'href="(/directory\?[^"]+)"', page), *re.findall(r'<h3><a href="([^"]+)"', page)]
    assert len(ways) > 12
    assert [way for way in ways if "kept=sserc" not in way] == []
    assert '<input type="hidden" name="kept" value="sserc">' in page


async def test_the_page_of_an_entry_keeps_it(client: Client) -> None:
    page = await shown(client, "/resources/crest-awards?kept=sserc")
    assert not is_kept(page, "crest-awards")
    assert pressed(page, "crest-awards") == "sserc,crest-awards"
    after = await shown(client, "/resources/crest-awards?kept=sserc,crest-awards")
    assert is_kept(after, "crest-awards")
    assert "/resources/crest-awards?" not in re.findall(r'rel="canonical" href="([^"]+)"', after)[0]


async def test_a_press_on_the_list_leads_to_the_list_without_it(client: Client) -> None:
    page = await shown(client, "/shortlist?id=sserc&id=crest-awards")
    response = await client.get(f"/shortlist?kept={pressed(page, 'sserc')}", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/shortlist?id=crest-awards")
    last = await client.get("/shortlist?kept=", allow_redirects=False)
    assert last.headers["Location"] == "/shortlist"
    assert 'href="/directory?kept=sserc,crest-awards"' in page


@pytest.mark.parametrize("kept", ["gone", ",,", "%3Cscript%3E", "sserc%00"])
async def test_what_is_no_entry_is_not_kept(client: Client, kept: str) -> None:
    page = await shown(client, f"/directory?kept={kept}")
    assert not [each for each in ids(page) if is_kept(page, each)]
    assert "<script>alert" not in page
    assert 'data-kept=""' in page


async def test_a_retired_id_keeps_the_entry_that_took_it_in(site: Site) -> None:
    merged = next(resource for resource in site.index.searcher.snapshot.resources if resource.retired_ids)
    page = await shown(site.client, f"/resources/{merged.id}?kept={merged.retired_ids[0]}")
    assert is_kept(page, merged.id)


async def test_a_full_list_takes_no_more_and_says_so(site: Site) -> None:
    every = [resource.id for resource in site.index.searcher.snapshot.resources]
    full = ",".join(every[: LONGEST_LIST + 3])
    page = await shown(site.client, f"/resources/{every[-1]}?kept={full}")
    found = re.search(PRESSED.format(entry=every[-1]), page)
    assert found
    assert found[4]
    assert f'<span data-part="kept-full">Your list is full. It holds {LONGEST_LIST} entries.' in page
    assert f'<span data-part="kept-count">{LONGEST_LIST}</span>' in page


async def test_a_search_that_is_refused_still_leads_to_the_list(client: Client) -> None:
    response = await client.get("/directory?place=Narnia&kept=sserc")
    assert response.status == 400
    assert 'href="/shortlist?id=sserc"' in await response.text()
