"""Read the files of the routes; a mistake is told with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import VocabularyError
from knowledge.pathways.steps import CareerField, CareerStep, Qualification

FOLDER = Path(__file__).parent
Model = TypeVar("Model", bound=BaseModel)
GENERAL = "not-sure-yet"
"""The field for those who know of none."""


class WishPhrases(BaseModel):
    """Words by which people say what kind of route they want; ``wishes.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hands_on: tuple[str, ...]
    college: tuple[str, ...]
    left_school: tuple[str, ...]
    choices: tuple[str, ...]
    money: tuple[str, ...]
    onwards: tuple[str, ...]
    way: tuple[str, ...]
    no_university: tuple[str, ...]


@dataclass(frozen=True)
class Pathways:
    """Everything known of routes.

    Attributes:
        fields: field id -> field, in the order of the file names.
        qualifications: id -> qualification with its SCQF levels.
        phrases: how wishes about routes are said.
    """

    fields: Mapping[str, CareerField]
    qualifications: Mapping[str, Qualification]
    phrases: WishPhrases

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Pathways:
        """Return the routes that come with the package (read once)."""
        return cls.load(FOLDER)

    @classmethod
    def load(cls, folder: Path) -> Pathways:
        """Read ``levels.yaml``, ``steps.yaml``, ``wishes.yaml`` and every file of ``fields/``.

        Raises:
            VocabularyError: a file is missing or says something that cannot be.
        """
        qualifications: dict[str, Qualification] = {}
        for entry in _read(folder / "levels.yaml"):
            qualification = _checked(Qualification, entry, folder / "levels.yaml")
            qualifications[qualification.id] = qualification
        shared = {str(entry.get("id")): entry for entry in _read(folder / "steps.yaml")}
        for entry in shared.values():
            _step(entry, {}, qualifications, folder / "steps.yaml")
        fields: dict[str, CareerField] = {}
        for path in sorted((folder / "fields").glob("*.yaml")):
            data: Any = _read(path)
            steps = [_step(entry, shared, qualifications, path) for entry in data.get("steps") or ()]
            field = _checked(CareerField, {**data, "steps": steps}, path)
            if field.id != path.stem:
                raise _mistake(path, f"its id is {field.id!r}, not the file's name")
            fields[field.id] = field
        if GENERAL not in fields:
            raise VocabularyError(
                f"There is no route fields/{GENERAL}.yaml in {folder.name}.", "Every question needs one that fits."
            )
        return cls(fields, qualifications, _checked(WishPhrases, _read(folder / "wishes.yaml"), folder / "wishes.yaml"))


def _step(
    entry: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]], qualifications: Mapping[str, Qualification], path: Path
) -> CareerStep:
    """Return the step that a file writes out, or takes over with ``use`` and changes."""
    data: dict[str, Any] = dict(entry)
    used = data.pop("use", None)
    if used is not None:
        if used not in shared:
            raise _mistake(path, f"it uses the step {used!r}, which steps.yaml does not have")
        if "text" in data and "source_url" not in data:
            raise _mistake(path, f"the step {used!r} has a text of its own, but no source_url for it")
        own = tuple(data.get("entries") or ())
        entries = tuple(dict.fromkeys((*own, *shared[used]["entries"])))
        data = {**shared[used], **data, "entries": entries, "own": own}
    unknown = [each for each in data.get("qualifications") or () if each not in qualifications]
    if unknown:
        raise _mistake(path, f"levels.yaml has no qualification {unknown[0]!r}")
    named = [qualifications[each] for each in data.get("qualifications") or ()]
    data["levels"] = sorted({level for qualification in named for level in qualification.levels})
    return _checked(CareerStep, data, path)


def _checked(model: type[Model], data: Any, path: Path) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise _mistake(path, f"{where}: {first['msg']}") from error


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise _mistake(path, str(error)) from error


def _mistake(path: Path, what: str) -> VocabularyError:
    return VocabularyError(f"{path.parent.name}/{path.name} cannot be used: {what}.", "See docs/pathways.md.")
