"""GET /api/export/{format}: the whole catalogue in one file, made once for each snapshot of the index."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from dataclasses import dataclass, field

from aiohttp import hdrs, web

from bot.web import keys
from bot.web.api_route import ApiRoute
from bot.web.etag import etag, is_held
from bot.web.problems import Problem, limited
from bot.web.rate_limit import RateLimit
from bot.web.security import takes_gzip
from knowledge.exchange import FORMATS, Format
from knowledge.search import Snapshot

EXPORTS_PER_MINUTE = 30
"""How many files one address may fetch a minute: each holds the whole catalogue."""
EXPORT_LIMIT = web.AppKey("export_limit", RateLimit)


@dataclass(frozen=True)
class Download:
    """One file, packed; whoever cannot unpack it gets it unpacked at that moment.

    Attributes:
        packed: the file, gzipped.
        mark: names the content.
        size: bytes of the file as it is before packing.
    """

    packed: bytes
    mark: str
    size: int


@dataclass
class Downloads:
    """The files of the snapshot in service, each made when it is first asked for.

    Attributes:
        snapshot: the name of the snapshot that the files are of.
        files: format -> file.
        making: held while a file is made, so that a crowd makes it once.
    """

    snapshot: str = ""
    files: dict[str, Download] = field(default_factory=dict)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, snapshot: Snapshot, chosen: Format) -> Download:
        """Return the file of a snapshot in one format."""
        async with self.making:
            if self.snapshot != snapshot.name:
                self.snapshot, self.files = snapshot.name, {}
            if chosen.name not in self.files:
                # It takes up to a second: in a thread, requests go on meanwhile.
                self.files[chosen.name] = await asyncio.to_thread(_made, snapshot, chosen)
            return self.files[chosen.name]


DOWNLOADS = web.AppKey("downloads", Downloads)


async def export(request: web.Request) -> web.Response:
    """Give the whole catalogue in one file, as `stemfinder export` writes it.

    The file changes only with the catalogue: send the ETag of the last answer in If-None-Match and get 304 while it is the
    same. Pages of any site may read it.
    """
    limited(request, EXPORT_LIMIT)
    wanted = request.match_info["format"]
    chosen = FORMATS.get(wanted)
    if chosen is None:
        raise Problem(
            404,
            f"There is no format {wanted[:40]!r}. Use one of {', '.join(FORMATS)}.",
            "unknown-format",
            parameter="format",
            allowed=tuple(FORMATS),
        )
    made = await request.app[DOWNLOADS].of(request.app[keys.INDEX].searcher.snapshot, chosen)
    packed = takes_gzip(request)
    headers = {
        hdrs.CACHE_CONTROL: "public, no-cache",
        hdrs.ETAG: etag(made.mark, packed),
        hdrs.VARY: "Accept-Encoding",
    }
    if is_held(request, made.mark):
        return web.Response(status=304, headers=headers)
    headers[hdrs.CONTENT_TYPE] = f"{chosen.media}; charset=utf-8" if chosen.media.startswith("text/") else chosen.media
    headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="stem-resources-{chosen.name}.{chosen.suffix}"'
    if packed:
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    body = made.packed if packed else await asyncio.to_thread(gzip.decompress, made.packed)
    return web.Response(body=body, headers=headers)


def add_to(app: web.Application) -> None:
    """Give the application what exports need."""
    app[EXPORT_LIMIT] = RateLimit(EXPORTS_PER_MINUTE)
    app[DOWNLOADS] = Downloads()


def _made(snapshot: Snapshot, chosen: Format) -> Download:
    ordered = sorted(snapshot.resources, key=lambda resource: resource.id)
    content = chosen.write(ordered).encode("utf-8")
    return Download(gzip.compress(content, compresslevel=6, mtime=0), hashlib.sha256(content).hexdigest()[:20], len(content))


API_ROUTES = (
    ApiRoute(
        "GET", "/api/export/{format}", export, "The whole catalogue in one file", None,
        media=tuple(dict.fromkeys(each.media for each in FORMATS.values())),
        parts={"format": f"One of: {', '.join(FORMATS)}."},
        problems={
            404: "There is no such format; the answer names them all.",
            429: "Too many files to one address; Retry-After says how long to wait.",
        },
        also={304: ("The file is still the one whose ETag was sent in If-None-Match.", None)},
        marks=("ETag",),
        example={"format": "csv"},
    ),
)  # fmt: skip
