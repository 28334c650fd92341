"""Decide whether a phrase is wanted, ruled out or neither: "not online", "doesn't want to go to uni", "not just online"."""

from __future__ import annotations

import re

_NEGATOR = (
    r"(?:not|no|nae|never|nothing|without|except|excluding|avoid|avoiding|isn't|aren't|wasn't|don't|doesn't|didn't|dont|doesnt"
    r"|isnt|won't|wont|rather than|instead of|other than|apart from|anything but|instead o|no'"
    r"|can't|cannot|cant|cannae|dinnae|doesnae|disnae|isnae|hates?|dislikes?|nor|non)"
)
# Words that may stand between the negator and what it rules out.
_FILLER = (
    r"(?:a|an|the|any|more|another|for|in|to|at|by|with|through|just yet|want|wants|wanting|need|needs|like|likes|interested|keen"
    r"|interest|on|go|goes|going|be|it|is|that's|thats|that|are|being|do|doing|too|really|of|going to"
    r"|get to|travel|travel to|attend|study|studying|all|school|ones|our|my|want it)"
)
_BEFORE = re.compile(rf"\b{_NEGATOR}(?:\s{_FILLER}){{0,6}}[\s-]$")
_NOT_REALLY = re.compile(
    r"\b(?:no (?:problem|idea|experience|longer|need)|why (?:not|can't|cannot)|not sure|don't know|dont know|not yet)\b[^,.;]*$"
)
# "Not just online" and "don't mind online" neither ask for it nor rule it out.
_INDIFFERENT = re.compile(
    r"\b(?:not (?:just|only|necessarily)|no matter|(?:don't|dont|doesn't|doesnt|dinnae|wouldn't) (?:really )?(?:mind|care)"
    r"|(?:doesn't|doesnt|does not|disnae) (?:really )?matter)\b[^,.;]*$"
)
# "There are no robotics clubs in Fife" and "we have no lab" complain of a lack: what is lacking is wanted.
_LACK = re.compile(
    r"\b(?:there(?:'s| is| are| isn't| aren't)?|theres|is there|are there|seems?(?: to be)?|ive|weve"
    r"|(?:i|we|they|he|she|area|council|schools?)(?:'ve| have| has| had)(?: got)?)"
    r"\s(?:no(?! interest)|nae|nothing|not (?:a|an|any|much|many)|any|much)\b[^,.;]*$"
)
# "My daughter doesn't want" does not rule out the daughter.
_OF_A_WISH = r"(?! (?:want|like|love|know|have|need|think|enjoy|get|care|see|go)\b)"
_AFTER_NO = re.compile(
    rf"^\s(?:isn't|aren't|isnae|(?:doesn't|don't|won't|wouldn't){_OF_A_WISH}"
    r"|is not|are not|is out|are out|is no good|no good)\b"
)


def is_negated(folded: str, start: int, end: int) -> bool:
    """Return whether the span ``start:end`` of ``folded`` is ruled out by the words around it.

    Args:
        folded: the whole message, folded.
        start: offset of the phrase.
        end: offset just behind the phrase.
    """
    before = _clause_before(folded, start)
    if any(pattern.search(before) for pattern in (_NOT_REALLY, _INDIFFERENT, _LACK)):
        return False
    if _BEFORE.search(before):
        return True
    return bool(_AFTER_NO.match(folded[end:]))


def is_indifferent(folded: str, start: int, end: int) -> bool:
    """Return whether the words around the span say that it does not matter: neither wished nor ruled out."""
    return bool(_INDIFFERENT.search(_clause_before(folded, start)))


def _clause_before(folded: str, start: int) -> str:
    clause = re.split(r"[.;!?,]|(?<!anything )\bbut\b|\binstead\b(?! of)", folded[:start])[-1]
    return clause if clause.endswith((" ", "-")) else f"{clause} "
