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
_KIN = (
    r"(?:son|daughter|boy|girl|child|kid|wean|bairn|lad|lassie|laddie|grandson|granddaughter|grandchild|niece|nephew"
    r"|teenager|eldest|youngest|pupil|he|she|who)"
)

_PRIMARY_CLASS = re.compile(r"\b(?:p|pr|primary)\s?[-.]?\s?[1-7](?:\s?(?:-|to|/|&|and|or)\s?(?:p\s?)?[1-7])?\b")
_SECONDARY_CLASS = re.compile(r"\b(?:s|secondary)\s?[-.]?([1-6])(?:\s?(?:-|to|/|&|and|or)\s?(?:s\s?)?([1-6]))?\b")
_QUALIFICATION = re.compile(
    r"\b(?:nat(?:ional)?s?\s?-?[2-5]s?|n5s?|advanced highers?|ah (?=biology|chemistry|physics|maths)"
    r"|highers|higher (?=(?:grade |human )?(?:biology|chemistry|physics|math|computing|engineering|design|geography|"
    r"environmental|graphic|practical|science|level|pupils?|class|course|students?))|(?:(?<=for )"
    r"|(?<=doing ))higher\b(?! education)"
    r"|foundation apprenticeships?)\b"
)
_YEARS_OLD = re.compile(rf"\b(?:{_AGE}\s?(?:-|to|or)\s?)?{_AGE}\s?-?(?:years?|yrs?|yr|y)\s?-?(?:olds?|o)\b|\b{_AGE}\s?yo\b")
_AGED = re.compile(rf"\b(?:age[ds]?|age of|ages of|turning|turns)\s{_AGE}(?:\s?(?:-|to|and|or)\s?{_AGE})?\b")
_IS_AGE = re.compile(
    rf"\b(?:{_KIN}(?:(?:'s| is|s|'ll be| will be)?|\s[a-z]+(?:'s| is))|i'm|i am)\s(?:nearly |almost |just |now "
    rf"|only )*{_AGE}\b(?!\s?(?:%|people|staff|miles|pupils|km))"
)
_ADULT_AGE = re.compile(r"\b(?:i'm|i am|im|aged?)\s(?:nearly |almost |now )?([2-6]\d)\b(?!\s?(?:%|people|staff|miles|pupils|km))")


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
    for pattern in (_ADULT_AGE, _YEARS_OLD, _AGED, _IS_AGE):
        for match in pattern.finditer(folded):
            said = [_NUMBER_WORDS.get(group) or int(group) for group in match.groups() if group]
            ages = range(min(said), max(said) + 1)
            stages = tuple(dict.fromkeys(stage for age in ages for stage in stages_for_age(age)))
            span = StageFound(match.start(), match.end(), stages, said[0] if len(ages) == 1 else None)
            if not any(other.start < span.end and span.start < other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda item: item.start)
