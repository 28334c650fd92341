"""Choose a field and the steps still ahead: from what was understood and asked for to a route. Pure: values in, values out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.pathways.files import Pathways
from knowledge.pathways.steps import POINTS, CareerField, CareerStep
from knowledge.text import fold, words
from knowledge.understanding.negation import is_negated
from knowledge.understanding.phrases import Meaning, PhraseBook
from knowledge.understanding.stages import find_stages
from knowledge.understanding.wishes import Understanding, Wishes

JOB, INTEREST, SUBJECT = 4, 2, 1
"""How surely a word of each kind speaks for a field."""
HORIZON = 4
"""How many years ahead a primary pupil's route looks."""
P1_AGE = 5
AFTER_SCHOOL = POINTS.index("after-school")
ADULT = POINTS.index("adult")
FIRST_SECONDARY = POINTS.index("S1")
LAST_CHOICE = POINTS.index("S3")
LAST_SCHOOL = POINTS.index("S6")
_CLASS = re.compile(r"\b(p|pr|primary|s|secondary)\s?[-.]?\s?([1-7])\b")
_OF_STAGE = {
    "early-years": 0,
    "primary": POINTS.index("P5"),
    "lower-secondary": POINTS.index("S2"),
    "senior-phase": POINTS.index("S4"),
}
"""Where a learner stands of whom only the stage is known."""
_HANDS_ON_FIRST = ("school-apprenticeship", "apprenticeship", "college", "degree-apprenticeship", "university")
_AFTER_SCHOOL_KINDS = frozenset({"apprenticeship", "college", "degree-apprenticeship", "university", "adult"})
_COLLEGE_FIRST = ("college", "apprenticeship", "degree-apprenticeship", "university")
_UNIVERSITY_FIRST = ("university", "degree-apprenticeship", "college", "apprenticeship")


@dataclass(frozen=True)
class RouteWish:
    """What kind of route is asked for.

    Attributes:
        point: where the learner stands (a position in ``POINTS``); None where nobody said.
        hands_on: work with the hands, or a wage, is wanted.
        college: college is wanted.
        university: True where it is wanted, False where it is ruled out, None where nothing was said.
        onwards: what comes after the next step is asked for.
        choices: the choice of subjects is asked about.
        money: what the way costs, or who pays, is asked about.
        way: a way into something is asked for in so many words.
    """

    point: int | None = None
    hands_on: bool = False
    college: bool = False
    university: bool | None = None
    onwards: bool = False
    choices: bool = False
    money: bool = False
    way: bool = False

    def changed_by(self, later: RouteWish) -> RouteWish:
        """Return this wish with what a later message says of it: what the message does not touch stays."""
        touched = later.hands_on or later.college
        return RouteWish(
            point=self.point if later.point is None else later.point,
            hands_on=later.hands_on if touched else self.hands_on,
            college=later.college if touched else self.college,
            university=self.university if later.university is None else later.university,
            onwards=later.onwards,
            choices=self.choices or later.choices,
        )

    def to_json(self) -> dict[str, Any]:
        """Return what is to be remembered of the wish as JSON data."""
        said: dict[str, Any] = {name: True for name in ("hands_on", "college", "choices") if getattr(self, name)}
        known = {"point": self.point, "university": self.university}
        return said | {name: value for name, value in known.items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RouteWish:
        """Read what ``to_json`` wrote; anything missing or of another shape is taken as unset."""
        point, university = data.get("point"), data.get("university")
        return cls(
            point=min(max(point, 0), ADULT) if isinstance(point, int) else None,
            university=university if isinstance(university, bool) else None,
            **{name: data.get(name) is True for name in ("hands_on", "college", "choices")},
        )

    @property
    def says_something(self) -> bool:
        """Whether anything at all is known of the learner or of the wish."""
        named = self.hands_on or self.college or self.choices or self.way
        return named or self.point is not None or self.university is not None


class RouteReader:
    """Reads fields and wishes about routes out of messages.

    Args:
        pathways: the routes and their words.
    """

    def __init__(self, pathways: Pathways) -> None:
        self._pathways = pathways
        self._fields = PhraseBook(_field_entries(pathways))
        self._wishes = PhraseBook(
            (phrase, Meaning(name, (name,))) for name, phrases in pathways.phrases.model_dump().items() for phrase in phrases
        )

    def fields_said(self, said: Understanding) -> dict[str, int]:
        """Return the fields that a message speaks for, with how surely; of equals the one named first comes first."""
        folded = fold(said.text)
        read = words(said.text)
        found: list[tuple[int, str, int]] = []
        taken: list[tuple[int, int]] = []
        for hit in self._fields.find(read):
            start, end = read[hit.first].start, read[hit.last].end
            if is_negated(folded, start, end):
                continue
            for meaning in hit.meanings:
                # "IT" is a field, "it" is not.
                if not meaning.ambiguous or said.text[start:end].isupper():
                    found.append((start, meaning.values[0], JOB if meaning.facet == "jobs" else INTEREST))
                    taken.append((start, end))
        for mention in said.mentions:
            if mention.facet != "topic" or mention.negated or any(a < mention.end and mention.start < b for a, b in taken):
                continue
            for field in self._pathways.fields.values():
                weight = INTEREST if set(mention.values) & set(field.topics) else SUBJECT
                if set(mention.values) & {*field.topics, *field.subjects}:
                    found.append((mention.start, field.id, weight))
        scores: dict[str, int] = {}
        subjects: set[str] = set()
        for _, field_id, weight in sorted(found):
            # Two subjects say no more than one: "physics or chemistry for engineering".
            if weight != SUBJECT or field_id not in subjects:
                scores[field_id] = scores.get(field_id, 0) + weight
            if weight == SUBJECT:
                subjects.add(field_id)
        return scores

    def wish(self, text: str, wishes: Wishes) -> RouteWish:
        """Return what kind of route a message and the wishes around it ask for.

        Args:
            text: the message; where two of its wishes contradict each other the later one counts.
            wishes: they tell whether university is wanted or ruled out, and the stage where the message names none.
        """
        folded = fold(text)
        read = words(text)
        said: dict[str, int] = {}
        for hit in self._wishes.find(read):
            for meaning in hit.meanings:
                said[meaning.facet] = -1 if is_negated(folded, read[hit.first].start, read[hit.last].end) else hit.first
        held = {name for name, position in said.items() if position >= 0}
        hands_on, college = "hands_on" in held, "college" in held
        if hands_on and college:
            # The later word corrects the earlier one: "what about college instead?"
            hands_on, college = said["hands_on"] > said["college"], said["college"] > said["hands_on"]
        return RouteWish(
            point=point_said(text, wishes, left_school="left_school" in held),
            hands_on=hands_on,
            college=college,
            university=False if "no_university" in held else university_wished(wishes),
            onwards="onwards" in held,
            choices="choices" in held,
            money="money" in held,
            way="way" in held,
        )


def university_wished(wishes: Wishes) -> bool | None:
    """Return True where university is wished for, False where it is ruled out, None where nothing was said of it."""
    if "university" in wishes.excluded.get("stage", ()):
        return False
    return True if "university" in wishes.stage else None


def point_said(text: str, wishes: Wishes, left_school: bool = False) -> int | None:
    """Return where the learner stands: by class, age, having left school, or the stage remembered; None where unknown."""
    folded = fold(text)
    points = []
    for found in find_stages(folded):
        span = folded[found.start : found.end]
        if found.age is not None:
            points.append(min(max(found.age - P1_AGE + 1, 0), AFTER_SCHOOL) if found.age < 20 else ADULT)
        elif match := _CLASS.search(span):
            points.append(POINTS.index(f"{match[1][0].upper()}{min(int(match[2]), 7 if match[1][0] == 'p' else 6)}"))
    if left_school:
        return max([AFTER_SCHOOL, *points])
    if points:
        return points[-1]
    if "adult" in wishes.stage:
        return ADULT
    stages = [_OF_STAGE[stage] for stage in wishes.stage if stage in _OF_STAGE]
    return min(stages) if stages else None


def fitting_field(pathways: Pathways, reader: RouteReader, said: Understanding) -> CareerField | None:
    """Return the field that a message, understood, speaks for most; None where it names none."""
    scores = reader.fields_said(said)
    if not scores:
        return None
    return pathways.fields[max(scores, key=lambda field: scores[field])]


def steps_ahead(field: CareerField, wish: RouteWish) -> list[CareerStep]:
    """Return the steps of a field that are still ahead, ordered as wished.

    Steps at school keep their order. Of what comes after school, the wished kind leads; university is left out where it is ruled
    out, and a degree beside a job then comes last.
    """
    point = wish.point if wish.point is not None else FIRST_SECONDARY
    steps = [step for step in field.steps if step.last >= point and not (step.kind == "adult" and point < AFTER_SCHOOL)]
    if wish.point is not None and point < FIRST_SECONDARY and not wish.onwards:
        steps = [step for step in steps if step.first <= point + HORIZON]
    if wish.point is not None and point > LAST_SCHOOL:
        steps = [step for step in steps if step.kind not in {"enjoyment", "subjects", "qualification", "school-apprenticeship"}]
    if wish.point is None and not wish.choices:
        steps = [step for step in steps if step.kind != "enjoyment"]
    if wish.university is False and any(step.kind in _AFTER_SCHOOL_KINDS - {"university"} for step in steps):
        steps = [step for step in steps if step.kind != "university"]
    if wish.onwards:
        later = [step for step in steps if step.first > point or step.kind in _AFTER_SCHOOL_KINDS]
        steps = [*(step for step in later if step.kind != "advice"), *(step for step in steps if step.kind == "advice")]
    return _ordered(steps, wish)


def _ordered(steps: Sequence[CareerStep], wish: RouteWish) -> list[CareerStep]:
    order: tuple[str, ...] = ()
    if wish.college:
        order = _COLLEGE_FIRST
    elif wish.hands_on or wish.university is False:
        order = _HANDS_ON_FIRST
    elif wish.university:
        order = _UNIVERSITY_FIRST
    if not order:
        return list(steps)
    movable = [position for position, step in enumerate(steps) if step.kind in order]
    wished = sorted((steps[position] for position in movable), key=lambda step: order.index(step.kind))
    result = list(steps)
    for position, step in zip(movable, wished, strict=True):
        result[position] = step
    return result


def leading_entries(steps: Sequence[CareerStep], wish: RouteWish) -> list[str]:
    """Return ids of the entries that fit a route best: those that a field adds to the wished kind of step first."""
    if wish.college:
        kinds: tuple[str, ...] = ("college",)
    elif wish.hands_on or wish.university is False:
        kinds = ("apprenticeship", "school-apprenticeship")
    elif wish.university:
        kinds = ("university", "qualification")
    elif wish.point is not None and wish.point < FIRST_SECONDARY:
        kinds = ("enjoyment",)
    elif wish.choices or (wish.point is not None and wish.point <= LAST_CHOICE):
        kinds = ("subjects", "qualification")
    else:
        kinds = ("apprenticeship", "college", "qualification")
    chosen = [step for kind in kinds for step in steps if step.kind == kind]
    own = [entry for step in chosen for entry in step.own]
    return list(dict.fromkeys([*own, *(entry for step in chosen for entry in step.entries)]))


def _field_entries(pathways: Pathways) -> list[tuple[str, Meaning]]:
    return [
        (phrase, Meaning(kind, (field.id,), ambiguous=phrase.isupper() and len(phrase) == 2))
        for field in pathways.fields.values()
        for kind, phrases in (("jobs", field.jobs), ("says", field.says))
        for phrase in phrases
    ]
