"""Fixtures for tests of the website."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_aiohttp import AiohttpClient

from bot.live_index import LiveIndex
from bot.web import create_app
from knowledge.settings import Settings
from tests.bot.web.running import AdvisersGateway, Client, Site, StartSite


@pytest.fixture
def start_site(aiohttp_client: AiohttpClient, index_settings: Settings) -> StartSite:
    """Start the application with changed settings."""

    async def start(settings: Settings | None = None, seconds_between_looks: float = 1.0, **changes: Any) -> Site:
        settings = (settings or index_settings).model_copy(update={"messages_per_minute": 1000, **changes})
        index = LiveIndex(settings, seconds_between_looks)
        gateway = AdvisersGateway(index)
        client = await aiohttp_client(create_app(settings, index, gateway))
        return Site(client, gateway, index)

    return start


@pytest.fixture
async def site(start_site: StartSite) -> Site:
    """The application with settings that suit most tests."""
    return await start_site()


@pytest.fixture
def client(site: Site) -> Client:
    """A client of the application."""
    return site.client
