"""The table names every page: a new address without a line in it is found here."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import hdrs, web
from pytest_aiohttp import AiohttpClient

from bot.desk import CuratorsDesk
from bot.live_index import LiveIndex
from bot.storage import Database
from bot.web import create_app
from knowledge.settings import Settings
from tests.bot.web.running import AdvisersGateway
from tests.browser.walk.table import load_table

WITH_PARAMETERS = re.compile(r"\{[^}]+\}")


@pytest.fixture
def app(tmp_path: Path, index_settings: Settings) -> web.Application:
    """The finder with its desk."""
    settings = index_settings.model_copy(update={"store": tmp_path / "store.sqlite", "outbox": tmp_path / "outbox"})
    index = LiveIndex(settings)
    desk = CuratorsDesk.opened(settings, Database(settings.store_path), publish=lambda: None)
    return create_app(settings, index, AdvisersGateway(index), desk)


def addresses(app: web.Application) -> set[str]:
    """What can be looked at, parameters in braces."""
    return {route.resource.canonical for route in app.router.routes() if route.method == hdrs.METH_GET and route.resource}


def is_other(address: str) -> bool:
    """Whether the table says that it is no page."""
    return any(address == other or (other.endswith("/") and address.startswith(other)) for other in load_table().other)


def test_every_address_of_the_finder_is_in_the_table(app: web.Application) -> None:
    known = addresses(app)
    walked = {urlsplit(line.path).path for line in load_table().pages if line.status == 200}
    unnamed = walked - known
    missing = []
    for address in sorted(known):
        # An address with a parameter wants a path that is no other address.
        shape = re.compile("[^/]+".join(re.escape(part) for part in WITH_PARAMETERS.split(address)))
        there = address in walked or any(shape.fullmatch(path) for path in unnamed if "{" in address)
        if not is_other(address) and not there:
            missing.append(address)
    assert missing == [], "pages.yaml has no line for them"


async def test_what_the_table_says_is_no_page_is_none(app: web.Application, aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(app)
    for address in sorted(addresses(app)):
        if is_other(address) and "{" not in address:
            answer = await client.get(address, headers={"Accept": "text/html"}, allow_redirects=False)
            assert answer.status != 200 or answer.content_type != "text/html", address


def test_each_name_stands_once_for_its_picture() -> None:
    names = [line.name for line in load_table().pages]
    assert len(set(names)) == len(names)
