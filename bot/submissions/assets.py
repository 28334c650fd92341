"""Tell what kinds of thing are offered or needed: people, placements, premises, kit, money, problems to set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.texts import Texts
from knowledge.errors import VocabularyError
from knowledge.text import words
from knowledge.understanding.phrases import Meaning, PhraseBook

FILE = Path(__file__).parent / "assets.yaml"
SUBJECT_FOLLOWS = frozenset({"about", "on"})


@dataclass(frozen=True)
class Assets:
    """All kinds.

    Attributes:
        ids: of the kinds, in file order.
    """

    ids: tuple[str, ...]
    phrases: PhraseBook

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Assets:
        """Return the kinds that come with the package (read once).

        Raises:
            VocabularyError: the file is malformed.
        """
        try:
            entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
            ids = tuple(str(entry["id"]) for entry in entries)
            phrases = PhraseBook(
                (str(phrase), Meaning("asset", (str(entry["id"]),))) for entry in entries for phrase in entry["words"]
            )
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise VocabularyError(f"bot/submissions/assets.yaml cannot be used: {error!r}", "See its first line.") from error
        return cls(ids, phrases)

    def kinds_in(self, text: str) -> tuple[str, ...]:
        """Return the ids of the kinds that a text speaks of, in file order."""
        read = words(text)
        # "A talk about robots" offers a talk.
        hits = [hit for hit in self.phrases.find(read) if not (hit.first and read[hit.first - 1].text in SUBJECT_FOLLOWS)]
        found = {value for hit in hits for meaning in hit.meanings for value in meaning.values}
        return tuple(each for each in self.ids if each in found)

    def named(self, ids: Iterable[str], texts: Texts) -> str:
        """Return the kinds in words."""
        return ", ".join(texts.say(f"form_asset_{each}") if each in self.ids else each for each in ids)
