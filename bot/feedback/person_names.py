"""The words that name people, and those that look like it but do not, as read from their files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError
from knowledge.text import fold

NAMES = Path(__file__).parent / "names.yaml"
KEPT = Path(__file__).parent / "kept-words.yaml"
CUES = Path(__file__).parent / "cues.yaml"


@dataclass(frozen=True)
class PersonNames:
    """Which words are names of people.

    Attributes:
        given: given names that mean nothing else.
        given_and_word: given names that are ordinary words too.
        family: family names that mean nothing else.
        family_and_word: family names that are ordinary words too.
        kept_words: words that stay: those with a capital within a sentence that are no name, and Scots words.
    """

    given: frozenset[str]
    given_and_word: frozenset[str]
    family: frozenset[str]
    family_and_word: frozenset[str]
    kept_words: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> PersonNames:
        """Return the packaged lists.

        Raises:
            VocabularyError: a list is missing or is no text.
        """
        names, kept = _lists(NAMES), _lists(KEPT)
        doubtful = names["given_and_word"]
        return cls(
            given=names["given"] - doubtful - names["family_and_word"],
            given_and_word=doubtful,
            family=names["family"] - names["family_and_word"] - doubtful,
            family_and_word=names["family_and_word"],
            kept_words=kept["capitals"] | kept["titles"] | kept["scots"],
        )

    def is_certain(self, word: str) -> bool:
        """Return whether ``word`` (folded) is a name of people and nothing else."""
        return word in self.given or word in self.family

    def is_possible(self, word: str) -> bool:
        """Return whether ``word`` (folded) is a name of people, perhaps among other things."""
        return self.is_certain(word) or word in self.given_and_word or word in self.family_and_word


@dataclass(frozen=True)
class Cues:
    """Words that tell whether the next one is a name; ``cues.yaml`` says what each list is for."""

    titles: frozenset[str]
    titles_and_words: frozenset[str]
    relations: frozenset[str]
    presenters: frozenset[str]
    greetings: frozenset[str]
    function_words: frozenset[str]
    verbs: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Cues:
        """Return the packaged lists.

        Raises:
            VocabularyError: a list is missing or is no text.
        """
        return cls(**_lists(CUES))


def _lists(path: Path) -> dict[str, frozenset[str]]:
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return {key: frozenset(fold(text).split()) for key, text in data.items()}
    except (AttributeError, TypeError) as error:
        raise VocabularyError(f"{path.name} does not hold lists of words: {error}.", "Each list is a text of words.") from error
