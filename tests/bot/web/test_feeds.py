"""The sitemap, robots.txt and the Atom feed."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest

from bot.web.feeds import ATOM, IN_THE_FEED, PAGES, SITEMAP, feed_of
from tests.bot.web.running import Site, StartSite


async def test_the_sitemap_names_every_entry_with_the_day_it_was_checked(start_site: StartSite) -> None:
    site = await start_site(public_url="https://finder.example/")
    response = await site.client.get("/sitemap.xml")
    assert response.content_type == "application/xml"
    root = ElementTree.fromstring(await response.text())
    found = {
        entry.findtext(f"{{{SITEMAP}}}loc"): entry.findtext(f"{{{SITEMAP}}}lastmod") for entry in root.iter(f"{{{SITEMAP}}}url")
    }
    for resource in site.index.searcher.snapshot.resources:
        assert found[f"https://finder.example/resources/{resource.id}"] == resource.checked_on.isoformat()
    assert "https://finder.example/directory" in found


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_of_the_site_that_the_sitemap_names_is_there(site: Site, path: str) -> None:
    assert (await site.client.get(path)).status == 200


async def test_robots_are_shown_the_sitemap_and_kept_from_searches(site: Site) -> None:
    text = await (await site.client.get("/robots.txt")).text()
    assert "Disallow: /directory?" in text
    assert text.strip().endswith("/sitemap.xml")


async def test_the_feed_is_valid_atom_with_the_lately_checked_first(start_site: StartSite) -> None:
    site = await start_site(public_url="https://finder.example")
    response = await site.client.get("/feeds/new.atom")
    assert response.content_type == "application/atom+xml"
    root = ElementTree.fromstring(await response.text())
    assert root.tag == f"{{{ATOM}}}feed"
    for required in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{{{ATOM}}}{required}")) == 1
    assert any(link.get("rel") == "self" for link in root.findall(f"{{{ATOM}}}link"))
    entries = root.findall(f"{{{ATOM}}}entry")
    assert len(entries) == min(IN_THE_FEED, len(site.index.searcher.snapshot.resources))
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    moments = [entry.findtext(f"{{{ATOM}}}updated") or "" for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert all(datetime.datetime.fromisoformat(moment).tzinfo for moment in moments)
    for entry in entries:
        for required in ("title", "summary"):
            assert entry.findtext(f"{{{ATOM}}}{required}")
        assert entry.find(f"{{{ATOM}}}link") is not None


def test_a_feed_of_nothing_is_still_a_feed() -> None:
    root = ElementTree.fromstring(feed_of([], "https://finder.example"))
    assert root.findtext(f"{{{ATOM}}}updated")
    assert root.findall(f"{{{ATOM}}}entry") == []


@pytest.mark.parametrize("path", ["/", "/resources/crest-awards"])
async def test_a_page_that_is_shared_says_how_to_show_it(start_site: StartSite, path: str) -> None:
    site = await start_site(public_url="https://finder.example")
    page = await (await site.client.get(path)).text()
    assert f'<meta property="og:url" content="https://finder.example{path}">' in page
    for name in ("title", "description", "type"):
        assert f'<meta property="og:{name}" content="' in page
