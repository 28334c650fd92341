"""The bot's words: ``en.yaml`` holds every reply, so that they can be read and changed in one place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError

FILE = Path(__file__).parent / "en.yaml"


class Texts:
    """Replies by key, with ``{placeholders}``.

    Args:
        entries: key -> text.
    """

    def __init__(self, entries: dict[str, str]) -> None:
        self.entries = entries

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Texts:
        """Return the texts that come with the package (read once)."""
        data: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
            raise VocabularyError("bot/texts/en.yaml is not a list of `key: text` lines.", "See docs/bot.md.")
        return cls(data)

    def say(self, key: str, **values: object) -> str:
        """Return the text for ``key`` with its placeholders filled.

        Raises:
            VocabularyError: there is no such text.
        """
        if key not in self.entries:
            raise VocabularyError(f"bot/texts/en.yaml has no text {key!r}.", "Add it.")
        return self.entries[key].format(**values).strip()
