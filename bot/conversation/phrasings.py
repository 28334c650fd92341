"""How people say what they want with entries that were shown; the words are in ``phrasings.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError

FILE = Path(__file__).parent / "phrasings.yaml"


def says(name: str, text: str) -> bool:
    """Return whether a normalised message says what the phrasings of that name say."""
    return bool(phrasings()[name].search(text))


def without(name: str, text: str) -> str:
    """Return a text without what the phrasings of that name match."""
    return phrasings()[name].sub(" ", text)


@lru_cache(maxsize=1)
def phrasings() -> Mapping[str, re.Pattern[str]]:
    """Return all phrasings by name (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        entries: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        words: dict[str, str] = entries.pop("words")
        return {
            name: re.compile("|".join(pattern.format(**words) for pattern in patterns), re.IGNORECASE)
            for name, patterns in entries.items()
        }
    except (OSError, yaml.YAMLError, re.error, LookupError, ValueError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain it.") from error
