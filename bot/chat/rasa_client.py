"""Talk to Rasa's process: send a message, learn whether it is there. It is alone on loopback, behind a secret."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from typing import TYPE_CHECKING, Any

import aiohttp

from knowledge.errors import DialogueError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REST_S = 0.2
"""How long a Rasa that failed is left alone before it is asked again."""
PROBE_TIMEOUT_S = 2.0


class RasaClient:
    """Sends messages to Rasa and watches over its health.

    Args:
        port: Rasa's port on loopback.
        token: the secret both processes were started with.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, port: int, token: str, timeout: float) -> None:
        self._base = f"http://127.0.0.1:{port}/webhooks/finder"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None
        self._watch: asyncio.Task[None] | None = None
        self.is_ready = False

    async def start(self) -> None:
        """Open the connection pool and begin to look whether Rasa is there."""
        self._session = aiohttp.ClientSession(headers=self._headers, timeout=self._timeout)
        self._watch = asyncio.create_task(self._watch_health(), name="rasa watch")

    async def close(self) -> None:
        """Stop watching and close connections."""
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._session:
            await self._session.close()

    async def send(self, conversation: str, message: str, embedding: NDArray[np.float32]) -> list[dict[str, Any]]:
        """Return what the bot says to ``message``.

        Args:
            conversation: id of the conversation.
            message: as typed.
            embedding: float32 array, shape (dim,), L2-normalised, of the message without places and ruled-out words.

        Raises:
            DialogueError: Rasa is away, too slow, or answered with something else than messages.
        """
        if self._session is None or not self.is_ready:
            raise DialogueError("Rasa is not ready.")
        encoded = base64.b64encode(embedding.astype("<f4").tobytes()).decode("ascii")
        body = {"conversation": conversation, "message": message, "embedding": encoded}
        started = time.monotonic()
        try:
            async with self._session.post(f"{self._base}/message", json=body) as response:
                if response.status != 200:
                    raise DialogueError(f"Rasa answered with status {response.status}.")
                messages: list[dict[str, Any]] = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self.is_ready = False
            waited = time.monotonic() - started
            raise DialogueError(f"Rasa did not answer within {waited:.1f} s: {type(error).__name__}.") from error
        if not messages:
            raise DialogueError("Rasa answered without a message.")
        return messages

    async def _watch_health(self) -> None:
        while True:
            if not self.is_ready:
                self.is_ready = await self._answers()
            await asyncio.sleep(REST_S)

    async def _answers(self) -> bool:
        assert self._session is not None
        try:
            async with self._session.get(f"{self._base}/ready", timeout=aiohttp.ClientTimeout(total=PROBE_TIMEOUT_S)) as response:
                return response.status == 200 and bool((await response.json())["ready"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
            return False
