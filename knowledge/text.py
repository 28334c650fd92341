"""Fold and tokenise text without losing track of where each word stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:['&+#][a-z0-9]+)*[+#]*|&")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "æ": "a", "ø": "o", "ł": "l", "ß": "s",
                         "Æ": "a", "Ø": "o", "Ł": "l"})  # fmt: skip
_LATEST = 16
"""A turn folds the same message many times over; no more of them stay in memory than that."""


@dataclass(frozen=True)
class Word:
    """One folded word and its span in the original text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=_LATEST)
def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, character for character, so that offsets still fit."""
    folded = []
    for character in text.translate(_ALIKE):
        base = unicodedata.normalize("NFKD", character)[0] if ord(character) > 127 else character
        lowered = base.lower()
        folded.append(lowered if len(lowered) == 1 else base)
    return "".join(folded)


def words(text: str) -> list[Word]:
    """Split ``text`` into folded words; hyphens and slashes separate, apostrophes within a word do not."""
    return [
        Word("and" if match.group() == "&" else match.group(), match.start(), match.end()) for match in _WORD.finditer(fold(text))
    ]


@lru_cache(maxsize=_LATEST)
def normalised(text: str) -> str:
    """Return the folded words of ``text`` joined by single spaces: the form in which phrases are compared."""
    return " ".join(word.text for word in words(text))
