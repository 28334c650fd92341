"""The client of Rasa's process: it says what is wrong, rests, and comes back."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from bot.chat.rasa_client import RasaClient
from knowledge.errors import DialogueError
from tests.bot.chat.playing_rasa import ANSWER, TOKEN, PlayedRasa
from tests.bot.own_index import until

VECTOR = np.array([0.6, -0.8], dtype=np.float32)


async def ready(client: RasaClient) -> None:
    await until(lambda: client.is_ready, 10)


async def test_before_rasa_answered_once_nothing_is_sent(rasa: PlayedRasa) -> None:
    client = RasaClient(rasa.port, TOKEN, 1)
    assert not client.is_ready
    with pytest.raises(DialogueError, match="not ready"):
        await client.send("id", "hello", VECTOR)
    assert rasa.heard == []


async def test_a_message_goes_out_with_secret_and_vector_and_the_answer_comes_back(client: RasaClient, rasa: PlayedRasa) -> None:
    await ready(client)
    assert await client.send("conversation-1", "hello", VECTOR) == ANSWER
    [(body, secret)] = rasa.heard
    assert secret == f"Bearer {TOKEN}"
    assert (body["conversation"], body["message"]) == ("conversation-1", "hello")
    assert (np.frombuffer(base64.b64decode(body["embedding"]), dtype="<f4") == VECTOR).all()


@pytest.mark.parametrize(
    ("mood", "said"),
    [
        ("slow", "did not answer within"),
        ("failing", "status 500"),
        ("nonsense", "did not answer"),
        ("broken JSON", "did not answer"),
        ("a list of nothing", "without a message"),
    ],
)
async def test_whatever_rasa_does_instead_of_answering_is_one_kind_of_error(
    client: RasaClient, rasa: PlayedRasa, mood: str, said: str
) -> None:
    await ready(client)
    rasa.mood = mood
    with pytest.raises(DialogueError, match=said):
        await client.send("id", "hello", VECTOR)


async def test_a_dead_rasa_is_noticed_and_found_again_when_it_is_back(client: RasaClient, rasa: PlayedRasa) -> None:
    await ready(client)
    await rasa.die()
    with pytest.raises(DialogueError):
        await client.send("id", "hello", VECTOR)
    assert not client.is_ready
    await rasa.start()
    await ready(client)
    assert await client.send("id", "hello", VECTOR) == ANSWER


@pytest.mark.parametrize("mood", ["not ready", "failing", "nonsense"])
async def test_a_rasa_that_is_not_ready_is_asked_again_until_it_is(rasa: PlayedRasa, mood: str) -> None:
    rasa.mood = mood
    client = RasaClient(rasa.port, TOKEN, 1)
    await client.start()
    try:
        with pytest.raises(TimeoutError):
            await until(lambda: client.is_ready, 1)
        rasa.mood = "well"
        await ready(client)
    finally:
        await client.close()


async def test_closing_twice_or_before_the_start_is_no_fault(rasa: PlayedRasa) -> None:
    client = RasaClient(rasa.port, TOKEN, 1)
    await client.close()
    await client.start()
    await client.close()
    await client.close()
