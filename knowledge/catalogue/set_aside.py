"""Decisions about gathered facts that are no record of their own: merged into another record, or set aside, and why.

They stand in ``merged-and-set-aside.yaml`` beside the folder of records, so that nothing gathered vanishes without a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.catalogue.problem import Problem
from knowledge.catalogue.resource import RecordId, Resource

FILE_NAME = "merged-and-set-aside.yaml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Decision(BaseModel):
    """What became of one gathered id, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: RecordId = Field(description="The id that is no record of its own.")
    into: RecordId | None = Field(None, description="The record that holds its facts now and lists it in retired_ids.")
    set_aside: Literal[True] | None = Field(None, description="true: left out of the catalogue.")
    reason: str = Field(min_length=10, description="Why, for curators.")

    @model_validator(mode="after")
    def _one_outcome(self) -> Decision:
        if (self.into is None) == (self.set_aside is None):
            raise ValueError("give either `into: <record id>` or `set_aside: true`, and not both")
        return self


def load_decisions(file: Path) -> tuple[dict[str, tuple[Decision, int]], list[Problem]]:
    """Return id -> (decision, its line) and the problems of the other entries; nothing at all if there is no such file."""
    if not file.is_file():
        return {}, []
    decisions: dict[str, tuple[Decision, int]] = {}
    problems: list[Problem] = []
    try:
        text = file.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_LOADER)
        entries = yaml.load(text, Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return {}, [Problem(file.name, 1, f"cannot be read as YAML: {error}".replace("\n", " "))]
    if node is None:
        return {}, []
    if not isinstance(node, yaml.SequenceNode):
        return {}, [Problem(file.name, 1, "not a list; each entry is `- id: ...` with `into` or `set_aside`, and `reason`")]
    for item, entry in zip(node.value, entries, strict=True):
        line = item.start_mark.line + 1
        try:
            decision = Decision.model_validate(entry)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = ".".join(str(part) for part in detail["loc"]) or "entry"
                problems.append(Problem(file.name, line, f"{where}: {str(detail['msg']).removeprefix('Value error, ')}"))
            continue
        if decision.id in decisions:
            problems.append(Problem(file.name, line, f"{decision.id!r} stands twice; keep one entry"))
            continue
        decisions[decision.id] = (decision, line)
    return decisions, problems


def decision_problems(resources: Mapping[str, Resource], file: Path) -> list[Problem]:
    """Return the mistakes in ``file``, and where it disagrees with the records."""
    decisions, problems = load_decisions(file)
    for decision, line in decisions.values():
        if decision.id in resources:
            problems.append(
                Problem(file.name, line, f"{decision.id!r} is still a record; remove this entry, or retire the record")
            )
        elif decision.into is not None and decision.into not in resources:
            problems.append(
                Problem(file.name, line, f"into: there is no valid record {decision.into!r}; name the record that holds it now")
            )
        elif decision.into is not None and decision.id not in resources[decision.into].retired_ids:
            problems.append(
                Problem(
                    file.name, line, f"into: {decision.into!r} should list {decision.id!r} in retired_ids, so that it resolves"
                )
            )
    return problems
