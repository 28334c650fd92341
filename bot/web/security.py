"""What every answer carries to keep visitors safe, and which other sites' pages may use the finder."""

from __future__ import annotations

import gzip
import re

from aiohttp import hdrs, web

from bot.web import keys
from bot.web.api_route import Handler
from bot.web.contracts import API_VERSION, VERSION_HEADER
from bot.web.problems import Problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "stem-finder",
}
_MINUTES_PREFLIGHT_IS_KEPT = 60
_WORTH_PACKING = 1024
# "gzip;q=0" refuses it.
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
_READ_BY_ALL = ("/api/search", "/api/resources/", "/api/export/", "/api/openapi.json")
"""Public data: pages of any site may read it, for it is the same for everybody and takes no cookie."""
_POSTED_TO = frozenset({"/api/chat", "/api/feedback"})
"""What the widget sends to."""


def _is_for_other_sites(path: str) -> bool:
    """Return whether the widget needs this address from the pages it is embedded in."""
    return path in {*_POSTED_TO, "/widget.js"} or path.startswith("/static/")


def _is_for_all(path: str) -> bool:
    """Return whether this address gives public data, which pages of every site may read."""
    return path.startswith(_READ_BY_ALL)


def _methods(path: str) -> str:
    return "POST" if path in _POSTED_TO else "GET, HEAD"


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers to an answer about to be sent, and say which sites may read it."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.path.startswith("/api/"):
        response.headers[VERSION_HEADER] = API_VERSION
    for_all = _is_for_all(request.path)
    shared = for_all or _is_for_other_sites(request.path)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin")
    if not shared:
        return
    allowed = request.app[keys.SETTINGS].widget_origins
    if for_all or "*" in allowed:
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
    else:
        _vary_by(response, "Origin")
        origin = request.headers.get(hdrs.ORIGIN, "")
        if origin not in allowed:
            return
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
    exposed = ("ETag", "Retry-After", VERSION_HEADER) if for_all else ("Retry-After", VERSION_HEADER)
    response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = ", ".join(exposed)


@web.middleware
async def preflights(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a browser that asks whether another site's page may call the chat."""
    asks = request.method == hdrs.METH_OPTIONS and hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers
    for_all = _is_for_all(request.path)
    if not (asks and (for_all or _is_for_other_sites(request.path))):
        return await handler(request)
    return web.Response(
        status=204,
        headers={
            hdrs.ACCESS_CONTROL_ALLOW_METHODS: _methods(request.path),
            hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Content-Type, If-None-Match" if for_all else "Content-Type",
            hdrs.ACCESS_CONTROL_MAX_AGE: str(_MINUTES_PREFLIGHT_IS_KEPT * 60),
        },
    )


@web.middleware
async def hosts_checked(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a request whose Host header is no name of a host, as RFC 9112 asks: pages are written with that name in them."""
    try:
        request.url.origin()
    except ValueError as error:
        raise Problem.said(400, "error_no_host", "no-host") from error
    return await handler(request)


@web.middleware
async def packing(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Gzip texts worth it for browsers that take it: phones on islands have slow lines."""
    response = await handler(request)
    if not isinstance(response, web.Response) or hdrs.CONTENT_ENCODING in response.headers:
        return response
    body = response.body
    if isinstance(body, bytes) and len(body) >= _WORTH_PACKING:
        _vary_by(response, "Accept-Encoding")
        if takes_gzip(request):
            response.body = gzip.compress(body, compresslevel=4, mtime=0)
            response.headers[hdrs.CONTENT_ENCODING] = "gzip"
    return response


def takes_gzip(request: web.Request) -> bool:
    """Return whether the browser unpacks gzip."""
    return bool(_GZIP.search(request.headers.get(hdrs.ACCEPT_ENCODING, "")))


def _vary_by(response: web.StreamResponse, header: str) -> None:
    present = response.headers.get(hdrs.VARY, "")
    if header not in present:
        response.headers[hdrs.VARY] = f"{present}, {header}" if present else header
