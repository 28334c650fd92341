"""Answers get their tokens wherever they are made, and the gateway takes the ratings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.adviser_action import AdviserAction
from bot.chat.gateway import ChatGateway
from bot.chat.memory import ConversationMemory
from bot.chat.rasa_client import RasaClient
from bot.feedback import Ledger, QuestionStore, Scrubber
from bot.live_index import LiveIndex
from bot.storage import Database
from tests.bot.chat.playing_rasa import PlayedRasa


@pytest.fixture
def store(tmp_path: Path) -> QuestionStore:
    return QuestionStore(Database(tmp_path / "store.sqlite"), 30)


@pytest.fixture
def ledger(store: QuestionStore, live_index: LiveIndex) -> Iterator[Ledger]:
    ledger = Ledger(store, lambda: Scrubber(live_index.searcher.understander), 60)
    yield ledger
    ledger.close()


async def test_an_answer_without_rasa_can_be_rated(
    live_index: LiveIndex, client: RasaClient, rasa: PlayedRasa, memory: ConversationMemory, ledger: Ledger, store: QuestionStore
) -> None:
    await rasa.die()
    gateway = ChatGateway(live_index, client, memory, None, ledger)
    try:
        reply = await gateway.reply(None, "my son Jack wants robotics in Fife")
        assert reply.degraded
        assert await gateway.rate(reply.messages[0]["feedback"], "down", "")
        assert not await gateway.rate("nobody's", "down", "")
    finally:
        await gateway.close()
    assert [each.question.text for each in store.questions()] == ["my son [name] wants robotics in Fife"]


async def test_an_answer_of_rasas_action_can_be_rated(
    live_index: LiveIndex, memory: ConversationMemory, ledger: Ledger, store: QuestionStore
) -> None:
    said = CollectingDispatcher()
    tracker = Tracker("c", {}, {"text": "robotics in Fife"}, [], False, None, {}, "action_listen")
    await AdviserAction("find", live_index, memory, ledger).run(said, tracker, {})
    token = said.messages[0]["custom"]["feedback"]
    assert await ledger.rate(token, "up")
    assert store.ratings() == {"find": (1, 0)}


async def test_a_gateway_without_a_ledger_gives_no_token_and_knows_none(gateway: ChatGateway, rasa: PlayedRasa) -> None:
    await rasa.die()
    assert "feedback" not in (await gateway.reply(None, "robotics in Fife")).messages[0]
    assert not await gateway.rate("abc", "up", "")
