"""Take personal details out of a question before it is stored. Where it is doubtful whether a word is one, it is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wordfreq import zipf_frequency

from bot.feedback.patterns import MARKS, NAME, WORD, marks_in, plain, tidied, without_marks, without_private_forms
from bot.feedback.person_names import Cues, PersonNames
from knowledge.text import fold
from knowledge.understanding import Understander

LONGEST = 300
"""Characters of a question that are stored at most."""
READ = 1000
"""Characters that are looked at: no message is longer."""
_TOKEN = re.compile("|".join(re.escape(mark) for mark in MARKS) + r"|[^\W_]+(?:['’\-][^\W_]+)*|_|[^\w\s]")
_FINE_WITH_DIGITS = re.compile(
    r"[a-z]{1,3}\d{1,2}[a-z]?(?:-[a-z]{0,2}\d{1,2})?|\d{1,4}(?:st|nd|rd|th|s|k|m|d|g|v|pm|am|yo|yr|yrs|ish|x|h|hr|hrs)?|nat\d|\d{1,3}-\d{1,3}"
)
_ENDS_SENTENCE = frozenset(".!?:;•*")


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def folded(self) -> str:
        return fold(self.text).removesuffix("'s")

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()


class Scrubber:
    """Takes personal details out of questions.

    Args:
        understander: knows places, terms and the names of entries, which may stay.
        names: words that name people.
    """

    def __init__(self, understander: Understander, names: PersonNames | None = None) -> None:
        self._understander = understander
        self._names = names or PersonNames.default()
        self._cues = Cues.default()

    def scrubbed(self, text: str, longest: int = LONGEST) -> str:
        """Return ``text`` with marks in the place of personal details; empty where so much had to go that little is left.

        Args:
            text: as typed.
            longest: how many characters to return at most.
        """
        left = without_private_forms(plain(text[:READ]))
        left = self._without_people(left)
        if marks_in(left) * 2 > len(re.findall(r"\w+", without_marks(left))):
            return ""
        return _shortened(left, longest)

    def recognises(self, text: str) -> bool:
        """Return whether ``text`` speaks of a place, a term or an entry."""
        return bool(self._understander.understand(text).mentions)

    def _without_people(self, text: str) -> str:
        tokens = [_Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        mentions = self._understander.understand(without_marks_in_place(text)).mentions
        words = [token for token in tokens if token.is_word]
        shouted = sum(token.has_capital for token in words) * 2 > len(words) + 1
        gone: list[tuple[_Token, str]] = []
        in_name = 0
        for position, token in enumerate(tokens):
            if not token.is_word:
                in_name = in_name if token.text in {",", "-", "'", ".", *MARKS} else 0
                continue
            told = token.has_capital and not shouted and not self._starts_sentence(tokens, position)
            kept = any(mention.start <= token.start and token.end <= mention.end for mention in mentions)
            kept = kept and not self._begins_full_name(token, tokens[position + 1 : position + 2])
            before = _words_before(tokens, position)
            if self._does_something(token, tokens[position + 1 : position + 3]):
                mark, in_name = NAME, 0
            else:
                mark, in_name = self._verdict(token, before, told, kept, shouted, in_name)
            if mark:
                gone.append((token, mark))
        return tidied(_replaced(text, gone))

    def _verdict(self, token: _Token, before: list[str], told: bool, kept: bool, shouted: bool, in_name: int) -> tuple[str, int]:
        """Return the mark for a word, empty where it may stay, and how many more words may belong to a name.

        Args:
            token: the word.
            before: up to three words before it, folded.
            told: its capital says that it is a name of something.
            kept: it belongs to a place, a term or the name of an entry.
            shouted: capitals stand everywhere, and so say nothing.
            in_name: how many more words may belong to the name before.
        """
        word = token.folded
        if any(letter.isdigit() for letter in word):
            return ("" if _FINE_WITH_DIGITS.fullmatch(word) else WORD), 0
        possible = self._names.is_possible(word)
        if self._is_presented(word, token, before, told):
            return NAME, 2
        if in_name and (possible or (not kept and (told or _frequency(word) < 3))):
            return NAME, in_name - 1
        if kept:
            return "", 0
        if self._names.is_certain(word) or _is_macs(word):
            return NAME, 2
        if word in self._names.kept_words or word in self._cues.function_words:
            return "", 0
        if told or (token.has_capital and (possible or (shouted and _frequency(word) < 3.5))):
            return NAME, 2
        return ("" if _is_known(word) else WORD), 0

    def _does_something(self, token: _Token, following: list[_Token]) -> bool:
        """Return whether a given name, even one that is a word, stands before what people do or are: "grace is 12"."""
        if token.folded not in self._names.given | self._names.given_and_word or not following:
            return False
        after = [fold(each.text) for each in following]
        return after[0] in self._cues.verbs or (after[0] in {"is", "aged"} and after[-1].isdigit())

    def _begins_full_name(self, token: _Token, following: list[_Token]) -> bool:
        """Return whether a word that may be a place is a given name with the family name behind it: "Angus Mackay"."""
        after = following[0].folded if following and following[0].is_word else ""
        return token.folded in self._names.given | self._names.given_and_word and (after in self._names.family or _is_macs(after))

    def _is_presented(self, word: str, token: _Token, before: list[str], told: bool) -> bool:
        """Return whether the words before say that a name follows."""
        if not before:
            return False
        cues, last, pair = self._cues, before[-1], " ".join(before[-2:])
        possible = self._names.is_possible(word)
        if word in cues.function_words:
            return False
        if last in cues.titles:
            return True
        if last in cues.titles_and_words and (told or possible):
            return True
        if pair in {"name is", "name was"} or last in cues.presenters:
            return told or possible or _frequency(word) < 5
        if last in cues.relations and word not in cues.verbs:
            return token.has_capital or possible or (_frequency(word) < 3 and not word.endswith("s"))
        if last in {"i'm", "im"} or pair in {"i am", "this is"}:
            return possible
        return last in cues.greetings and told and possible

    def _starts_sentence(self, tokens: list[_Token], position: int) -> bool:
        if position == 0:
            return True
        after_title = position > 1 and fold(tokens[position - 2].text) in self._cues.titles | self._cues.titles_and_words
        return tokens[position - 1].text in _ENDS_SENTENCE and not after_title


def without_marks_in_place(text: str) -> str:
    """Return ``text`` with blanks where marks stand, so that offsets still fit."""
    for mark in MARKS:
        text = text.replace(mark, " " * len(mark))
    return text


def _words_before(tokens: list[_Token], position: int) -> list[str]:
    """Return the last three words of the same sentence before a token."""
    found: list[str] = []
    for token in reversed(tokens[:position]):
        if token.text in _ENDS_SENTENCE and token.text not in ".:":
            break
        if token.is_word or token.text in MARKS:
            found.append(fold(token.text))
        if len(found) == 3:
            break
    return found[::-1]


def _replaced(text: str, gone: Iterable[tuple[_Token, str]]) -> str:
    pieces, position = [], 0
    for token, mark in gone:
        pieces += [text[position : token.start], mark]
        position = token.end
    return "".join([*pieces, text[position:]])


def _frequency(word: str) -> float:
    return float(zipf_frequency(word, "en", wordlist="small"))


def _is_macs(word: str) -> bool:
    return bool(re.fullmatch(r"mc[a-z]{3,}|mac[a-z]{4,}|o'[a-z]{3,}", word)) and _frequency(word) < 3.7 and word != "o'clock"


def _is_known(word: str) -> bool:
    """Return whether every part of a word is English; of a rare one nobody can say that it is not a name."""
    parts = re.split(r"[-'’]", word)
    return all(len(part) <= 2 or zipf_frequency(part, "en", wordlist="large") >= 1 for part in parts)


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    cut = text[: longest - 1].rsplit(" ", 1)[0]
    # A mark that was cut in two would tell nothing.
    return re.sub(r"\[[^\]]*$", "", cut).rstrip(" ,;:-") + "…"
