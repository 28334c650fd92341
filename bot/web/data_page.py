"""The page "Open data and API": every file, feed and address that programs may read, with what it is for."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from yarl import URL

from bot.web import feeds, keys, provision_pages
from bot.web.api_description import models, operations
from bot.web.api_export import DOWNLOADS, EXPORT_LIMIT
from bot.web.api_route import Handler
from bot.web.catalogue_day import changed_on
from bot.web.contracts import API_VERSION, VERSION_HEADER
from bot.web.openapi import openapi_document
from bot.web.rendering import page, site_address
from knowledge.exchange import FORMATS
from knowledge.search import Snapshot

_TABLES = {
    "counts": ("/provision/counts.csv", provision_pages.counts_csv),
    "gaps": ("/provision/gaps.csv", provision_pages.gaps_csv),
    "duplicates": ("/provision/duplicates.csv", provision_pages.duplicates_csv),
}
_FEEDS = {"feed": ("/feeds/new.atom", feeds.new_entries), "sitemap": ("/sitemap.xml", feeds.sitemap)}


@dataclass(frozen=True)
class File:
    """One file or feed.

    Attributes:
        key: names its texts.
        address: its path on this site.
        media: media type.
        count: records, rows or entries.
        size: bytes.
        packed: bytes as they travel gzipped; None where that is not known.
        round_trip: whether an import brings back everything.
    """

    key: str
    address: str
    media: str
    count: int
    size: int
    packed: int | None = None
    round_trip: bool = False


async def data(request: web.Request) -> web.Response:
    """Show what may be taken along, and how programs ask."""
    snapshot = request.app[keys.INDEX].searcher.snapshot
    site = site_address(request)
    routes = request.app[keys.API_ROUTES]
    described = openapi_document(routes)
    asked = operations(described, site)
    response = page(
        request,
        "data.html",
        site=site,
        changed=changed_on(snapshot),
        catalogue=await _catalogue_files(request, snapshot),
        provision=await _other_files(request, _TABLES),
        feeds=await _other_files(request, _FEEDS),
        operations=[each for each in asked if each.path.startswith("/api/")],
        for_operators=[each for each in asked if not each.path.startswith("/api/")],
        models=models(described),
        api_version=API_VERSION,
        version_header=VERSION_HEADER,
        limits={
            "chat": request.app[keys.CHAT_LIMIT].per_minute,
            "search": request.app[keys.SEARCH_LIMIT].per_minute,
            "export": request.app[EXPORT_LIMIT].per_minute,
        },
        chat_for_all="*" in request.app[keys.SETTINGS].widget_origins,
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


async def _catalogue_files(request: web.Request, snapshot: Snapshot) -> list[File]:
    files = []
    for name, form in FORMATS.items():
        made = await request.app[DOWNLOADS].of(snapshot, form)
        address, count = f"/api/export/{name}", len(snapshot.resources)
        files.append(File(name.replace("-", "_"), address, form.media, count, made.size, len(made.packed), round_trip=True))
    return files


async def _other_files(request: web.Request, made: Mapping[str, tuple[str, Handler]]) -> list[File]:
    """Return what other pages make, asked for as a visitor would, so that the figures are those of the very file."""
    files = []
    for key, (address, make) in made.items():
        response = await make(request.clone(rel_url=URL(address)))
        body = response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else b""
        count = await asyncio.to_thread(_count, body, response.content_type)
        files.append(File(key, address, response.content_type, count, len(body)))
    return files


def _count(body: bytes, media: str) -> int:
    """Return how many rows stand below the names of a table's columns, or how many entries or addresses a feed has."""
    if media == "text/csv":
        return max(0, sum(1 for _ in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) - 1)
    return body.count(b"<entry>") + body.count(b"<loc>")


ROUTES = (web.get("/data", data),)
