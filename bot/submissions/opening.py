"""Read the message that begins a form: does it ask for one, for which, and what does it say of the offer or the need itself?"""

from __future__ import annotations

import re

from bot.submissions import wording
from bot.submissions.forms import Kind
from knowledge.text import fold

_HELLO = r"^(?:(?:hi|hello|please|yes|ok|okay|so)[ ,!.]+)*"
_WISH = (
    r"(?:(?:i|we)(?:'d| would| wish| am| are)? ?(?:like|want|wish|need|have|happy)? ?to "
    r"|how (?:do|can) (?:i|we) |(?:can|could|may) (?:i|we|you) |let (?:me|us) )?(?:please )?"
)
_NEED = r"(?:need|request|requirement|ask)"
_THING = rf"(?:offer|{_NEED}|it|that|this)"
_ARTICLE = r"(?: (?:an?|our|my|your|the|this|that|down|in|up))*"
_VERB = r"(?:leave|post|put|record|add|file|make|take|note|write|register|submit|lodge|log)"
_COMMAND = re.compile(
    rf"{_HELLO}{_WISH}(?:(?:register|submit|lodge|log){_ARTICLE}(?: {_THING})?|{_VERB}{_ARTICLE} ?{_THING}"
    r"|(?:put|sign|count|note|write) (?:us|me|our name)(?: (?:down|up|in))?)\b"
    r"(?: (?:down|for schools|for employers|with you|here|please))*[ ,.:;-]*(?:(?:for|of|to|that)\b ?)?"
)
_NAMES_NEED = re.compile(rf"{_HELLO}{_WISH}{_VERB}{_ARTICLE} ?{_NEED}\b")
_NAMES_OFFER = re.compile(rf"{_HELLO}{_WISH}{_VERB}{_ARTICLE} ?offer\b")
_SAYS_SO = re.compile(
    rf"{_HELLO}(?:we|i)(?:'d| would| can| could|'re| are)?"
    r"(?: (?:also|like to|want to|be (?:happy|willing|able|glad) to|happy to|able to|willing to))*"
    r" (?:offer|give|need|looking for|after)\b ?"
)
"""How people begin to say what they offer or need; left out when it is read back."""
LEAST_WORDS = 3


def asks_to_leave(message: str) -> bool:
    """Return whether a message says in so many words that an offer or a need is to be left, rather than described."""
    return bool(_COMMAND.match(fold(message)))


def kind_named(message: str) -> Kind | None:
    """Return which of the two a message asks to leave by name; None where it names neither."""
    if _NAMES_NEED.match(fold(message)):
        return "need"
    return "offer" if _NAMES_OFFER.match(fold(message)) else None


def said_in(message: str) -> str:
    """Return what a message offers or asks for besides the wish to leave it; empty where nothing is left of it."""
    left = message
    for beginning in (_COMMAND, _SAYS_SO):
        if found := beginning.match(fold(left)):
            left = left[found.end() :]
    left = left.strip(" .,!")
    return left if len(left.split()) >= LEAST_WORDS and not wording.asks_something(left) else ""


def described_in(search: str) -> str:
    """Return what an earlier search offered or needed in so many words; empty where it asked something."""
    plain = _SAYS_SO.match(fold(search)) and not re.search(r"\b(?:what|who|how|which|where|why)\b|\?", fold(search))
    return said_in(search) if plain else ""
