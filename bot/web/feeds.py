"""What machines read of the directory: the sitemap, robots.txt, and an Atom feed of new and lately checked entries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from xml.etree import ElementTree

from aiohttp import web

from bot.texts import Texts
from bot.web import keys
from bot.web.rendering import site_address
from knowledge.catalogue.resource import Resource
from knowledge.places import Gazetteer
from knowledge.provision.area_names import slug_of
from knowledge.vocabulary import Vocabulary

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IN_THE_FEED = 50
PAGES = (
    *("/", "/directory", "/employers", "/employers/networks", "/schools", "/schools/networks"),
    *("/provision", "/provision/national", "/provision/gaps", "/provision/duplicates"),
    *(f"/provision/areas/{slug_of(area)}" for area in sorted(Gazetteer.default().council_areas)),
    *("/data", "/privacy", "/accessibility"),
)
"""Pages that stay and say something to whoever comes from a search engine; forms are found from them."""
ROBOTS = """User-agent: *
Disallow: /api/
Disallow: /ask
Disallow: /directory?
Disallow: /shortlist
Disallow: /resources/*/report

Sitemap: {site}/sitemap.xml
"""


async def sitemap(request: web.Request) -> web.Response:
    """List every page that stays: the site's own and one for each entry."""
    resources = request.app[keys.INDEX].searcher.snapshot.resources
    return _xml(sitemap_of(resources, site_address(request)), "application/xml")


async def robots(request: web.Request) -> web.Response:
    """Say what crawlers may read: pages of entries, not searches."""
    return _kept(web.Response(text=ROBOTS.format(site=site_address(request))))


async def new_entries(request: web.Request) -> web.Response:
    """Give the entries that are new or were checked last."""
    resources = request.app[keys.INDEX].searcher.snapshot.resources
    return _xml(feed_of(resources, site_address(request), request.app[keys.TEXTS]), "application/atom+xml")


def sitemap_of(resources: Iterable[Resource], site: str) -> bytes:
    """Return the sitemap.

    Args:
        resources: the catalogue.
        site: the site's address without a slash at its end.
    """
    root = ElementTree.Element("urlset", xmlns=SITEMAP)
    for path in PAGES:
        ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = f"{site}{path}"
    for resource in sorted(resources, key=lambda each: each.id):
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = f"{site}/resources/{resource.id}"
        ElementTree.SubElement(entry, "lastmod").text = resource.checked_on.isoformat()
    return _bytes(root)


def feed_of(resources: Iterable[Resource], site: str, texts: Texts) -> bytes:
    """Return the Atom feed; a record says when it was checked, which for a new one is when it was written.

    Args:
        resources: the catalogue.
        site: the site's address without a slash at its end.
        texts: the words of the site.
    """
    latest = sorted(resources, key=lambda each: (-each.checked_on.toordinal(), each.name.casefold()))[:IN_THE_FEED]
    root = ElementTree.Element("feed", xmlns=ATOM)
    root.set("xml:lang", texts.tag)
    _say(root, "title", texts.say("directory_feed_title"))
    _say(root, "id", f"{site}/feeds/new.atom")
    _say(root, "updated", _moment(latest[0].checked_on if latest else datetime.date(1970, 1, 1)))
    _say(ElementTree.SubElement(root, "author"), "name", texts.say("site_name"))
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{site}/feeds/new.atom")
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=f"{site}/directory?sort=checked")
    vocabulary = Vocabulary.default()
    for resource in latest:
        entry = ElementTree.SubElement(root, "entry")
        address = f"{site}/resources/{resource.id}"
        _say(entry, "title", resource.name)
        _say(entry, "id", address)
        _say(entry, "updated", _moment(resource.checked_on))
        ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=address)
        label = vocabulary.label("kind", resource.kind)
        ElementTree.SubElement(entry, "category", term=resource.kind, label=label)
        _say(entry, "summary", resource.summary)
    return _bytes(root)


def _say(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = text


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _bytes(root: ElementTree.Element) -> bytes:
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _xml(body: bytes, content_type: str) -> web.Response:
    return _kept(web.Response(body=body, content_type=content_type, charset="utf-8"))


def _kept(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


ROUTES = (web.get("/sitemap.xml", sitemap), web.get("/robots.txt", robots), web.get("/feeds/new.atom", new_entries))
