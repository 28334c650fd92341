"""Decide whether a phrase is wanted or ruled out: "not online", "no competitions", "doesn't want to go to uni"."""

from __future__ import annotations

import re

_NEGATOR = (
    r"(?:not|no|nae|never|nothing|without|except|excluding|avoid|avoiding|isn't|aren't|wasn't|don't|doesn't|didn't|dont|doesnt"
    r"|isnt|won't|wont|rather than|instead of|other than|apart from|anything but|instead o|no' "
    r"|dinnae|doesnae|disnae|isnae|hates?|dislikes?|nor|non)"
)
# Words that may stand between the negator and what it rules out.
_FILLER = (
    r"(?:a|an|the|any|more|another|for|in|to|at|by|with|through|just yet|want|wants|wanting|need|needs|like|likes|interested|keen"
    r"|on|go|goes|going|be|it|is|that's|thats|that|are|being|do|doing|too|really|of|going to"
    r"|attend|study|studying|all|school|ones|our|my|want it)"
)
_BEFORE = re.compile(rf"\b{_NEGATOR}(?:\s{_FILLER}){{0,6}}[\s-]$")
_NOT_REALLY = re.compile(
    r"\b(?:not (?:just|only|necessarily)|no (?:problem|matter|idea|experience|longer|need)"
    r"|why not|not sure|don't mind|dont mind|don't know|dont know|not yet)\b[^,.;]*$"
)
_AFTER_NO = re.compile(
    r"^\s(?:isn't|aren't|isnae|doesn't|don't|won't|wouldn't|is not|are not|is out|are out|is no good|no good|won't)\b"
)


def is_negated(folded: str, start: int, end: int) -> bool:
    """Return whether the span ``start:end`` of ``folded`` is ruled out by the words around it.

    Args:
        folded: the whole message, folded.
        start: offset of the phrase.
        end: offset just behind the phrase.
    """
    clause = re.split(r"[.;!?]|,|\bbut\b|\binstead\b(?! of)", folded[:start])[-1]
    before = clause if clause.endswith((" ", "-")) else f"{clause} "
    if _NOT_REALLY.search(before):
        return False
    if _BEFORE.search(before):
        return True
    return bool(_AFTER_NO.match(folded[end:]))
