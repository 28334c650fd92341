"""The channel by which the finder talks to Rasa: one request a message, answered with what the actions said."""

from __future__ import annotations

import hmac
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue.featurizer import EMBEDDING

TOKEN = "STEMFINDER_RASA_TOKEN"
HEADER = "Authorization"


class FinderInput(InputChannel):
    """Rasa's own REST channel takes messages from anybody on the machine; this one asks for the finder's secret.

    Args:
        token: the secret that both processes were started with.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, part of its address ``/webhooks/finder/message``."""
        return "finder"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Create the channel (called by Rasa); the secret comes from the environment, never from a file."""
        return cls(os.environ[TOKEN])

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        routes = Blueprint("finder_channel", url_prefix="/webhooks/finder")

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            # The model is loaded before the server takes requests, so an answer at all means yes.
            return response.json({"ready": request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()})

        @routes.post("/message")
        async def receive(request: Request) -> HTTPResponse:
            # Bytes: of strings, compare_digest takes ASCII alone.
            borne = request.headers.get(HEADER, "").encode(errors="surrogateescape")
            if not hmac.compare_digest(borne, f"Bearer {self._token}".encode()):
                return response.json({"error": "The secret is missing or wrong."}, status=401)
            sent = request.json
            collected = CollectingOutputChannel()
            message = UserMessage(
                sent["message"],
                collected,
                sent["conversation"],
                input_channel=self.name(),
                metadata={EMBEDDING: sent["embedding"]} if sent.get("embedding") else {},
            )
            await on_new_message(message)
            return response.json([each["custom"] for each in collected.messages if "custom" in each])

        return routes
