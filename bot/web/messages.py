"""What visitors type, made safe to pass on: trimmed, without control characters, of a sensible length."""

from __future__ import annotations

import unicodedata

from bot.web.contracts import LONGEST_MESSAGE
from bot.web.problems import Problem

# Characters that turn the direction of text around: in a question they only serve to deceive.
_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str) -> str:
    """Return ``text`` without control characters, lone surrogates and direction marks, trimmed; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = [
        character
        for character in lines
        if character == "\n" or not (unicodedata.category(character) in {"Cc", "Cs"} or character in _TURNERS)
    ]
    return "".join(kept).strip()


def clean_message(text: str) -> str:
    """Return a chat message fit to be answered.

    Raises:
        Problem: nothing is left of it, or it is too long.
    """
    message = clean_text(text)
    if not message:
        raise Problem.said(400, "error_empty_message", "empty-message", parameter="message")
    if len(message) > LONGEST_MESSAGE:
        most = f"{LONGEST_MESSAGE:,}"
        raise Problem.said(400, "error_long_message", "message-too-long", parameter="message", count=len(message), most=most)
    return message
