"""Read misspelt words: an unknown word close to a known place or topic word is taken as that word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

SHORTEST = 5
"""Words shorter than this are never corrected: too many short words are one letter apart."""


class Speller:
    """Corrects words towards a list of known words.

    Args:
        known: words that may be meant, folded.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._candidates = sorted(word for word in self._known if len(word) >= SHORTEST and word.isalpha())
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> str | None:
        """Return the known word that ``word`` most likely stands for, or None where it is fine or nothing is near.

        The distance is optimal string alignment (Damerau-Levenshtein with adjacent transpositions): one edit for
        words up to seven letters, two for longer ones. Ordinary English words are left alone.
        """
        if len(word) < SHORTEST or not word.isalpha() or word in self._known or _is_english(word):
            return None
        allowed = 1 if len(word) <= 7 else 2
        best = process.extractOne(word, self._candidates, scorer=OSA.distance, score_cutoff=allowed)
        if best is None or best[0][0] != word[0]:
            return None
        return str(best[0])


def _is_english(word: str) -> bool:
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ing"), word.removesuffix("ed"))
    return any(zipf_frequency(form, "en", wordlist="small") > 0 for form in forms)
