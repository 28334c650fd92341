"""Whether a form was sent from a page of this site: forms on other sites' pages send nothing in here."""

from __future__ import annotations

from aiohttp import hdrs, web
from yarl import URL

from bot.web import keys
from bot.web.problems import Problem


def sent_from_own_page(request: web.Request) -> None:
    """Let a form of this site's own pages through.

    Browsers say where a request comes from; because this site's pages send no referrer, their Origin may read "null", and what
    a browser does not say is not held against it.

    Raises:
        Problem: it comes from a page of another site.
    """
    site = request.headers.get("Sec-Fetch-Site")
    own = {str(request.url.origin())}
    if public := request.app[keys.SETTINGS].public_url:
        own.add(str(URL(public).origin()))
    origin = request.headers.get(hdrs.ORIGIN, "null")
    foreign = site not in {"same-origin", "none"} if site else origin != "null" and origin not in own
    if foreign:
        raise Problem.said(403, "error_from_elsewhere", "sent-from-elsewhere")
