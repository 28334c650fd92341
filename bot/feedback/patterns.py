"""What is private by its form alone, in whatever words: addresses, numbers, dates, web addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Change = Callable[[str], str]

NAME, NUMBER, EMAIL, WEB, ADDRESS, DATE, WORD = "[name]", "[number]", "[e-mail]", "[web address]", "[address]", "[date]", "[word]"
MARKS = (NAME, NUMBER, EMAIL, WEB, ADDRESS, DATE, WORD)
"""What stands in the place of something taken out."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DIGIT_WORD = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble)"
_STREETS = r"(?:street|road|avenue|crescent|terrace|wynd|boulevard)"
"""Hardly ever anything but part of an address."""
_STREETS_BY_NUMBER = (
    rf"(?:{_STREETS}|st|rd|ave|drive|dr|cres|lane|place|pl|gardens|gdns|court|close|row|square|brae|view|grove|walk|way|loan|park"
    r"|quay|hill|mews|rise|house|cottages?)"
)
_SHORT_STREETS = rf"(?:(?i:{_STREETS})|St|Rd|Ave|Cres|Drive|Gardens)"
_NAMED = r"[^\W\d_][\w'’-]*"
_AT, _DOT = r"(?:\(at\)|\[at\]|\bat\b)", r"(?:\(dot\)|\[dot\]|\bdot\b|\.)"
_ENDINGS = "com|org|net|uk|scot|eu|ie|co|io|me|info|biz|tv|edu|gov|page|link|app|dev|site|online"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:https?|ftp)\s?:\s?/\s?/\S*|\bwww\.\S*", re.I), WEB),
    (re.compile(r"[^\s@\[\]]*@[^\s@\[\]]*"), EMAIL),
    (re.compile(rf"\b[\w.+-]+\s*{_AT}\s*[\w-]+(?:\s*{_DOT}\s*\w+)+", re.I), EMAIL),
    (re.compile(rf"\b[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})\b(?:/\S*)?", re.I), WEB),
    # Names of accounts.
    (re.compile(r"\b\w+_\w+\b"), WORD),
    # The reference number of an offer or a request is the key to it.
    (re.compile(r"\b(?:off|need)-[0-9a-z-]{2,}", re.I), NUMBER),
    # A telephone number, before parts of it are taken for a date.
    (re.compile(r"(?<!\w)[+(]*\d(?:[\s().\-/+]*\d){8,}"), NUMBER),
    (re.compile(rf"\b{_DAY}(?:\s+of)?[\s-]+{_MONTH}\b(?:[\s,-]+\d{{2,4}}\b)?", re.I), DATE),
    (re.compile(rf"\b{_MONTH}\s+{_DAY}\b(?:[\s,]+\d{{4}}\b)?", re.I), DATE),
    (re.compile(r"(?<![/.\-])(?<![/.\-]\s)\b\d{1,4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{1,4}\b(?!\s?[/.\-]\s?\d)"), DATE),
    (
        re.compile(rf"\b(?:born|birthday|birth|dob)\b(?:\s+(?:is|was|in|on|of|the))*\s*:?\s*(?:{_MONTH}\s+)?\d{{1,4}}\b", re.I),
        DATE,
    ),
    (
        re.compile(rf"\b(?:flat\s+)?\d{{1,4}}(?:/\d{{1,2}})?[a-z]?[\s,]+(?:{_NAMED}\s+){{1,3}}{_STREETS_BY_NUMBER}\b\.?", re.I),
        ADDRESS,
    ),
    (re.compile(rf"\b(?:[A-Z][\w'’-]*\s+){{1,3}}{_SHORT_STREETS}\b(?!\.?\s+[A-Z])"), ADDRESS),
    (re.compile(rf"\b(?!(?:the|a|an|of|my|our|by|to|on)\b){_NAMED}\s+{_STREETS}\b", re.I), ADDRESS),
    (re.compile(r"\b(?:flat|apartment|po box|house number|door)\s+(?:no\.?\s*)?\d+(?:/\d+)?[a-z]?\b", re.I), ADDRESS),
    (re.compile(rf"\b{_DIGIT_WORD}(?:[\s,-]+{_DIGIT_WORD}){{3,}}\b", re.I), NUMBER),
)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[\s-]*\d[a-z]{2}\b", re.I)
_DIGITS_APART = re.compile(r"(?<!\w)[+(]*\d(?:[\s().\-/+]*\d){4,}")
_CODE = re.compile(r"\w*(?:\d\w*){5,}")
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS))
_MARKS_TOGETHER = re.compile(rf"((?:{_MARK.pattern}))(?:[\s,]*\1)+")


def plain(text: str) -> str:
    """Return ``text`` in one line, with look-alike characters as the ordinary ones and without invisible ones."""
    compatible = unicodedata.normalize("NFKC", text)
    seen = "".join(each for each in compatible if unicodedata.category(each) not in {"Cf", "Cs", "Co", "Cn"})
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in seen).split())


def without_private_forms(text: str) -> str:
    """Return ``text``, as ``plain`` gives it, with marks in the place of what is private by its form.

    Of a full postcode the district stays: it says no more than a council area or two.
    """
    text = _POSTCODE.sub(lambda match: match[1].upper(), text)
    for pattern, mark in _PATTERNS:
        text = between_marks(text, lambda piece, p=pattern, m=mark: p.sub(f" {m} ", piece))  # type: ignore[misc]
    text = between_marks(text, lambda piece: _CODE.sub(NUMBER, _DIGITS_APART.sub(f" {NUMBER} ", piece)))
    return tidied(text)


def between_marks(text: str, change: Change) -> str:
    """Return ``text`` with ``change`` made to everything but the marks."""
    pieces, position = [], 0
    for match in _MARK.finditer(text):
        pieces += [change(text[position : match.start()]), match.group()]
        position = match.end()
    return "".join([*pieces, change(text[position:])])


def tidied(text: str) -> str:
    """Return ``text`` with single spaces, and one mark where several of a kind stood together."""
    text = " ".join(_MARKS_TOGETHER.sub(r"\1", text).split())
    return re.sub(r"\s+([,.;:!?])", r"\1", text)


def marks_in(text: str) -> int:
    """Return how many marks stand in ``text``."""
    return len(_MARK.findall(text))


def without_marks(text: str) -> str:
    """Return ``text`` without its marks."""
    return _MARK.sub(" ", text)
