"""Read a long message for what it asks: the clauses in which somebody asks and says where they are, not their whole story.

The words by which a clause is told are in ``condensing.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError
from knowledge.text import normalised, words
from knowledge.understanding import Mention, Understanding, Wishes
from knowledge.understanding.wishes import FACET_NAMES, unique

FILE = Path(__file__).parent / "condensing.yaml"
LONG = 60
"""Words beyond which a message is read this way."""
AROUND = 6
"""Words kept on either side of a word that says what is looked for."""
CLAUSE_WORDS = 25
"""A clause is cut after so many words where no punctuation ends it."""
CONTENT = ("topic", "kind", "delivery")


@dataclass(frozen=True)
class Clause:
    """A stretch of the message: from ``start`` up to ``end``."""

    start: int
    end: int
    asks: bool
    tells_home: bool
    is_elsewhere: bool


def is_long(text: str) -> bool:
    """Return whether a message is too long to be taken word by word."""
    return len(words(text)) > LONG


def gist(said: Understanding) -> Understanding:
    """Return what a message asks for; of a long one without what only belongs to the story.

    Subjects, kinds and ways are taken from the clauses that ask, where these name any; places from those that tell where
    the asker is; the audience from those that ask, else the first one named. What is searched for are the words around them.
    """
    if not is_long(said.text):
        return said
    clauses = _clauses(said.text)

    def within(test: Callable[[Clause], bool]) -> Callable[[Mention], bool]:
        return lambda mention: any(test(clause) and clause.start <= mention.start < clause.end for clause in clauses)

    asks = within(lambda clause: clause.asks and not clause.is_elsewhere)
    home = within(lambda clause: clause.tells_home and not clause.is_elsewhere)
    here = within(lambda clause: not clause.is_elsewhere)
    kept: list[Mention] = [m for m in said.mentions if m.facet not in (*CONTENT, "place", "audience")]
    content = [m for m in said.mentions if m.facet in CONTENT]
    kept += _first_that_tell([m for m in content if asks(m)], [m for m in content if here(m)], content)
    places = [m for m in said.mentions if m.facet == "place"]
    kept += _first_that_tell(
        [m for m in places if home(m)], [m for m in places if asks(m)], [m for m in places if here(m)], places
    )
    audiences = [m for m in said.mentions if m.facet == "audience"]
    kept += _first_that_tell([m for m in audiences if asks(m)], audiences[:1])
    kept.sort(key=lambda mention: mention.start)
    return replace(
        said, mentions=tuple(kept), wishes=_wishes_of(kept), free_text=_words_around(said.text, kept) or said.free_text
    )


def _first_that_tell(*choices: list[Mention]) -> list[Mention]:
    """Return the first choice with something wished in it, else the last."""
    return next((each for each in choices if any(not m.vague and not m.negated for m in each)), choices[-1])


def _clauses(text: str) -> list[Clause]:
    found = []
    for sentence in re.finditer(r"[^.!?;\n]+", text):
        typed = words(sentence.group())
        for first in range(0, len(typed), CLAUSE_WORDS):
            stretch = typed[first : first + CLAUSE_WORDS]
            start, end = sentence.start() + stretch[0].start, sentence.start() + stretch[-1].end
            spoken = normalised(text[start:end])
            signs = {key: bool(pattern.search(spoken)) for key, pattern in clause_words().items()}
            found.append(Clause(start, end, signs["asking"], signs["home"], signs["elsewhere"]))
    return found


def _words_around(text: str, mentions: Iterable[Mention]) -> str:
    """Return the words near what says clearly what is looked for, without places and what is ruled out."""
    telling = [m for m in mentions if m.facet in CONTENT and not m.negated]
    clear = [m for m in telling if not m.vague] or telling
    typed = words(text)
    hidden = [m for m in mentions if m.facet == "place" or m.negated]
    kept: set[int] = set()
    for mention in clear:
        touched = [number for number, word in enumerate(typed) if word.start < mention.end and mention.start < word.end]
        if touched:
            kept |= set(range(max(touched[0] - AROUND, 0), min(touched[-1] + AROUND + 1, len(typed))))
    shown = [typed[n] for n in sorted(kept) if not any(m.start < typed[n].end and typed[n].start < m.end for m in hidden)]
    return " ".join(text[word.start : word.end] for word in shown)


def _wishes_of(mentions: Iterable[Mention]) -> Wishes:
    said = [mention for mention in mentions if mention.facet != "resource" and not mention.vague]
    wished = {facet: unique(v for m in said if m.facet == facet and not m.negated for v in m.values) for facet in FACET_NAMES}
    ruled_out = {
        facet: values
        for facet in FACET_NAMES
        if (values := unique(v for m in said if m.facet == facet and m.negated for v in m.values if v not in wished[facet]))
    }
    label = " or ".join(unique(m.label for m in said if m.facet == "place" and not m.negated))
    return Wishes(place_label=label, excluded=ruled_out, **wished)


@lru_cache(maxsize=1)
def clause_words() -> Mapping[str, re.Pattern[str]]:
    """Return the words of ``condensing.yaml``, ready to be looked for (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return {key: re.compile(rf"\b(?:{'|'.join(re.escape(normalised(each)) for each in data[key])})\b") for key in
                ("asking", "home", "elsewhere")}  # fmt: skip
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain its fields.") from error
