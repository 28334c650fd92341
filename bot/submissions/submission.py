"""What was left, as it is stored: an offer of an employer or a need of a school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.submissions.assets import Assets
from bot.submissions.draft import Answer, Draft
from bot.submissions.forms import Kind
from knowledge.understanding import Understanding

CONSENT_VERSION = "2026-3"
"""Of form_consent_offer and form_consent_need in bot/texts/en/registering.yaml: raise it when their meaning changes."""
LISTED_SINCE = "2026-2"
"""The first version that says what others are shown; what was left before is only counted."""
DESCRIBED_SINCE = "2026-3"
"""The first version that says that curators may add a line of their own."""


class Description(BaseModel):
    """A line about an offer or a need for everybody, in a curator's words."""

    model_config = ConfigDict(frozen=True)

    text: str
    by: str = Field(description="Account of the curator.")
    at: datetime


class Submission(BaseModel):
    """An offer or a need. About an organisation; it holds no person's name."""

    model_config = ConfigDict(frozen=True)

    reference: str
    kind: Kind
    organisation: str
    sector: str = ""
    what: str
    assets: tuple[str, ...] = Field((), description="Kinds of thing, of bot/submissions/assets.yaml.")
    place: str = Field("", description="Where, in the words that were read back.")
    areas: tuple[str, ...] = Field((), description="Council areas; Scotland for anywhere.")
    stage: str = ""
    stages: tuple[str, ...] = Field((), description="Ids of stages; none means any.")
    topics: tuple[str, ...] = Field((), description="Ids of topics that the words speak of.")
    when: str = ""
    contact: str
    consent: str = Field(description="The words to which yes was said.")
    consent_version: str = CONSENT_VERSION
    consented_at: datetime
    expires_at: datetime
    status: Literal["active", "withdrawn"] = "active"
    description: Description | None = Field(None, description="What everybody may read; without it, only what was recognised.")

    @property
    def may_be_listed(self) -> bool:
        """Whether its giver agreed that others see its kind, subjects, stages, council area and month."""
        return self.consent_version >= LISTED_SINCE

    @property
    def may_be_described(self) -> bool:
        """Whether its giver agreed that others read a line about it in a curator's words."""
        return self.consent_version >= DESCRIBED_SINCE


def made_from(
    draft: Draft,
    reference: str,
    consent: str,
    times: tuple[datetime, datetime],
    understand: Callable[[str], Understanding],
) -> Submission:
    """Return what is stored of a draft to which consent was given.

    Args:
        draft: with every question answered.
        reference: its number.
        consent: the words to which yes was said.
        times: of consent, and when it is to be deleted.
        understand: the parser, for the topics.
    """
    none = Answer("")
    answers = draft.answers
    what, sector = answers["what"].text, answers.get("sector", none).text
    said = understand(what).wishes
    return Submission(
        reference=reference,
        kind=draft.kind,
        organisation=answers["organisation"].text,
        sector=sector,
        what=what,
        assets=Assets.default().kinds_in(what),
        place=answers["place"].text,
        areas=answers["place"].values,
        stage=answers.get("stage", none).text,
        stages=answers.get("stage", none).values,
        topics=said.topic or understand(sector).wishes.topic,
        when=answers.get("when", none).text,
        contact=answers["contact"].text,
        consent=consent,
        consented_at=times[0],
        expires_at=times[1],
    )
