"""POST /api/chat."""

from __future__ import annotations

import json

import pytest

from bot.web.contracts import ChatAnswer
from tests.bot.web.running import Client, Site

QUESTION = "I teach P6 in Kirkwall, can someone come and talk about wind power?"


async def test_a_question_is_answered_in_the_shape_of_the_contract(client: Client) -> None:
    response = await client.post("/api/chat", json={"conversation": None, "message": QUESTION})
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store"
    data = await response.json()
    answer = ChatAnswer.model_validate(data)
    assert set(data) == {"conversation", "messages", "degraded"}
    assert answer.degraded is False
    assert 1 <= len(answer.messages[0].cards) <= 3
    for card in answer.messages[0].cards:
        assert card.reasons
        assert card.contact["url"].startswith("http")
        assert card.source_url.startswith("http")


async def test_the_conversation_may_be_left_out_of_the_first_message(client: Client) -> None:
    response = await client.post("/api/chat", json={"message": QUESTION})
    assert response.status == 200


async def test_a_conversation_goes_on_under_its_id(site: Site) -> None:
    first = await (await site.client.post("/api/chat", json={"conversation": None, "message": "robotics clubs in Fife"})).json()
    second = await (
        await site.client.post("/api/chat", json={"conversation": first["conversation"], "message": "what about Shetland?"})
    ).json()
    assert second["conversation"] == first["conversation"]
    wishes = site.gateway.states[first["conversation"]].wishes
    assert wishes.topic == ("robotics",)
    assert wishes.place == ("Shetland Islands",)


async def test_a_degraded_answer_says_so(site: Site) -> None:
    site.gateway.degraded = True
    answer = await (await site.client.post("/api/chat", json={"conversation": None, "message": QUESTION})).json()
    assert answer["degraded"] is True


async def test_a_message_in_distress_gets_help_lines(client: Client) -> None:
    answer = await (await client.post("/api/chat", json={"conversation": None, "message": "my dad hits me"})).json()
    message = ChatAnswer.model_validate(answer).messages[0]
    assert message.helplines
    assert message.cards == []


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("  robots \t in\u0000 Fife\u0007 ", "robots   in Fife"),
        ("maths\r\nin Perth", "maths\nin Perth"),
        ("Caf\u00e9 sci\u202eence \U0001f680", "Caf\u00e9 science \U0001f680"),
        ("half a \ud83d character", "half a  character"),
        ("x" * 4000, "x" * 4000),
        ("  " + "x" * 4000 + "\n", "x" * 4000),
    ],
)
async def test_a_message_reaches_the_bot_trimmed_and_without_control_characters(site: Site, typed: str, heard: str) -> None:
    response = await site.client.post(
        "/api/chat", data=json.dumps({"message": typed}), headers={"Content-Type": "application/json"}
    )
    assert response.status == 200
    assert site.gateway.heard == [heard]


@pytest.mark.parametrize("message", ["", " \n\t ", "\u0000\u0001", "x" * 4001])
async def test_a_message_that_is_empty_or_too_long_is_refused_before_the_bot_hears_it(site: Site, message: str) -> None:
    response = await site.client.post("/api/chat", json={"conversation": None, "message": message})
    assert response.status == 400
    assert (await response.json())["parameter"] == "message"
    assert site.gateway.heard == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "not valid JSON"),
        ("[1]", "not a JSON object"),
        ('"hello"', "not a JSON object"),
        ("{}", "message is missing"),
        ('{"message": 3}', "message cannot be used"),
        ('{"message": "x", "conversation": 3}', "conversation cannot be used"),
        ('{"message": "x", "conversation": "a b"}', "conversation cannot be used"),
        ("[" * 8000, "not valid JSON"),
        ('{"message": "\\ud800"}', "empty"),
    ],
)
async def test_a_body_that_cannot_be_read_is_told_what_would_be_right(client: Client, body: str, says: str) -> None:
    response = await client.post("/api/chat", data=body, headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert says in (await response.json())["detail"]


async def test_bytes_that_are_no_text_are_refused(client: Client) -> None:
    response = await client.post("/api/chat", data=b'{"message": "\xff\xfe"}', headers={"Content-Type": "application/json"})
    assert response.status == 400


async def test_a_form_is_not_taken_for_json(client: Client) -> None:
    response = await client.post("/api/chat", data={"message": "hello"})
    assert response.status == 415


async def test_a_body_of_more_than_16_kib_is_refused(client: Client) -> None:
    response = await client.post("/api/chat", json={"message": "x" * 20_000})
    assert response.status == 413
    assert "16 KiB" in (await response.json())["detail"]
