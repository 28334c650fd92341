"""What every answer needs at hand: the search, the bot's words, the catalogue by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from bot.texts import Texts
from knowledge.helplines import Helplines
from knowledge.search import Searcher
from knowledge.understanding import Understanding

if TYPE_CHECKING:
    from knowledge.catalogue.resource import Resource

Answer = Callable[[str, ConversationState], Reply]
"""From a message and the state before it to a reply: what stands behind an intent."""


class Desk:
    """Shared by all that answer messages.

    Args:
        searcher: the search over the catalogue in service.
        texts: the bot's words.
        helplines: for messages about danger or distress.
        conversation_minutes: how long a conversation is remembered, to say so.
        submission_days: how long an offer or a need is kept, to say so.

    Attributes:
        by_id: the catalogue, by the current ids.
    """

    def __init__(
        self,
        searcher: Searcher,
        texts: Texts,
        helplines: Helplines,
        conversation_minutes: int = 60,
        submission_days: int = 365,
    ) -> None:
        self.searcher = searcher
        self.texts = texts
        self.helplines = helplines
        self.minutes = conversation_minutes
        self.days = submission_days
        self.by_id: Mapping[str, Resource] = {resource.id: resource for resource in searcher.snapshot.resources}

    def understand(self, message: str) -> Understanding:
        """Return what the message asks for."""
        return self.searcher.understander.understand(message)

    def resource(self, resource_id: str) -> Resource | None:
        """Return an entry by its id, or by an id retired in its favour."""
        position = self.searcher.by_id.get(resource_id)
        return None if position is None else self.searcher.snapshot.resources[position]

    def ids_named(self, said: Understanding) -> set[str]:
        """Return the current ids of the entries that a message names."""
        return {resource.id for named in said.resources if (resource := self.resource(named))}

    def say(self, key: str, **values: object) -> str:
        """Return the bot's words for ``key``."""
        return self.texts.say(key, **values)
