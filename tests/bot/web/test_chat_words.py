"""The words of an answer's page, of errors and of thanks: those of bot/texts, of the catalogue, and of the answer itself."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp import AiohttpClient

from bot.live_index import LiveIndex
from bot.texts import Texts
from bot.web import create_app
from knowledge.settings import Settings
from tests.bot.web.own_words import marked, words_outside
from tests.bot.web.running import AdvisersGateway, AdvisersReply

REPLIES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "browser" / "canned_replies.json").read_text(encoding="utf-8")
)
QUESTION = "coding club in Dundee"


@dataclass
class CannedGateway(AdvisersGateway):
    """A gateway that always says the same, and takes every rating."""

    said: dict[str, Any] | None = None

    async def reply(self, conversation: str | None, message: str) -> AdvisersReply:
        assert self.said is not None
        return AdvisersReply("c" * 32, self.said["messages"], self.said["degraded"])

    async def rate(self, token: str, rating: Any, reason: str) -> bool:
        return True


async def visit(aiohttp_client: AiohttpClient, settings: Settings, index: LiveIndex, said: Any = None) -> TestClient[Any, Any]:
    gateway = CannedGateway(copy.copy(index), said=said)
    client: TestClient[web.Request, web.Application] = await aiohttp_client(
        create_app(settings, gateway.index, gateway, texts=marked(Texts.default()))
    )
    return client


def strings(value: Any) -> Iterator[str]:
    """Every text of an answer, and the names of sites that it shows for addresses."""
    if isinstance(value, str):
        yield value
        if value.startswith("http") and value.count("/") > 1:
            yield value.split("/")[2].removeprefix("www.")
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def strange(page: str, known: str) -> list[str]:
    return [words for words in words_outside(page) if words.rstrip(".:").casefold() not in known]


@pytest.mark.parametrize("kind", REPLIES)
async def test_an_answer_page_says_the_answer_and_texts_alone(
    kind: str, aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex
) -> None:
    client = await visit(aiohttp_client, index_settings, loaded_index, REPLIES[kind])
    page = await (await client.post("/ask", data={"message": QUESTION})).text()
    known = " ".join(" ".join([QUESTION, *strings(REPLIES[kind])]).split()).casefold()
    assert strange(page, known) == []


@pytest.mark.parametrize(
    ("method", "path", "data", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("POST", "/", None, 405),
        ("POST", "/ask", {"message": " "}, 400),
        ("POST", "/ask", {"message": "robots " * 600}, 400),
        ("POST", "/ask", {"message": "x" * 20_000}, 413),
        ("POST", "/ask", {"message": QUESTION}, 500),
        ("POST", "/feedback", {"feedback": "t", "rating": "sideways"}, 400),
        ("POST", "/feedback", {"feedback": "t", "rating": "down", "why": "Not near enough"}, 200),
    ],
)
async def test_an_error_and_a_thank_you_say_texts_alone(
    method: str,
    path: str,
    data: dict[str, str] | None,
    status: int,
    aiohttp_client: AiohttpClient,
    index_settings: Settings,
    loaded_index: LiveIndex,
) -> None:
    client = await visit(aiohttp_client, index_settings, loaded_index)
    response = await client.request(method, path, data=data)
    assert response.status == status
    assert strange(await response.text(), "robots " * 600) == []


async def test_the_api_says_in_english_what_a_page_says_in_its_language(
    aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex
) -> None:
    client = await visit(aiohttp_client, index_settings, loaded_index)
    response = await client.post("/api/chat", json={"message": ""})
    assert (await response.json())["detail"] == "The message is empty. Type a question first."
