"""The sitemap, robots.txt and the Atom feed."""

from __future__ import annotations

import datetime
import re
import struct
from xml.etree import ElementTree

import feedparser
import pytest

from bot.texts import Texts
from bot.web.feeds import ATOM, IN_THE_FEED, PAGES, SITEMAP, feed_of
from tests.bot.web.running import Site, StartSite

SITE = "https://finder.example"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def links(element: ElementTree.Element, relation: str) -> list[ElementTree.Element]:
    """The links of one relation; a link that names none is an alternate one."""
    return [link for link in element.findall(f"{{{ATOM}}}link") if link.get("rel", "alternate") == relation]


def atom_faults(feed: ElementTree.Element) -> list[str]:
    """Which of the rules of RFC 4287, sections 3 and 4, for feeds as ours a feed breaks."""
    entries = feed.findall(f"{{{ATOM}}}entry")
    faults = [] if links(feed, "self") else ["feed: no link to itself"]
    for element in (feed, *entries):
        name = element.tag.split("}")[1]

        def texts(tag: str, element: ElementTree.Element = element) -> list[str]:
            return [each.text or "" for each in element.findall(f"{{{ATOM}}}{tag}")]

        faults += [f"{name}: {len(texts(tag))} of {tag}" for tag in ("id", "title", "updated") if len(texts(tag)) != 1]
        faults += [f"{name}: {each} is no address" for each in sorted(set(texts("id"))) if ":" not in each]
        faults += [f"{name}: no moment: {each}" for each in texts("updated") if not MOMENT.fullmatch(each)]
        faults += [f"{name}: an author without a name" for each in element.iter(f"{{{ATOM}}}author") if not each[0].text]
        kinds = [(link.get("type"), link.get("hreflang")) for link in links(element, "alternate")]
        faults += [f"{name}: alternate links of the same kind"] if len(set(kinds)) != len(kinds) else []
        faults += [f"{name}: a link without an address" for link in element.findall(f"{{{ATOM}}}link") if not link.get("href")]
        faults += [
            f"{name}: a category without a term" for each in element.findall(f"{{{ATOM}}}category") if not each.get("term")
        ]
    authors = feed.findall(f"{{{ATOM}}}author")
    for entry in entries:
        if not authors and entry.find(f"{{{ATOM}}}author") is None:
            faults.append("entry: has no author, and the feed has none")
        if entry.find(f"{{{ATOM}}}content") is None and not links(entry, "alternate"):
            faults.append("entry: neither content nor an alternate link")
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    return faults + (["entry: two with one id"] if len(set(ids)) != len(ids) else [])


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
    assert sum("/provision/areas/" in str(address) for address in found) == 32


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_of_the_site_that_the_sitemap_names_is_there(site: Site, path: str) -> None:
    assert (await site.client.get(path)).status == 200


async def test_robots_are_shown_the_sitemap_and_kept_from_searches(site: Site) -> None:
    text = await (await site.client.get("/robots.txt")).text()
    assert "Disallow: /directory?" in text
    assert text.strip().endswith("/sitemap.xml")


async def test_another_programs_reader_takes_the_feed_without_complaint(start_site: StartSite) -> None:
    site = await start_site(public_url="https://finder.example")
    response = await site.client.get("/feeds/new.atom")
    assert response.content_type == "application/atom+xml"
    read = feedparser.parse(await response.read(), response_headers={"content-type": response.headers["Content-Type"]})
    assert not read.bozo
    assert read.version == "atom10"
    by_id = {f"https://finder.example/resources/{each.id}": each for each in site.index.searcher.snapshot.resources}
    assert len(read.entries) == min(IN_THE_FEED, len(by_id))
    for entry in read.entries:
        resource = by_id[entry.id]
        assert entry.link == entry.id
        assert entry.title == resource.name
        assert entry.summary == resource.summary
        assert entry.updated_parsed[:3] == resource.checked_on.timetuple()[:3]
    days = [entry.updated_parsed for entry in read.entries]
    assert days == sorted(days, reverse=True)
    assert read.feed.updated_parsed == days[0]


async def test_the_feed_keeps_the_rules_of_rfc_4287(site: Site) -> None:
    root = ElementTree.fromstring(feed_of(site.index.searcher.snapshot.resources, SITE, Texts.default()))
    assert root.tag == f"{{{ATOM}}}feed"
    assert atom_faults(root) == []
    assert [link.get("href") for link in links(root, "self")] == [f"{SITE}/feeds/new.atom"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"


def test_faults_of_a_feed_are_found() -> None:
    entry = f"<entry><id>a</id><id>a</id><updated>2026-11-24</updated><link rel='alternate' href='{SITE}/x'/><title/></entry>"
    feed = f"<feed xmlns='{ATOM}'><id>new.atom</id><title>x</title>{entry}</feed>"
    assert sorted(atom_faults(ElementTree.fromstring(feed))) == [
        "entry: 2 of id",
        "entry: a is no address",
        "entry: has no author, and the feed has none",
        "entry: no moment: 2026-11-24",
        "feed: 0 of updated",
        "feed: new.atom is no address",
        "feed: no link to itself",
    ]


async def test_the_id_of_an_entry_stays_when_the_entry_changes(site: Site) -> None:
    resources = list(site.index.searcher.snapshot.resources)
    later = max(each.checked_on for each in resources) + datetime.timedelta(days=1)
    changed = [
        each.model_copy(update={"name": f"{each.name} II", "summary": "Another.", "checked_on": later}) for each in resources
    ]
    before, after = (feedparser.parse(feed_of(each, SITE, Texts.default())) for each in (resources, changed))
    ids = [{each.id for each in read.entries} for read in (before, after)]
    assert len(ids[0] & ids[1]) > 0
    assert before.feed.id == after.feed.id
    assert after.feed.updated_parsed > before.feed.updated_parsed


def test_a_feed_of_nothing_is_still_a_feed() -> None:
    root = ElementTree.fromstring(feed_of([], "https://finder.example", Texts.default()))
    assert root.findtext(f"{{{ATOM}}}updated")
    assert root.findall(f"{{{ATOM}}}entry") == []


@pytest.mark.parametrize("path", ["/", "/resources/crest-awards"])
async def test_a_page_that_is_shared_says_how_to_show_it(start_site: StartSite, path: str) -> None:
    site = await start_site(public_url="https://finder.example")
    page = await (await site.client.get(path)).text()
    assert f'<meta property="og:url" content="https://finder.example{path}">' in page
    for name in ("title", "description", "type"):
        assert f'<meta property="og:{name}" content="' in page


@pytest.mark.parametrize("path", ["/", "/directory", "/resources/crest-awards"])
async def test_a_page_that_is_shared_has_a_picture_of_the_size_it_states(start_site: StartSite, path: str) -> None:
    site = await start_site(public_url=SITE)
    page = await (await site.client.get(path)).text()
    told = dict(re.findall(r'<meta (?:property|name)="((?:og:image|twitter)[^"]*)" content="([^"]+)">', page))
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image:alt"]
    assert told["og:image"].startswith(f"{SITE}/static/")
    response = await site.client.get(told["og:image"].removeprefix(SITE))
    picture = await response.read()
    assert response.content_type == told["og:image:type"] == "image/png"
    assert len(picture) < 60_000
    width, height = struct.unpack(">II", picture[16:24])
    assert (str(width), str(height)) == (told["og:image:width"], told["og:image:height"])
