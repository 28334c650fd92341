"""Fixtures for tests of the way through Rasa and around it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.gateway import ChatGateway
from bot.chat.memory import ConversationMemory
from bot.chat.rasa_client import RasaClient
from bot.live_index import LiveIndex
from knowledge.settings import Settings
from tests.bot.chat.playing_rasa import TOKEN, PlayedRasa

TIMEOUT_S = 0.5


@pytest.fixture(scope="session")
def live_index(index_settings: Settings) -> LiveIndex:
    """The real index."""
    return LiveIndex(index_settings)


@pytest.fixture
async def rasa() -> AsyncIterator[PlayedRasa]:
    """A server that plays Rasa."""
    played = PlayedRasa()
    await played.start()
    yield played
    await played.die()


@pytest.fixture
async def client(rasa: PlayedRasa) -> AsyncIterator[RasaClient]:
    """The client of that server."""
    client = RasaClient(rasa.port, TOKEN, TIMEOUT_S)
    await client.start()
    yield client
    await client.close()


@pytest.fixture
def memory() -> ConversationMemory:
    """A memory of the test's own."""
    return ConversationMemory(60, 100)


@pytest.fixture
async def gateway(live_index: LiveIndex, client: RasaClient, memory: ConversationMemory) -> AsyncIterator[ChatGateway]:
    """The gateway over the real index and the played Rasa, without a trained classifier."""
    gateway = ChatGateway(live_index, client, memory, None)
    yield gateway
    await gateway.close()
