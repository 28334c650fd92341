"""Take a message of two questions apart: "is the first one free, and is there anything on apprenticeships?".

A message is parted only where both halves stand by themselves; where there is doubt it stays whole, because half a question
answered by itself goes further astray than two answered as one. Two questions about one entry stay together too: one answer
tells both ("is the first one free and who do I phone?").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.conversation.aspects import asked
from bot.conversation.condensing import is_long
from bot.conversation.desk import Desk
from bot.conversation.numbering import points_to_a_position
from bot.conversation.state import ConversationState
from knowledge.errors import VocabularyError
from knowledge.text import fold, normalised
from knowledge.understanding import Understanding

FILE = Path(__file__).parent / "questions.yaml"
MAY_BE_TWO = frozenset(
    {"find", "contact", "pathway", "employer_engage", "refine", "details", "more", "fallback", "thanks", "greet"}
)
"""Intents of whole messages that may hold two questions."""
SEARCHES = frozenset({"find", "pathway", "contact", "employer_engage"})
ABOUT_ROUTES = frozenset({"apprenticeships", "careers", "subject-choice", "qualifications"})
_SHOWN = re.compile(r"\b(?:it|that|this|they|them|those|these|that one|this one|one)\b")


@dataclass(frozen=True)
class Part:
    """One question of a message."""

    intent: str
    message: str


def parts_of(intent: str, message: str, state: ConversationState, desk: Desk) -> tuple[Part, ...]:
    """Return the questions of a message: one, or two where it clearly holds two.

    Args:
        intent: what the whole message was taken for.
        message: as typed.
        state: the conversation.
        desk: reads the halves.
    """
    whole = (Part(intent, message),)
    if intent not in MAY_BE_TWO or state.draft or is_long(message):
        return whole
    said = desk.understand(message)
    for end, start, is_sentence in _joints(message):
        if any(mention.start < start and end < mention.end for mention in said.mentions):
            # "Science and Technology Fair" is a name, "maths and physics" one wish.
            continue
        first, second = message[:end].strip(" ,"), message[start:].strip(" ,")
        before, behind = desk.understand(first), desk.understand(second)
        one, other = _first_intent(intent, first, before, state), _second_intent(second, behind, before, is_sentence)
        if not one or not other or (one == "details" and other in {"details", "contact"}):
            continue
        return Part(one, first), Part(other, second)
    return whole


def asks_two_of_one(message: str, state: ConversationState, desk: Desk) -> bool:
    """Return whether a message asks several things of one entry that was shown, and for nothing else."""
    said = desk.understand(message)
    if not state.last or _has_subject(said) or said.resources or len(asked(message)) < 2:
        return False
    return bool(points_to_a_position(normalised(message)) or state.focus or _SHOWN.search(normalised(message)))


def _first_intent(intent: str, text: str, said: Understanding, state: ConversationState) -> str:
    words = joining_words()
    spoken = normalised(text)
    if state.last and not _has_subject(said) and asked(text):
        pointed = points_to_a_position(spoken) or _SHOWN.search(spoken) or said.resources
        return "details" if pointed else ""
    if not _has_subject(said):
        return ""
    if words["tells"].match(spoken) and not words["wishes_for"].search(spoken):
        return ""
    return intent if intent in SEARCHES - {"contact"} else "find"


def _second_intent(text: str, said: Understanding, before: Understanding, is_sentence: bool) -> str:
    words = joining_words()
    spoken = normalised(text)
    if words["asks_whom"].match(spoken) and not _has_subject(said):
        return "contact"
    if not _has_subject(said) or not words["asks_for_more"].match(spoken):
        return ""
    new = {value for facet in ("topic", "kind") for value in said.wishes.of(facet) if value not in before.wishes.of(facet)}
    if not new:
        return ""
    return "pathway" if set(said.wishes.topic) & ABOUT_ROUTES else "find"


def _has_subject(said: Understanding) -> bool:
    """Return whether a text says clearly what is looked for; "science" and "free" alone do not."""
    return bool(said.wishes.topic or said.wishes.kind)


def _joints(message: str) -> list[tuple[int, int, bool]]:
    """Return where a message may be parted: end of the first half, start of the second, whether a sentence ends there."""
    folded = fold(message)
    found = [
        (m.start(1) + 1, m.end(), True) for m in re.finditer(rf"([?.!])\s+(?:{joining_words()['joins'].pattern}\s)?", folded)
    ]
    found += [(m.start(), m.end(), False) for m in re.finditer(rf",?\s(?:{joining_words()['joins'].pattern})\s", folded)]
    return sorted(found)


@lru_cache(maxsize=1)
def joining_words() -> Mapping[str, re.Pattern[str]]:
    """Return the words of ``questions.yaml``, ready to be looked for (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return {key: _any_of(data[key]) for key in ("joins", "asks_for_more", "asks_whom", "tells", "wishes_for")}
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain its fields.") from error


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """Return a pattern for any of the phrases as whole words."""
    longest_first = sorted((normalised(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
