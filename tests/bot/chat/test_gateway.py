"""The gateway: every message gets an answer, whatever state Rasa is in."""

from __future__ import annotations

import logging

import pytest

from bot.actions.adviser_action import AdviserAction
from bot.actions.slots import slots_from_state
from bot.chat.gateway import ChatGateway
from bot.chat.memory import ConversationMemory
from bot.chat.nearest_intent import NearestIntent
from bot.chat.rasa_client import RasaClient
from bot.live_index import LiveIndex
from knowledge.settings import Settings
from tests.bot.chat.playing_rasa import ANSWER, PlayedRasa
from tests.bot.own_index import until


async def test_what_rasa_says_is_handed_on(gateway: ChatGateway, client: RasaClient) -> None:
    await until(lambda: client.is_ready, 10)
    reply = await gateway.reply(None, "hello")
    assert reply.messages == ANSWER
    assert not reply.degraded
    assert gateway.rasa_is_ready()


@pytest.mark.parametrize("mood", ["slow", "failing", "nonsense", "broken JSON", "a list of nothing"])
async def test_an_ill_rasa_leaves_the_visitor_with_an_answer_from_search(
    gateway: ChatGateway, client: RasaClient, rasa: PlayedRasa, mood: str
) -> None:
    await until(lambda: client.is_ready, 10)
    rasa.mood = mood
    reply = await gateway.reply(None, "science festival in Orkney")
    assert reply.degraded
    cards = [card for message in reply.messages for card in message["cards"]]
    assert "orkney-international-science-festival" in [card["id"] for card in cards]


async def test_a_dead_rasa_leaves_the_visitor_with_an_answer_and_its_return_is_used(
    gateway: ChatGateway, client: RasaClient, rasa: PlayedRasa
) -> None:
    await until(lambda: client.is_ready, 10)
    await rasa.die()
    first = await gateway.reply(None, "robotics in Fife")
    assert first.degraded
    assert not gateway.rasa_is_ready()
    second = await gateway.reply(first.conversation, "what about Shetland?")
    assert second.degraded
    await rasa.start()
    await until(lambda: client.is_ready, 10)
    third = await gateway.reply(first.conversation, "hello")
    assert not third.degraded
    assert third.conversation == second.conversation == first.conversation


async def test_a_conversation_goes_on_while_rasa_is_away(
    gateway: ChatGateway, rasa: PlayedRasa, memory: ConversationMemory
) -> None:
    await rasa.die()
    first = await gateway.reply(None, "robotics for P6 in Fife")
    assert memory.state(first.conversation).wishes.place == ("Fife",)
    await gateway.reply(first.conversation, "coding clubs in Shetland")
    assert memory.state(first.conversation).wishes.place == ("Shetland Islands",)
    assert memory.state(first.conversation).turn == 2


async def test_every_degraded_message_of_a_conversation_is_of_the_public_shape(gateway: ChatGateway, rasa: PlayedRasa) -> None:
    await rasa.die()
    for message in ("robots", "?", "", "I want to die", "thanks", "x" * 2000, "not online", "the second one"):
        reply = await gateway.reply(None, message)
        assert reply.messages, message
        for said in reply.messages:
            assert said["text"]
            assert isinstance(said["cards"], list)
            assert isinstance(said["suggestions"], list)


async def test_somebody_in_distress_gets_help_lines_while_rasa_is_away(gateway: ChatGateway, rasa: PlayedRasa) -> None:
    await rasa.die()
    reply = await gateway.reply(None, "I want to kill myself")
    assert "999" in str(reply.messages)
    assert not any(message["cards"] for message in reply.messages)


async def test_with_a_trained_classifier_thanks_are_no_search(
    live_index: LiveIndex, client: RasaClient, rasa: PlayedRasa, memory: ConversationMemory
) -> None:
    await rasa.die()
    vectors = live_index.searcher.encoder.encode(["thanks a lot", "thank you", "robotics for pupils"])
    gateway = ChatGateway(live_index, client, memory, NearestIntent(vectors, ["thanks", "thanks", "find"]))
    try:
        reply = await gateway.reply(None, "thank you")
        assert reply.messages[0]["cards"] == []
        assert (await gateway.reply(None, "robotics for pupils")).messages[0]["cards"]
    finally:
        await gateway.close()


async def test_the_visitors_words_stay_out_of_the_log(
    gateway: ChatGateway, rasa: PlayedRasa, caplog: pytest.LogCaptureFixture
) -> None:
    await rasa.die()
    with caplog.at_level(logging.DEBUG):
        await gateway.reply(None, "my secret sorrow xyzzy")
    assert "Answering without Rasa" in caplog.text
    assert "xyzzy" not in caplog.text


async def test_what_the_finder_answered_alone_is_newer_than_the_slots_of_a_rasa_that_died(
    gateway: ChatGateway, live_index: LiveIndex, rasa: PlayedRasa, memory: ConversationMemory
) -> None:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    await rasa.die()
    conversation = (await gateway.reply(None, "robotics in Fife")).conversation
    old_slots = {event["name"]: event["value"] for event in slots_from_state(memory.state(conversation), {})}
    await gateway.reply(conversation, "coding clubs in Shetland")
    tracker = Tracker(conversation, old_slots, {"text": "more"}, [], False, None, {}, "action_listen")
    events = await AdviserAction("more", live_index, memory).run(CollectingDispatcher(), tracker, {})
    slots = {event["name"]: event["value"] for event in events}
    assert slots["place"] == ["Shetland Islands"]
    assert slots["search"]["turn"] == 3


async def test_slots_that_went_on_are_newer_than_the_memory_of_another_finder(
    live_index: LiveIndex, index_settings: Settings
) -> None:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    elsewhere, here = ConversationMemory(60, 10), ConversationMemory(60, 10)
    action = AdviserAction("find", live_index, elsewhere)
    slots: dict[str, object] = {}
    for message in ("robotics in Fife", "robotics in Moray"):
        tracker = Tracker("c", slots, {"text": message}, [], False, None, {}, "action_listen")
        slots = slots | {event["name"]: event["value"] for event in await action.run(CollectingDispatcher(), tracker, {})}
    tracker = Tracker("c", slots, {"text": "more"}, [], False, None, {}, "action_listen")
    events = await AdviserAction("more", live_index, here).run(CollectingDispatcher(), tracker, {})
    assert (slots | {event["name"]: event["value"] for event in events})["place"] == ["Moray"]
    assert here.state("c").turn == 3
