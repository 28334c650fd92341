"""The table of pages, read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FILE = Path(__file__).with_name("pages.yaml")
Role = Literal["visitor", "teacher", "parent", "employer", "officer", "reviewer", "curator", "administrator"]
AT_THE_DESK: tuple[Role, ...] = ("reviewer", "curator", "administrator")
"""Who signs in."""


class Row(BaseModel):
    """What every part of the table is."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(Row):
    """One thing to do on a page; pages.yaml tells which."""

    ask: str = ""
    fill: dict[str, str] = {}
    press: str = ""
    follow: str = ""
    tick: str = ""
    unfold: str = ""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a step does one thing")
        return self


class Line(Row):
    """One page, as somebody meets it; pages.yaml tells of each part."""

    name: str
    who: tuple[Role, ...]
    path: str
    steps: tuple[Step, ...] = ()
    status: int = 200
    refused: tuple[Role, ...] = ()
    only: Literal["script", "no script"] | None = None
    tabbed: bool = False

    def scripts(self) -> tuple[bool, ...]:
        """With and without JavaScript, as far as the page exists."""
        return (True, False) if self.only is None else (self.only == "script",)

    def as_met_by(self, role: Role) -> Line:
        """What somebody comes to do: whoever is refused gets no further than the door."""
        return self.model_copy(update={"steps": ()}) if role in self.refused else self

    def status_for(self, role: Role) -> int:
        """What the page answers somebody."""
        return 403 if role in self.refused else self.status


class Picture(Row):
    """A picture for the documents: of which page, and how large the window is."""

    page: str
    size: tuple[int, int]


class Table(Row):
    """All pages, what is none, and the pictures of the documents by file."""

    pages: tuple[Line, ...]
    other: dict[str, str]
    pictures: dict[str, Picture]

    def line(self, name: str) -> Line:
        """The line of a name."""
        return next(line for line in self.pages if line.name == name)


def load_table() -> Table:
    """The table. A list among steps is the steps of another line, to begin with."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for line in data["pages"]:
        line["steps"] = [step for each in line.get("steps", []) for step in (each if isinstance(each, list) else [each])]
    return Table.model_validate(data)
