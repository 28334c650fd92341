"""BM25 over the records, through bm25s with the English Snowball stemmer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bm25s
import numpy as np
import Stemmer

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = "bm25"
LATEST_KEPT = 16
logging.getLogger("bm25s").setLevel(logging.WARNING)
_SMALL_TALK = (
    "am any anyone anything can come could do does find for get give go going has have help how i if in into is it know like "
    "look looking me my need needs of on or our please she he her him his show so some somebody someone something tell that "
    "the their them there they this to us want wanting wants was we what when where which who will with would you your"
)
"""Words of asking, which say nothing about what is asked for."""
STOPWORDS = sorted({*bm25s.stopwords.STOPWORDS_EN, *_SMALL_TALK.split()})


class LexicalIndex:
    """A BM25 index whose documents are numbered from 0 in the order given to ``build``."""

    def __init__(self, retriever: Any) -> None:
        self._retriever = retriever
        self._stemmer = Stemmer.Stemmer("english")
        # One search asks for the same few texts several times; no more of them stay in memory.
        self._tokens = lru_cache(maxsize=LATEST_KEPT)(self._tokenised)

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index ``texts``."""
        stemmer = Stemmer.Stemmer("english")
        tokens = bm25s.tokenize(list(texts), stopwords=STOPWORDS, stemmer=stemmer, show_progress=False)
        retriever = bm25s.BM25(k1=1.2, b=0.6)
        retriever.index(tokens, show_progress=False)
        return cls(retriever)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Load what ``save`` wrote."""
        return cls(bm25s.BM25.load(str(folder / FOLDER), load_corpus=False))

    def save(self, folder: Path) -> None:
        """Write the index below ``folder``."""
        self._retriever.save(str(folder / FOLDER), show_progress=False)

    @property
    def size(self) -> int:
        """Number of documents."""
        return int(self._retriever.scores["num_docs"])

    def says_something(self, text: str) -> bool:
        """Return whether ``text`` has a word beside those of asking ("what is on in" has none)."""
        return bool(self._tokens(text))

    def knows(self, text: str) -> bool:
        """Return whether some document has a word of ``text``."""
        return any(token in self._retriever.vocab_dict for token in self._tokens(text))

    def scores(self, text: str) -> NDArray[np.float32]:
        """Return the BM25 score of every document: float32 array, shape (documents,)."""
        known = [token for token in self._tokens(text) if token in self._retriever.vocab_dict]
        if not known:
            return np.zeros(self._retriever.scores["num_docs"], dtype=np.float32)
        scores: NDArray[np.float32] = self._retriever.get_scores(known).astype(np.float32)
        return scores

    def _tokenised(self, text: str) -> tuple[str, ...]:
        tokens = bm25s.tokenize([text], stopwords=STOPWORDS, stemmer=self._stemmer, show_progress=False, return_ids=False)
        return tuple(tokens[0])
