"""Who asks, where a sentence shows it though no phrase does: "ma autistic lad", "a distillery wanting to work with schools"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_OWN = r"(?:my|our|ma|oor|wir)"
_KIN = (
    r"(?:sons?|daughters?|boys?|girl|weans?|bairns?|lads?|lassie|laddies?|loons?|quines?|child|children|kids?|teenagers?|toddlers?"
    r"|(?:step|grand|god)(?:sons?|daughters?|child|children|bairns?|weans?)|(?:wee|little|young) (?:ones?|yins?|man|guy|fella)"
    r"|twins|eldest|oldest|youngest|nephews?|nieces?|baby)"
)
_OWN_CHILD = re.compile(rf"\b({_OWN}) (?:(?!school)[a-z]+ ){{0,2}}?{_KIN}\b")
_OWN_CHILD_BY_AGE = re.compile(
    rf"\b({_OWN}) (?:(?:\w+ )?(?:\d{{1,2}}|[a-z]+teen|[a-z]+) ?-?(?:years?|yrs?|yr) ?-?olds?|\d{{1,2}} ?yo)\b"
)

_PUPIL = re.compile(
    r"\b(i'?m|i am|im)(?: (?:still|currently|just|now))? (?:in (?:p|s|primary |secondary )\s?[1-7]\b|(?:going )?into s\s?[1-6]\b"
    r"|an? (?:s[1-6] |senior |high school )?pupil|at school|leaving school)"
)

_TEACHER = re.compile(r"\b(our|my) (?:p|s|primary |secondary )\s?[1-7](?:s| class(?:es)?| pupils| kids| children)\b")
_VISIT_TO_SCHOOL = re.compile(
    r"\b((?:come|comes|coming) (?:in |out |up |over |along )?to|visit|visits) (?:[\w'-]+ ){1,3}?"
    r"(?:school|schools|academy|primary|primaries|grammar|nursery|nurseries|high|secondary)\b"
)

_ORGANISATION = (
    r"(?:compan(?:y|ies)|firms?|business(?:es)?|bank|distillery|brewery|farm|estate|bakery|studio|agency|consultancy|contractors?"
    r"|manufacturer|operator|developer|garage|factory|plant|yard|shipyard|hotel|restaurant|practice|surgery|hospital|lab|laboratory"
    r"|pharmacy|vets|utility|start-?up|organisation|builders?|quarry|hatchery|port|harbour|airport|mill)"
)
_YOUNG = (
    r"(?:schools?|high school|academy|pupils?|primar(?:y|ies)|class(?:es|rooms?)?|young (?:people|folk)|kids|bairns|weans"
    r"|students?)"
)
_WILLING = (
    r"(?:want(?:s|ing)?|wish(?:es|ing)?|happy|keen|willing|hoping|looking|able|would like|would love|like|can|could|offering"
    r"|offers?)"
)
_WE_ARE_A_FIRM = re.compile(
    r"\b(we're|we are|were|i work (?:for|at|in)|we work (?:for|at|in)|i own|we own|i run|we run|i manage|we have|i've got"
    rf"|on behalf of|i'm from|i represent) an? (?:[\w'-]+ ){{0,3}}?{_ORGANISATION}\b"
)
_FIRM_IS_WILLING = re.compile(rf"\b({_ORGANISATION})\b[^.?!]{{0,40}}?\b{_WILLING}\b[^.?!]{{0,40}}?\b{_YOUNG}\b")
_FIRM_BEGINS = re.compile(
    r"^\W*(?:an? |small |local |big )*((?:[\w'-]+ ){0,2}?(?:company|firm|manufacturer|contractors?|distillery|brewery)),"
)
_WE_GIVE = re.compile(
    r"\b(we|we've|we'd|i've|i'd)(?: \w+){0,3}? (?:[^.?!]{1,40}? )?to (?:give|donate|lend|offer|pass on)(?: \w+){0,2}? to "
    rf"(?:an? |the |local |our |some |nearby )*{_YOUNG}\b"
)
_TAKES_ON = re.compile(
    r"\b(tak(?:e|es|ing) on|hir(?:e|es|ing)|recruit(?:s|ing)?|employ(?:s|ing)?) (?:an? |our |more |some )?(?:[a-z]+ ){0,2}?"
    r"apprentices?\b"
)

_PATTERNS = {
    "teacher": (_TEACHER,),
    "parent": (_OWN_CHILD_BY_AGE, _OWN_CHILD),
    "pupil": (_PUPIL,),
    "employer": (_WE_ARE_A_FIRM, _FIRM_IS_WILLING, _FIRM_BEGINS, _WE_GIVE, _TAKES_ON),
}
_PEOPLE = ("teacher", "parent", "pupil")


@dataclass(frozen=True)
class AskerFound:
    """An audience and the span of folded text that shows it."""

    audience: str
    start: int
    end: int


def find_askers(folded: str, known: Collection[str]) -> list[AskerFound]:
    """Return who asks, as whole sentences of ``folded`` show it.

    Args:
        folded: the whole message, folded.
        known: audiences already told by single phrases; no other is looked for beside them, since a teacher may speak of
            firms, and of "our children", as well.
    """
    if known:
        return []
    people = [shown for audience in _PEOPLE if (shown := _shown(audience, _PATTERNS[audience], folded))]
    employer = None if people else _shown("employer", _PATTERNS["employer"], folded)
    return [*people, employer] if employer else people


def find_visit(folded: str) -> tuple[int, int] | None:
    """Return the span that asks somebody to come to a school, whichever it is ("come out to Sandness Primary")."""
    match = _VISIT_TO_SCHOOL.search(folded)
    return (match.start(1), match.end(1)) if match else None


def _shown(audience: str, patterns: tuple[re.Pattern[str], ...], folded: str) -> AskerFound | None:
    """Return the first sign; the span is that of the pattern's group, so that an age or place beside it stays free."""
    for pattern in patterns:
        if match := pattern.search(folded):
            return AskerFound(audience, match.start(1), match.end(1))
    return None
