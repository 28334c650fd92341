"""The static files and the widget's script: kept for a year where the address names their version, else checked by ETag."""

from __future__ import annotations

from aiohttp import hdrs, web

from bot.web import keys
from bot.web.etag import etag, is_held
from bot.web.security import takes_gzip

_KEPT = "public, max-age=31536000, immutable"
_CHECKED = "public, no-cache"


async def static_file(request: web.Request) -> web.Response:
    """Give one static file."""
    return _asset(request, request.match_info["name"])


async def widget_script(request: web.Request) -> web.Response:
    """Give the widget's script under the short address that other sites name."""
    return _asset(request, "widget.js")


def _asset(request: web.Request, name: str) -> web.Response:
    assets = request.app[keys.ASSETS]
    asset = assets.files.get(name)
    if asset is None:
        raise web.HTTPNotFound
    packed = takes_gzip(request) and len(asset.packed) < len(asset.content)
    headers = {
        hdrs.CACHE_CONTROL: _KEPT if request.query.get("v") == assets.version else _CHECKED,
        hdrs.ETAG: etag(asset.etag, packed),
        hdrs.VARY: "Accept-Encoding",
    }
    if is_held(request, asset.etag):
        return web.Response(status=304, headers=headers)
    headers[hdrs.CONTENT_TYPE] = asset.content_type
    if packed:
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    return web.Response(body=asset.packed if packed else asset.content, headers=headers)


ROUTES = (web.get("/static/{name}", static_file), web.get("/widget.js", widget_script))
