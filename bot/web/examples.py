"""The questions to try on the chat page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError

FILE = Path(__file__).parent / "examples.yaml"
PERSONAS = ("Teacher", "Parent", "Employer")


@dataclass(frozen=True)
class Example:
    """One question, and who might ask it."""

    who: str
    text: str


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """Return the questions of ``examples.yaml`` in their order.

    Raises:
        VocabularyError: an entry is malformed.
    """
    entries: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or entry.get("who") not in PERSONAS or not isinstance(entry.get("text"), str):
            raise VocabularyError(
                f"Entry {number} of bot/web/examples.yaml cannot be shown.",
                f"It needs `who` ({', '.join(PERSONAS)}) and `text`.",
            )
    return tuple(Example(entry["who"], entry["text"]) for entry in entries)
