"""Read the stage out of class names, qualifications and ages, as Scottish schools use them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18,
}  # fmt: skip
_AGE = r"(\d{1,2}|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")"
_CHILD = (
    r"(?:sons?|daughters?|boys?|girls?|child|children|kids?|weans?|bairns?|lads?|lassies?|laddies?|loons?|quines?|grandsons?"
    r"|granddaughters?|grandchild|grandchildren|nieces?|nephews?|teenagers?|toddlers?|eldest|oldest|youngest|twins"
    r"|(?:wee|little|young) (?:ones?|yins?))"
)
_KIN = rf"(?:{_CHILD}|pupils?|he|she|they|who)"
_SUBJECT = r"(?:biology|chemistry|physics|maths|computing|engineering|science|design)"
_JOINT = r"\s?(?:-|to|tae|/|&|and|or)\s?"

_PRIMARY_CLASS = re.compile(rf"\b(?:p|pr|primary)\s?[-.]?\s?[1-7]s?(?:{_JOINT}(?:p\s?)?[1-7]s?)?\b")
_SECONDARY_CLASS = re.compile(rf"\b(?:s|secondary)\s?[-.]?([1-6])s?(?:{_JOINT}(?:s\s?)?([1-6])s?)?\b")
_QUALIFICATION = re.compile(
    r"\b(?:nat(?:ional)?s?\s?-?[2-5]s?|n5s?|advanced highers?|ah (?=biology|chemistry|physics|maths)"
    r"|highers|higher (?=(?:grade |human )?(?:biology|chemistry|physics|math|computing|engineering|design|geography|"
    r"environmental|graphic|practical|science|level|pupils?|class|course|students?))|(?:(?<=for )"
    r"|(?<=doing )|(?<=taking )|(?<=at ))higher\b(?! education)"
    r"|foundation apprenticeships?)\b"
)
_SUBJECT_AT_HIGHER = re.compile(rf"\b{_SUBJECT} higher\b(?! (?:education|than|up))")
_YEARS_OLD = re.compile(
    rf"\b(?:{_AGE}\s?(?:-|to|or|and)\s?)?{_AGE}\s?-?(?:years?|yrs?|yr|y)\s?-?(?:olds?|aulds?|o)\b|\b{_AGE}\s?yo\b"
)
_AGED = re.compile(rf"\b(?:age[ds]?|age of|ages of|turning|turns)\s{_AGE}(?:\s?(?:-|to|and|or)\s?{_AGE})?\b")
_COUNTED = r"(?!\s?(?:%|people|staff|miles|pupils|km|of us|schools?|classes))"
_IS_AGE = re.compile(
    rf"\b(?:{_KIN}(?:(?:'s| is| are|s|'ll be|'re| will be)?|\s[a-z]+(?:'s| is))|i'm|i am)\s(?:nearly |almost |just |now "
    rf"|only )*{_AGE}(?:\s?(?:and|an|or|&)\s?{_AGE})?\b{_COUNTED}"
)
_CHILD_BY_AGE = re.compile(
    rf"\b{_CHILD}(?:,\s|\s\(|,? (?:of|from|between) )(?:nearly |almost |just |only )?"
    rf"{_AGE}(?:\s?(?:-|to|and|or|&)\s?{_AGE})?\b{_COUNTED}"
)
_ADULT_AGE = re.compile(
    rf"\b(?:i'm|i am|im|aged?|at)\s(?:nearly |almost |now )?([2-6]\d)\b{_COUNTED}(?!\s?(?:pounds|per|o'clock|or))"
)


@dataclass(frozen=True)
class StageFound:
    """Stages read from one span of folded text, and the age where a single one was said."""

    start: int
    end: int
    stages: tuple[str, ...]
    age: int | None = None


def stages_for_age(age: int) -> tuple[str, ...]:
    """Return the stages of Scottish education for an age in years (P1 begins at four and a half to five and a half)."""
    if age <= 4:
        return ("early-years",)
    if age <= 11:
        return ("primary",)
    if age <= 14:
        return ("lower-secondary",)
    if age <= 17:
        return ("senior-phase",)
    return ("adult",)


def find_stages(folded: str) -> list[StageFound]:
    """Return every class name, qualification and age in ``folded`` (see ``knowledge.text.fold``)."""
    found = [StageFound(m.start(), m.end(), ("primary",)) for m in _PRIMARY_CLASS.finditer(folded)]
    for match in _SECONDARY_CLASS.finditer(folded):
        first = int(match[1])
        last = int(match[2] or first)
        years = range(min(first, last), max(first, last) + 1)
        classes = ["lower-secondary"] if any(year <= 3 for year in years) else []
        if any(year >= 4 for year in years):
            classes.append("senior-phase")
        found.append(StageFound(match.start(), match.end(), tuple(classes)))
    found += [StageFound(m.start(), m.end(), ("senior-phase",)) for m in _QUALIFICATION.finditer(folded)]
    found += [StageFound(m.start(), m.end(), ("senior-phase",)) for m in _SUBJECT_AT_HIGHER.finditer(folded)]
    for pattern in (_ADULT_AGE, _YEARS_OLD, _AGED, _IS_AGE, _CHILD_BY_AGE):
        for match in pattern.finditer(folded):
            said = [_NUMBER_WORDS.get(group) or int(group) for group in match.groups() if group]
            ages = range(min(said), max(said) + 1)
            stages = tuple(dict.fromkeys(stage for age in ages for stage in stages_for_age(age)))
            span = StageFound(match.start(), match.end(), stages, said[0] if len(ages) == 1 else None)
            if not any(other.start < span.end and span.start < other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda item: item.start)
