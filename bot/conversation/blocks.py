"""What a message may hold besides text and cards: one model a block, as the public API gives it."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Fact(BaseModel):
    """One line of what is known: "Cost: free"."""

    label: str
    value: str


class Column(BaseModel):
    """One entry that is compared."""

    id: str
    name: str


class Row(BaseModel):
    """One aspect of every entry compared."""

    label: str
    values: list[str] = Field(description="One a column; the same order.")


class Comparison(BaseModel):
    """Two or three entries side by side."""

    columns: list[Column]
    rows: list[Row]


class StepEntry(BaseModel):
    """An entry of the catalogue that helps with a step."""

    id: str
    name: str
    url: str = Field(description="Its page at the provider, from the record's contact.")


class Step(BaseModel):
    """One step of a route."""

    title: str
    when: str = Field("", description='When it is taken: "S3", "after S5".')
    level: str = Field("", description='SCQF level or levels, such as "SCQF 5"; empty where none applies.')
    text: str
    entries: list[StepEntry] = Field(default_factory=list)
    source_url: str = Field("", description="Where the facts of this step come from.")
    checked_on: str = Field("", description="ISO date on which they were compared with it.")


class Route(BaseModel):
    """Steps in order, from where somebody stands to what they wish for."""

    title: str
    steps: list[Step]


class FormProgress(BaseModel):
    """How far an offer or a need has got."""

    kind: str = Field(description="offer or need")
    step: int = Field(description="Number of the question asked now, from 1; steps + 1 when everything is to be confirmed.")
    steps: int
    answers: list[Fact] = Field(default_factory=list, description="What was answered so far.")


class Link(BaseModel):
    """A page that goes on from here."""

    text: str
    url: str = Field(description="A path of this site, a web address, or a mailto: link.")
