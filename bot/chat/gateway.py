"""The chat gateway: one message in, one reply out, whatever state Rasa is in."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.chat.memory import ConversationMemory
from bot.chat.nearest_intent import NearestIntent
from bot.chat.rasa_client import RasaClient
from bot.conversation.intents import UNCLEAR
from bot.submissions.carrying_out import Submissions
from knowledge.errors import DialogueError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.feedback import Ledger, Rating
    from bot.live_index import LiveIndex

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChatReply:
    """One turn.

    Attributes:
        conversation: id to send with the next message.
        messages: what the bot says, as the public API gives it.
        degraded: Rasa was away or too slow, and search answered alone.
    """

    conversation: str
    messages: list[dict[str, Any]]
    degraded: bool


class ChatGateway:
    """Answers messages through Rasa, and without it.

    Args:
        index: the index in service.
        rasa: the client of Rasa's process.
        memory: states of conversations, shared with the actions.
        intents: tells intents while Rasa is away; None where nothing was trained.
        ledger: gives answers that may be rated their tokens; None where nothing can be rated.
        submissions: stores and withdraws offers and needs, shared with the actions.
    """

    def __init__(
        self,
        index: LiveIndex,
        rasa: RasaClient,
        memory: ConversationMemory,
        intents: NearestIntent | None,
        ledger: Ledger | None = None,
        submissions: Submissions | None = None,
    ) -> None:
        self._index = index
        self._rasa = rasa
        self._memory = memory
        self._intents = intents
        self._ledger = ledger
        self._submissions = submissions or Submissions()
        # One thread: embedding is the only heavy step, and Rasa needs the other core.
        self._embedding = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed")

    async def reply(self, conversation: str | None, message: str) -> ChatReply:
        """Answer one message. Faults of Rasa show in ``degraded``, never as an exception."""
        conversation = self._memory.open(conversation)
        vector = await asyncio.get_running_loop().run_in_executor(self._embedding, self._embedded, message)
        try:
            messages = await self._rasa.send(conversation, message, vector)
        except DialogueError as error:
            LOG.info("Answering without Rasa: %s", error.what)
            return ChatReply(conversation, await self._answer_alone(conversation, message, vector), degraded=True)
        return ChatReply(conversation, messages, degraded=False)

    async def rate(self, token: str, rating: Rating, reason: str) -> bool:
        """Take a visitor's rating of an answer; False where the answer is unknown or too old.

        Raises:
            StorageError: it could not be stored.
        """
        return self._ledger is not None and await self._ledger.rate(token, rating, reason)

    def rasa_is_ready(self) -> bool:
        """Return whether Rasa answered lately."""
        return self._rasa.is_ready

    async def close(self) -> None:
        """Let go of threads."""
        self._embedding.shutdown(wait=False, cancel_futures=True)

    def _embedded(self, message: str) -> NDArray[np.float32]:
        """Return the vector of the message without places and ruled-out words; the search finds it in the encoder's cache."""
        searcher = self._index.searcher
        text = searcher.understander.understand(message).free_text or message
        vector: NDArray[np.float32] = searcher.encoder.encode([text])[0]
        return vector

    async def _answer_alone(self, conversation: str, message: str, vector: NDArray[np.float32]) -> list[dict[str, Any]]:
        intent = self._intents.intent(vector) if self._intents else UNCLEAR
        state = self._memory.state(conversation)
        replies = self._index.adviser.turn(intent, message, state)
        replies = [await self._submissions.carried_out(reply) for reply in replies]
        self._memory.keep(conversation, replies[-1].state)
        first = self._ledger.message(message, state, replies[0]) if self._ledger else replies[0].message()
        return [first, *(reply.message() for reply in replies[1:])]
