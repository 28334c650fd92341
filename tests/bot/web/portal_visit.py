"""What the tests of the pages for employers and schools fill in, and how they read the pages."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from tests.bot.web.running import Client, Site

OFFER = {
    "what": "Two engineers who can visit a class and talk about electronics",
    "organisation": "Firth Sensors Ltd",
    "sector": "electronics",
    "place": "Kirkcaldy",
    "stage": "P5 to P7",
    "when": "any time",
    "contact": "schools@firthsensors.example.org",
}
NEED = {
    "what": "Someone to talk to 25 pupils about electronics",
    "stage": "P6",
    "place": "Kirkcaldy",
    "when": "May",
    "organisation": "Inverbrae Primary School",
    "contact": "01632 960123",
}
PATHS = {"offer": "/employers/offer", "need": "/schools/need"}
REFERENCE = re.compile(r"\b(?:OFF|NEED)(?:-[0-9A-Z]{4}){3}\b")


@dataclass(frozen=True)
class PortalSite:
    """A running site with a store and an outbox of its own.

    Attributes:
        site: the site.
        store: the file of offers and needs.
        outbox: the folder of mail.
    """

    site: Site
    store: Path
    outbox: Path

    @property
    def client(self) -> Client:
        """Its client."""
        return self.site.client

    async def post(self, path: str, data: dict[str, str], status: int = 200) -> str:
        """Send a form from a page of the site; give the page that answers."""
        response = await self.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
        text = await response.text()
        assert response.status == status, text
        assert response.headers["Cache-Control"] == "no-store"
        return html.unescape(text)

    async def check_page(self, kind: str, answers: dict[str, str]) -> dict[str, str]:
        """Send the filled-in form; give what the page that reads it back would send on."""
        page = await self.post(PATHS[kind], {**answers, "step": "check"})
        return {**hidden_fields(page), "step": "send", "consent": "yes"}

    async def leave(self, kind: str, answers: dict[str, str]) -> str:
        """Leave an offer or a need; give the last page."""
        return await self.post(PATHS[kind], await self.check_page(kind, answers))

    def mails(self) -> list[str]:
        """The mails in the outbox, as text."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.outbox.glob("*.eml"))]


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def reference_on(page: str) -> str:
    """The reference number on a page."""
    found = REFERENCE.search(page)
    assert found, page
    return found[0]


def plain(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
