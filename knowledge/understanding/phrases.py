"""Find every known phrase in a text at once (Aho-Corasick), preferring the longest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

from knowledge.text import Word, normalised


@dataclass(frozen=True)
class Meaning:
    """What a phrase means: a facet with values, and how to speak of it."""

    facet: str
    values: tuple[str, ...]
    label: str = ""
    ambiguous: bool = False
    vague: bool = False


@dataclass(frozen=True)
class Found:
    """A phrase found: positions of its first and last word (inclusive), and what it may mean."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]


class PhraseBook:
    """Phrases and their meanings, matched on whole folded words.

    Args:
        entries: (phrase, meaning) pairs; a phrase may come several times with different meanings.
    """

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, list[Meaning]] = {}
        for phrase, meaning in entries:
            key = normalised(phrase)
            if key:
                known = self._meanings.setdefault(key, [])
                if meaning not in known:
                    known.append(meaning)
        self._automaton = ahocorasick.Automaton()
        for key in self._meanings:
            self._automaton.add_word(f" {key} ", key)
        if self._meanings:
            self._automaton.make_automaton()

    def __contains__(self, phrase: str) -> bool:
        return phrase in self._meanings

    def single_words(self) -> set[str]:
        """Return every word that stands in some phrase."""
        return {word for key in self._meanings for word in key.split()}

    def find(self, words: list[Word]) -> list[Found]:
        """Return the phrases found among ``words``: longest first where they overlap, then in the order of the text."""
        taken: set[int] = set()
        found = []
        for hit in sorted(self.find_all(words), key=lambda hit: (hit.first - hit.last, hit.first)):
            span = range(hit.first, hit.last + 1)
            if taken.isdisjoint(span):
                taken.update(span)
                found.append(hit)
        return sorted(found, key=lambda hit: hit.first)

    def find_all(self, words: list[Word]) -> list[Found]:
        """Return every phrase found among ``words``, those within and across others too."""
        if not words or not self._meanings:
            return []
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        text = " "
        for position, word in enumerate(words):
            starts[len(text)] = position
            text += word.text
            ends[len(text)] = position
            text += " "
        hits = []
        for end, key in self._automaton.iter(text):
            # The match ends on the space behind its last word.
            last = ends[end]
            first = starts[end - len(key)]
            hits.append(Found(first, last, tuple(self._meanings[key])))
        return hits
