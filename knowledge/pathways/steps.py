"""The schema of fields of work, of the steps of a route, and of the qualifications that steps name."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from knowledge.catalogue.resource import Kind, RecordId, Topic, WebAddress
from knowledge.text import normalised

POINTS = ("early-years", *(f"P{year}" for year in range(1, 8)), *(f"S{year}" for year in range(1, 7)), "after-school", "adult")
"""Points of a life in learning, in order; a point is told by its name in files and by its position in code."""

StepKind = Literal[
    "enjoyment",
    "subjects",
    "qualification",
    "school-apprenticeship",
    "experience",
    "apprenticeship",
    "college",
    "degree-apprenticeship",
    "university",
    "adult",
    "advice",
]
KINDS: tuple[str, ...] = get_args(StepKind)
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


def _point(value: str) -> str:
    if value not in POINTS:
        raise ValueError(f"{value!r} is no point of a route; use one of {', '.join(POINTS)}")
    return value


Point = Annotated[str, AfterValidator(_point)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Qualification(_Strict):
    """A type of qualification and its levels in the Scottish Credit and Qualifications Framework (SCQF)."""

    id: RecordId
    name: str = Field(min_length=3)
    levels: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(min_length=1)
    source_url: WebAddress
    checked_on: datetime.date


class Nearby(_Strict):
    """What to look for around the asker's place, for a step that local entries help with."""

    text: str = Field(min_length=5, description="What to search for, as a visitor would say it.")
    kind: tuple[Kind, ...] = Field(min_length=1, description="Kinds of entries that fit: no other is shown.")
    topic: tuple[Topic, ...] = Field(
        (), description="Topics of which an entry must have one; the field's own where none is given."
    )


class CareerStep(_Strict):
    """One step of a route.

    Facts stand in ``text`` alone, and ``source_url`` says where they come from.
    """

    id: RecordId
    kind: StepKind
    title: str = Field(min_length=3, max_length=80)
    when: str = Field(min_length=2, max_length=60, description="When it is taken, in words.")
    begins: Point = Field(description="The first point at which it can be taken.")
    until: Point = Field(description="The last point at which it can be taken; later it is behind the asker.")
    qualifications: tuple[RecordId, ...] = Field((), description="Ids in levels.yaml, for the SCQF levels of the step.")
    levels: tuple[int, ...] = Field((), description="SCQF levels from levels.yaml; the loader fills them in.")
    text: str = Field(min_length=20, max_length=420)
    entries: tuple[RecordId, ...] = Field(min_length=1, description="Catalogue entries that help with it, the best first.")
    own: tuple[RecordId, ...] = Field((), description="Those of the entries that this field adds to a shared step.")
    nearby: Nearby | None = None
    source_url: WebAddress
    checked_on: datetime.date

    @model_validator(mode="after")
    def _in_order(self) -> CareerStep:
        if POINTS.index(self.begins) > POINTS.index(self.until):
            raise ValueError(f"step {self.id!r} begins at {self.begins}, which is after {self.until}")
        return self

    @property
    def first(self) -> int:
        """Position of the first point at which the step can be taken."""
        return POINTS.index(self.begins)

    @property
    def last(self) -> int:
        """Position of the last point at which the step can be taken."""
        return POINTS.index(self.until)

    @property
    def level(self) -> str:
        """The SCQF levels in words: "SCQF 5", "SCQF 4 to 6"; empty where none applies."""
        if not self.levels:
            return ""
        low, high = min(self.levels), max(self.levels)
        return f"SCQF {low}" if low == high else f"SCQF {low} to {high}"


def written_out(phrase: str) -> list[str]:
    """Return every phrase that one with alternatives stands for: "(be|become) a teacher" for two."""
    parts = [part.split("|") for part in _ALTERNATIVES.split(phrase)]
    return ["".join(chosen) for chosen in itertools.product(*parts)]


class CareerField(_Strict):
    """A field of work and the way into it."""

    id: RecordId
    title: str = Field(min_length=3, max_length=60)
    topics: tuple[Topic, ...] = Field((), description="Topics of the vocabulary that speak for this field.")
    subjects: tuple[Topic, ...] = Field(
        (), description="Topics that are school subjects: they speak for it where nothing else does."
    )
    jobs: tuple[str, ...] = Field((), description="Names of jobs, as people say them.")
    says: tuple[str, ...] = Field((), description="Interests and other words that speak for this field.")
    leads: Mapping[str, tuple[RecordId, ...]] = Field({}, description="Job -> entries that fit it best, shown first.")
    steps: tuple[CareerStep, ...] = Field(min_length=3)

    @field_validator("jobs", "says", mode="before")
    @classmethod
    def _all_written_out(cls, phrases: Any) -> Any:
        if not isinstance(phrases, list | tuple):
            return phrases
        return tuple(each for phrase in phrases for each in (written_out(phrase) if isinstance(phrase, str) else [phrase]))

    @model_validator(mode="after")
    def _leads_of_jobs(self) -> CareerField:
        unknown = sorted(set(self.leads) - set(self.jobs))
        if unknown:
            raise ValueError(f"leads names {unknown[0]!r}, which is none of the jobs")
        return self

    def leads_for(self, text: str) -> list[str]:
        """Return the entries that fit the jobs named in ``text`` best."""
        said = f" {normalised(text)} "
        return [entry for job, entries in self.leads.items() if f" {normalised(job)} " in said for entry in entries]
