"""The questions to try on the chat page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.texts import Texts

PERSONAS = ("teacher", "parent", "employer")
_EACH = 2


@dataclass(frozen=True)
class Examples:
    """Questions that somebody might ask.

    Attributes:
        who: the persona.
        texts: the questions, as the finder understands them.
    """

    who: str
    texts: tuple[str, ...]


def examples_of(texts: Texts) -> tuple[Examples, ...]:
    """Return the questions to try, in the order to show them."""
    return tuple(Examples(who, tuple(texts.say(f"example_{who}_{number}") for number in range(1, _EACH + 1))) for who in PERSONAS)
