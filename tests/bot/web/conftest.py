"""Fixtures for tests of the website."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pytest_aiohttp import AiohttpClient

from bot.live_index import LiveIndex
from bot.web import create_app
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import DeskSite, opened
from tests.bot.web.running import AdvisersGateway, Client, Site, StartSite

MANY = 100_000


@pytest.fixture(scope="session")
def loaded_index(index_settings: Settings) -> LiveIndex:
    """The real index, loaded once; each application gets a copy, which it may close."""
    return LiveIndex(index_settings)


@pytest.fixture
def start_site(aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex) -> StartSite:
    """Start the application with changed settings, or over an index of its own."""

    async def start(index: LiveIndex | None = None, **changes: Any) -> Site:
        settings = index_settings.model_copy(update={"messages_per_minute": MANY, **changes})
        served = index or copy.copy(loaded_index)
        gateway = AdvisersGateway(served)
        client = await aiohttp_client(create_app(settings, served, gateway))
        return Site(client, gateway, served)

    return start


@pytest.fixture
async def site(start_site: StartSite) -> Site:
    """The application with settings that suit most tests."""
    return await start_site()


@pytest.fixture
def client(site: Site) -> Client:
    """A client of the application."""
    return site.client


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> OwnIndex:
    """A copy of the catalogue for a module whose tests publish nothing."""
    return OwnIndex(tmp_path_factory.mktemp("own"), index_settings)


@pytest.fixture
async def two_people_site(tmp_path: Path, own: OwnIndex, loaded_index: LiveIndex) -> AsyncIterator[DeskSite]:
    """A site on which two people publish: what is taken becomes a proposal, and no index is built.

    mairi is a reviewer, isla a curator and ewan an administrator.
    """
    site = await opened(own, copy.copy(loaded_index), store=tmp_path / "store.sqlite", desk_two_people=True)
    yield site
    await site.client.close()
