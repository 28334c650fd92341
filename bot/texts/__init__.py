"""The bot's words: the files of ``en/`` hold every reply, so that they can be read and changed in one place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError

FOLDER = Path(__file__).parent / "en"


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
        entries: dict[str, str] = {}
        for path in sorted(FOLDER.glob("*.yaml")):
            data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
                raise VocabularyError(f"bot/texts/en/{path.name} is not a list of `key: text` lines.", "See docs/bot.md.")
            if twice := entries.keys() & data.keys():
                raise VocabularyError(f"bot/texts/en/{path.name} has a text {min(twice)!r} that another file has.", "Keep one.")
            entries |= data
        return cls(entries)

    def say(self, key: str, **values: object) -> str:
        """Return the text for ``key`` with its placeholders filled.

        Raises:
            VocabularyError: there is no such text.
        """
        if key not in self.entries:
            raise VocabularyError(f"bot/texts/en has no text {key!r}.", "Add it to one of its files.")
        return self.entries[key].format(**values).strip()
