"""A small server that plays Rasa: well, slow, failing, talking nonsense, or dead."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

TOKEN = "a secret for tests"
ANSWER: list[dict[str, Any]] = [{"text": "Hello from Rasa.", "cards": [], "suggestions": []}]


class PlayedRasa:
    """Rasa as its client meets it.

    Attributes:
        mood: "well", "slow", "failing", "nonsense", "a list of nothing" or "not ready".
        heard: the bodies and secrets of messages received.
    """

    def __init__(self) -> None:
        self.port = unused_port()
        self.mood = "well"
        self.heard: list[tuple[dict[str, Any], str]] = []
        self._server: TestServer | None = None

    async def start(self) -> None:
        """Listen (again) on the port."""
        app = web.Application()
        app.router.add_get("/webhooks/finder/ready", self._ready)
        app.router.add_post("/webhooks/finder/message", self._message)
        self._server = TestServer(app, port=self.port)
        await self._server.start_server()

    async def die(self) -> None:
        """Stop listening, connections and all."""
        if self._server:
            await self._server.close()
            self._server = None

    async def _ready(self, request: web.Request) -> web.Response:
        if self.mood == "failing":
            return web.json_response({}, status=500)
        if self.mood == "nonsense":
            return web.Response(text="ready, I think")
        return web.json_response({"ready": self.mood != "not ready"})

    async def _message(self, request: web.Request) -> web.Response:
        self.heard.append((await request.json(), request.headers.get("Authorization", "")))
        if self.mood == "slow":
            await asyncio.sleep(30)
        if self.mood == "failing":
            return web.json_response({"error": "inside"}, status=500)
        if self.mood == "nonsense":
            return web.Response(text="<html>not JSON</html>", content_type="text/html")
        if self.mood == "broken JSON":
            return web.Response(text="[{", content_type="application/json")
        return web.json_response([] if self.mood == "a list of nothing" else ANSWER)
