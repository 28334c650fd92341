"""The real application over the real index, with a gateway that asks the adviser directly instead of Rasa."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.conversation import ConversationState
from bot.feedback import Ledger, Rating
from bot.live_index import LiveIndex

Client = TestClient[web.Request, web.Application]


@dataclass(frozen=True)
class AdvisersReply:
    """A turn."""

    conversation: str
    messages: list[dict[str, Any]]
    degraded: bool


@dataclass
class AdvisersGateway:
    """A gateway without Rasa: every message is a search, and each conversation is remembered.

    Attributes:
        fault: an exception to raise instead of an answer, to see what visitors see then.
        ledger: gives answers the tokens by which they are rated.
    """

    index: LiveIndex
    degraded: bool = False
    fault: Exception | None = None
    closed: bool = False
    heard: list[str] = field(default_factory=list)
    states: dict[str, ConversationState] = field(default_factory=dict)
    ledger: Ledger | None = None

    async def reply(self, conversation: str | None, message: str) -> AdvisersReply:
        if self.fault:
            raise self.fault
        self.heard.append(message)
        conversation = conversation or uuid.uuid4().hex
        state = self.states.get(conversation, ConversationState())
        intent = "refine" if state.text and message.startswith("what about") else "find"
        reply = self.index.adviser.answer(intent, message, state)
        self.states[conversation] = reply.state
        said = self.ledger.message(message, state, reply) if self.ledger else reply.message()
        return AdvisersReply(conversation, [said], self.degraded)

    async def rate(self, token: str, rating: Rating, reason: str) -> bool:
        return self.ledger is not None and await self.ledger.rate(token, rating, reason)

    def rasa_is_ready(self) -> bool:
        return not self.degraded

    async def close(self) -> None:
        self.closed = True


@dataclass
class Site:
    """A running application: its client, gateway and index."""

    client: Client
    gateway: AdvisersGateway
    index: LiveIndex


StartSite = Callable[..., Awaitable[Site]]
