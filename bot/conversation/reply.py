"""What a turn gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.cards import Card, as_json
from bot.conversation.state import ConversationState
from knowledge.helplines import Helpline


@dataclass(frozen=True)
class Reply:
    """One message of the bot and the state after it.

    Attributes:
        text: plain text; a newline starts a new line.
        state: what to remember.
        cards: at most three.
        suggestions: messages the visitor may send next, at most three.
        total: how many results there are in all.
        helplines: for distress: shown instead of cards.
        gap: a wish nothing in the catalogue meets, for curators.
    """

    text: str
    state: ConversationState
    cards: list[Card] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    total: int = 0
    helplines: list[Helpline] = field(default_factory=list)
    gap: str | None = None

    def message(self) -> dict[str, Any]:
        """Return the message as the public API gives it."""
        data: dict[str, Any] = {
            "text": self.text,
            "cards": as_json(self.cards),
            "suggestions": self.suggestions,
            "total": self.total,
        }
        if self.helplines:
            data["helplines"] = [line.to_json() for line in self.helplines]
        return data
