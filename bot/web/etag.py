"""ETags of content that goes out plain or packed: both forms name the same content."""

from __future__ import annotations

from aiohttp import hdrs, web


def etag(mark: str, packed: bool) -> str:
    """Return the ETag of one form of the content.

    Args:
        mark: names the content, such as its hash.
        packed: whether it goes out packed.
    """
    return f'"{mark}-gz"' if packed else f'"{mark}"'


def is_held(request: web.Request, mark: str) -> bool:
    """Return whether who asks has the content already; a cache may hold either form of it."""
    held = {each.strip().removeprefix("W/") for each in request.headers.get(hdrs.IF_NONE_MATCH, "").split(",")}
    return bool(held & {etag(mark, True), etag(mark, False), "*"})
