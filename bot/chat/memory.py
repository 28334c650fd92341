"""The finder's memory of conversations: what is needed to go on when Rasa has lost them, kept for as long as promised."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.conversation import ConversationState


class ConversationMemory:
    """States of the latest conversations, in memory alone.

    Args:
        minutes: how long after its last message a conversation is forgotten.
        most: how many are kept at once; the least recently used go first.
        clock: seconds, ever growing.
    """

    def __init__(self, minutes: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._most = most
        self._clock = clock
        self._states: OrderedDict[str, tuple[float, ConversationState]] = OrderedDict()

    def open(self, conversation: str | None) -> str:
        """Return ``conversation`` if it is known and not forgotten, else the id of a new one that nobody can guess."""
        self._forget()
        if conversation in self._states:
            return str(conversation)
        opened = secrets.token_urlsafe(18)
        self.keep(opened, ConversationState())
        return opened

    def state(self, conversation: str) -> ConversationState:
        """Return the state of a conversation; a new one where it is unknown or forgotten."""
        self._forget()
        kept = self._states.get(conversation)
        return kept[1] if kept else ConversationState()

    def keep(self, conversation: str, state: ConversationState) -> None:
        """Remember the state of a conversation."""
        self._states[conversation] = (self._clock(), state)
        self._states.move_to_end(conversation)
        self._forget()

    def __len__(self) -> int:
        return len(self._states)

    def _forget(self) -> None:
        now = self._clock()
        while self._states:
            used, _ = next(iter(self._states.values()))
            if now - used <= self._seconds and len(self._states) <= self._most:
                return
            self._states.popitem(last=False)
