"""Check the line in which a curator describes an offer or a need to everybody: their own words, never the giver's."""

from __future__ import annotations

import re

from bot.submissions.checks import EMAIL, contact_in
from bot.submissions.submission import Submission
from knowledge.text import fold

LONGEST = 200
SHORTEST = 10
COPIED = 5
"""So many of the giver's words in a row are a copy; "talk about electronics" is not."""
_WORD = re.compile(r"[^\W_]+")
_WEB = re.compile(r"https?:|www\.|\b\w+\.(?:com|org|net|scot|uk)\b", re.IGNORECASE)


def wrong_with(text: str, submission: Submission) -> str:
    """Return the key of the text that says what is wrong with a description; empty where nothing is.

    Args:
        text: the description, one line.
        submission: what it describes.
    """
    if not submission.may_be_described:
        return "portal_describe_not_agreed"
    if not SHORTEST <= len(text) <= LONGEST:
        return "portal_describe_length"
    if contact_in(text) or EMAIL.search(text) or _WEB.search(text):
        return "portal_describe_contact"
    said, organisation = _words(text), _words(submission.organisation)
    if organisation and _stands_in(organisation, said):
        return "portal_describe_organisation"
    typed = _words(submission.what)
    if any(_stands_in(typed[start : start + COPIED], said) for start in range(len(typed) - COPIED + 1)):
        return "portal_describe_copied"
    return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stands_in(piece: list[str], words: list[str]) -> bool:
    return any(words[start : start + len(piece)] == piece for start in range(len(words) - len(piece) + 1))
