"""A site with a curators' desk over a catalogue of its own, and curators who use it as a browser does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from bot.desk import Accounts, AuditTrail, CuratorsDesk
from bot.live_index import LiveIndex
from bot.storage import Database
from bot.texts import Texts
from bot.web import create_app
from bot.web.desk_guard import COOKIE
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.running import AdvisersGateway, Client

PASSWORD = "kettle lantern orchard"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')
_EDITION = re.compile(r'name="edition" value="([0-9a-f]+)"')


@dataclass
class Curator:
    """Somebody at the desk, who keeps a cookie.

    Attributes:
        client: their browser.
        cookie: the secret of their session.
    """

    client: Client
    cookie: str = ""
    token: str = ""
    edition: str = ""

    async def sign_in(self, name: str, password: str = PASSWORD) -> ClientResponse:
        """Fills in the form."""
        data = {"name": name, "password": password}
        response = await self.client.post("/desk/sign-in", data=data, headers=SAME_SITE, allow_redirects=False)
        if COOKIE in response.cookies:
            self.cookie = response.cookies[COOKIE].value
        return response

    async def look(self, path: str, expect: int = 200) -> str:
        """Opens a page; gives its text."""
        response = await self.client.get(path, headers=self.headers(), allow_redirects=False)
        text = unescape(await response.text())
        assert response.status == expect, text
        self._remember(text)
        return text

    async def send(self, path: str, expect: int = 303, token: str | None = None, **data: Any) -> ClientResponse:
        """Sends a form, with the token of the page looked at last."""
        form = [("token", self.token if token is None else token)]
        for name, value in data.items():
            form += [(name.replace("__", "."), each) for each in (value if isinstance(value, list) else [value])]
        headers = self.headers()
        response = await self.client.post(path, data=form, headers=headers, allow_redirects=False)
        assert response.status == expect, await response.text()
        self._remember(await response.text())
        return response

    def headers(self) -> dict[str, str]:
        """What goes with each of their requests."""
        return {"Cookie": f"{COOKIE}={self.cookie}", **SAME_SITE} if self.cookie else {**SAME_SITE}

    def _remember(self, text: str) -> None:
        if found := _TOKEN.search(text):
            self.token = found[1]
        if found := _EDITION.search(text):
            self.edition = found[1]


@dataclass
class DeskSite:
    """A running site with a desk, an administrator (ewan), a curator (isla) and a reviewer (mairi)."""

    own: OwnIndex
    settings: Settings
    index: LiveIndex
    desk: CuratorsDesk
    client: Client

    def browser(self) -> Curator:
        """Somebody's browser, not signed in."""
        return Curator(self.client)

    async def curator(self, name: str = "isla") -> Curator:
        """Somebody who has signed in."""
        curator = self.browser()
        response = await curator.sign_in(name)
        assert response.status == 303
        return curator

    def trail(self) -> list[str]:
        """What the audit trail tells, the latest first."""
        return [f"{deed.who} {deed.what} {deed.subject}".strip() for deed in self.desk.audit.deeds()]


def quick(database: Database) -> Accounts:
    """Accounts with real argon2 that takes no time."""
    return Accounts(database, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


async def opened(own: OwnIndex, index: LiveIndex, **changes: Any) -> DeskSite:
    """Start a site over ``own``, with changed settings or other ``texts``; whoever calls closes ``client``."""
    texts: Texts | None = changes.pop("texts", None)
    store = own.settings.var / "store" / "stemfinder.sqlite"
    settings = own.settings.model_copy(update={"messages_per_minute": 100_000, "store": store, **changes})
    database = Database(settings.store_path)
    full = CuratorsDesk.opened(settings, database, own.build)
    accounts = quick(database)
    desk = CuratorsDesk(**{**vars(full), "accounts": accounts, "audit": AuditTrail(database)})
    accounts.add("ewan", "administrator", PASSWORD)
    accounts.add("isla", "curator", PASSWORD)
    accounts.add("mairi", "reviewer", PASSWORD)
    client: Client = TestClient(TestServer(create_app(settings, index, AdvisersGateway(index), desk, texts)))
    await client.start_server()
    return DeskSite(own, settings, index, desk, client)
