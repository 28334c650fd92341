"""The schema of a catalogue record.

Names follow Open Referral HSDS 3 and schema.org where they have a word for the thing (docs/catalogue.md maps them).
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from knowledge.places import Gazetteer
from knowledge.vocabulary import Vocabulary

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WIDE_AREAS = ("Scotland", "UK", "International")
"""Areas wider than a council area."""


def _one_of(facet: str) -> Any:
    def check(value: str) -> str:
        allowed = Vocabulary.default().ids(facet)
        if value not in allowed:
            raise ValueError(f"{value!r} is not a known {facet}; {_nearest(value, allowed)}")
        return value

    return AfterValidator(check)


def _nearest(value: str, allowed: tuple[str, ...]) -> str:
    from rapidfuzz import process

    best = process.extractOne(value, allowed, score_cutoff=60)
    return f"did you mean {best[0]!r}?" if best else f"use one of {', '.join(allowed)}"


def _area(value: str) -> str:
    allowed = (*WIDE_AREAS, *Gazetteer.default().council_areas)
    if value not in allowed:
        raise ValueError(f"{value!r} is not an area; {_nearest(value, allowed)}")
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/$.?#][^\s]*", value):
        raise ValueError(f"{value!r} is not a web address; it starts with http:// or https:// and has no spaces")
    return value


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}", value):
        raise ValueError(f"{value!r} is not an e-mail address; write it as name@example.org")
    return value


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+?[0-9][0-9 ()/-]{1,30}[0-9]", value):
        raise ValueError(f"{value!r} is not a phone number; use digits and spaces, such as 0131 496 0000")
    return value


Audience = Annotated[str, _one_of("audience")]
Stage = Annotated[str, _one_of("stage")]
Topic = Annotated[str, _one_of("topic")]
Kind = Annotated[str, _one_of("kind")]
Delivery = Annotated[str, _one_of("delivery")]
Cost = Annotated[str, _one_of("cost")]
Area = Annotated[str, AfterValidator(_area)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Email = Annotated[str, AfterValidator(_email)]
Phone = Annotated[str, AfterValidator(_phone)]
RecordId = Annotated[str, Field(pattern=ID_PATTERN)]


class Contact(BaseModel):
    """How to reach the organisation: never a private person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebAddress = Field(description="The page from which to get in touch.")
    email: Email | None = Field(None, description="A mailbox of the organisation, as a source states it.")
    phone: Phone | None = Field(None, description="A number of the organisation, as a source states it.")


class Resource(BaseModel):
    """One programme, event, place, organisation, fund or other thing that helps with STEM in Scotland."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: RecordId = Field(description="Stable key; also the file's name. Never reused.")
    name: str = Field(min_length=2, max_length=140, description="What it is called now.")
    also_known_as: tuple[str, ...] = Field((), description="Short, former and informal names people type.")
    kind: Kind = Field(description="What sort of thing it is (vocabulary: kinds).")
    provider: str = Field(min_length=2, description="The organisation that runs it.")
    summary: str = Field(min_length=40, max_length=1500, description="What it is, for whom and what one gets; our own words.")
    audiences: tuple[Audience, ...] = Field(min_length=1, description="Whom it addresses (vocabulary: audiences).")
    stages: tuple[Stage, ...] = Field((), description="Stages it suits (vocabulary: stages).")
    topics: tuple[Topic, ...] = Field(min_length=1, description="Subjects (vocabulary: topics).")
    keywords: tuple[str, ...] = Field((), description="Further words to find it by that are not in the vocabulary.")
    asked_as: tuple[str, ...] = Field((), description="How people ask for it who do not know its name; each is embedded.")
    areas: tuple[Area, ...] = Field(
        min_length=1,
        description="Council areas it serves, or Scotland, UK, International. A council area beside Scotland says where it is "
        "based or nearest.",
    )
    delivery: tuple[Delivery, ...] = Field((), description="How it reaches people (vocabulary: deliveries).")
    cost: Cost = Field(description="What it costs those taking part (vocabulary: costs).")
    cost_note: str | None = Field(None, description="What the source says about cost.")
    employer_offer: str | None = Field(None, description="How an employer can take part.")
    rural_note: str | None = Field(None, description="What matters to rural and island places.")
    equity_note: str | None = Field(None, description="Whom it reaches out to: girls, low income, disability, ...")
    curriculum_note: str | None = Field(None, description="How it fits Curriculum for Excellence or qualifications.")
    contact: Contact = Field(description="How to reach the organisation.")
    source_url: WebAddress = Field(description="The page that states the main facts.")
    more_sources: tuple[WebAddress, ...] = Field((), description="Other pages that state facts given here.")
    source_is_copy: bool = Field(False, description="The source is a mirror or a copy; curators look for the original.")
    as_of: str = Field(min_length=2, description="The time the source speaks of: a year, a range, or 'undated'.")
    checked_on: datetime.date = Field(description="When somebody last compared this record with its source.")
    status: Literal["active", "unknown", "ended", "renamed"] = Field(
        description="active: a source shows it running; unknown: the source is too old to tell; ended; renamed."
    )
    confidence: Literal["sourced", "general"] = Field(
        description="sourced: main facts seen in the source; general: from general knowledge, with the home page as source."
    )
    part_of: tuple[RecordId, ...] = Field((), description="Records this one belongs to.")
    delivered_by: tuple[RecordId, ...] = Field((), description="Records of the organisations that run it.")
    replaced_by: tuple[RecordId, ...] = Field((), description="Records that took its place.")
    related: tuple[RecordId, ...] = Field((), description="Records worth a look beside this one.")
    retired_ids: tuple[RecordId, ...] = Field((), description="Ids of records merged into this one; they keep resolving.")

    @model_validator(mode="after")
    def _hangs_together(self) -> Resource:
        for field in ("audiences", "stages", "topics", "areas", "delivery", "also_known_as"):
            values = getattr(self, field)
            if len(set(values)) != len(values):
                raise ValueError(f"{field} names something twice; keep one of each")
        if self.id in {*self.part_of, *self.delivered_by, *self.replaced_by, *self.related}:
            raise ValueError("the record links to itself; remove its own id from the links")
        return self

    @property
    def is_national(self) -> bool:
        """Whether it serves every council area."""
        return bool({"Scotland", "UK"} & set(self.areas))

    @property
    def links(self) -> dict[str, tuple[str, ...]]:
        """Links to other records by relation."""
        return {
            "part_of": self.part_of,
            "delivered_by": self.delivered_by,
            "replaced_by": self.replaced_by,
            "related": self.related,
        }
