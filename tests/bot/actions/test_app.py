"""The action endpoint, as Rasa meets it: the secret, the protocol, and faults that tell nothing of what a visitor wrote."""

from __future__ import annotations

import copy
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp import AiohttpClient

from bot.actions.app import LARGEST_CALL, create_actions_app
from bot.chat.memory import ConversationMemory
from bot.conversation.intents import INTENTS
from bot.live_index import LiveIndex
from knowledge.settings import Settings

TOKEN = "a secret for tests"
SECRET = {"Authorization": f"Bearer {TOKEN}"}
Client = TestClient[web.Request, web.Application]
Start = Callable[[], Awaitable[Client]]


@pytest.fixture(scope="module")
def loaded(index_settings: Settings) -> LiveIndex:
    return LiveIndex(index_settings)


@pytest.fixture
def index(loaded: LiveIndex) -> LiveIndex:
    """The real index, which a test may close."""
    return copy.copy(loaded)


@pytest.fixture
async def client(aiohttp_client: AiohttpClient, index: LiveIndex) -> Client:
    return await aiohttp_client(create_actions_app(index, ConversationMemory(60, 10), TOKEN))


def call(action: str, text: str = "robotics in Fife", slots: dict[str, Any] | None = None) -> dict[str, Any]:
    """A call as Rasa 3.6 makes it."""
    return {
        "next_action": action,
        "sender_id": "conversation-1",
        "tracker": {
            "sender_id": "conversation-1",
            "slots": slots or {},
            "latest_message": {"text": text, "intent": {"name": "find", "confidence": 0.9}, "entities": []},
            "latest_event_time": 1.0,
            "paused": False,
            "events": [],
            "latest_input_channel": "finder",
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
        "domain": {},
        "version": "3.6.21",
    }


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": ""}, {"Authorization": TOKEN}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer é"}],
)
async def test_without_the_secret_nothing_is_done(client: Client, headers: dict[str, str]) -> None:
    response = await client.post("/webhook", json=call("action_find"), headers=headers)
    assert response.status == 401
    assert set(await response.json()) == {"error", "action_name"}


async def test_an_action_answers_in_rasas_protocol(client: Client) -> None:
    response = await client.post("/webhook", json=call("action_find"), headers=SECRET)
    assert response.status == 200
    result = await response.json()
    assert set(result) == {"events", "responses"}
    names = {event["name"] for event in result["events"]}
    assert {"place", "search", "misunderstood"} <= names <= {"place", "audience", "stage", "search", "misunderstood"}
    assert all(event["event"] == "slot" and "value" in event for event in result["events"])
    [said] = [each["custom"] for each in result["responses"]]
    assert said["text"]
    assert 1 <= len(said["cards"]) <= 3
    assert all(card["source_url"] for card in said["cards"])


@pytest.mark.parametrize("intent", INTENTS)
async def test_every_intent_of_the_bot_has_an_action_that_says_something(client: Client, intent: str) -> None:
    response = await client.post("/webhook", json=call(f"action_{intent}", "hello"), headers=SECRET)
    assert response.status == 200
    [said] = (await response.json())["responses"]
    assert said["custom"]["text"]


async def test_the_slots_of_one_turn_carry_the_conversation_into_the_next(client: Client) -> None:
    first = await (await client.post("/webhook", json=call("action_find"), headers=SECRET)).json()
    slots = {event["name"]: event["value"] for event in first["events"]}
    assert slots["place"] == ["Fife"]
    second = call("action_refine", "what about Shetland?", slots)
    result = await (await client.post("/webhook", json=second, headers=SECRET)).json()
    slots = {event["name"]: event["value"] for event in result["events"]}
    assert slots["place"] == ["Shetland Islands"]
    assert slots["search"]["wishes"]["topic"] == ["robotics"]
    assert slots["search"]["turn"] == 2


@pytest.mark.parametrize("action", ["action_unknown", "find", "action_session_start"])
async def test_an_unknown_action_is_not_found(client: Client, action: str) -> None:
    response = await client.post("/webhook", json=call(action), headers=SECRET)
    assert response.status == 404
    assert (await response.json())["action_name"] == action


async def test_a_failing_action_is_an_error_whose_log_keeps_the_visitors_words_out(
    client: Client, index: LiveIndex, caplog: pytest.LogCaptureFixture
) -> None:
    index.close()
    with caplog.at_level(logging.DEBUG):
        response = await client.post("/webhook", json=call("action_find", "my secret sorrow xyzzy"), headers=SECRET)
    assert response.status == 500
    assert await response.json() == {"error": "The action failed.", "action_name": "action_find"}
    assert "action_find failed" in caplog.text
    assert "xyzzy" not in caplog.text


async def test_after_a_failure_the_next_call_is_answered(client: Client, index: LiveIndex, loaded: LiveIndex) -> None:
    kept = index._in_service
    index.close()
    assert (await client.post("/webhook", json=call("action_find"), headers=SECRET)).status == 500
    index._in_service = kept
    assert (await client.post("/webhook", json=call("action_find"), headers=SECRET)).status == 200


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"3", b'"text"', b"null"])
async def test_a_body_that_is_no_call_is_refused_and_harms_nothing(client: Client, body: bytes) -> None:
    response = await client.post("/webhook", data=body, headers=SECRET | {"Content-Type": "application/json"})
    assert response.status == 400
    assert (await client.post("/webhook", json=call("action_find"), headers=SECRET)).status == 200


async def test_a_call_larger_than_any_conversation_is_refused(client: Client) -> None:
    response = await client.post("/webhook", json=call("action_find", "x" * (LARGEST_CALL + 1)), headers=SECRET)
    assert response.status == 413


@pytest.mark.parametrize("path", ["/", "/actions", "/health"])
async def test_nothing_else_is_served_there(client: Client, path: str) -> None:
    assert (await client.get(path, headers=SECRET)).status == 404


async def test_odd_slots_are_taken_as_a_new_conversation(client: Client) -> None:
    odd: Any
    for odd in ("text", 3, [], {"wishes": "text"}, {"wishes": {"place": 3}}, {"turn": "many"}, None):
        response = await client.post("/webhook", json=call("action_find", slots={"search": odd}), headers=SECRET)
        assert response.status == 200, odd


async def test_two_questions_in_one_message_are_answered_with_two_messages(client: Client) -> None:
    asked = call("action_find", "coding club in Dundee for my son, and is there anything on apprenticeships?")
    response = await client.post("/webhook", json=asked, headers=SECRET)
    said = [each["custom"] for each in (await response.json())["responses"]]
    assert len(said) == 2
    assert all(message["cards"] for message in said)
