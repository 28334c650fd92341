"""Read the ways to take part and the words by which employers say what they have; a mistake is told with its file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.catalogue.resource import RecordId, Topic, WebAddress
from knowledge.errors import VocabularyError

FOLDER = Path(__file__).parent


class Way(BaseModel):
    """One way for an employer to take part."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: RecordId
    title: str = Field(min_length=5, max_length=80)
    because: str = Field(min_length=5, max_length=80, description='Ends the sentence "because you can ...".')
    takes: tuple[str, ...] = Field(min_length=1, description="What it takes, as named in assets.yaml; one is enough.")
    needs_topic: tuple[Topic, ...] = Field((), description="Trades to which alone it is suggested; all where none is given.")
    effort: Annotated[int, Field(ge=1, le=4)]
    time: str = Field(min_length=3)
    minimum: str = Field(min_length=5, description="The least that an employer must bring.")
    entries: tuple[RecordId, ...] = Field(min_length=1, description="First doors, the best first.")
    by_topic: Mapping[Topic, tuple[RecordId, ...]] = Field({}, description="Doors of a trade, put first.")
    source_url: WebAddress
    checked_on: datetime.date


class Firms(BaseModel):
    """Words that tell how big a firm is, how much time it has and what its trade is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    small: tuple[str, ...]
    little_time: tuple[str, ...]
    rules: tuple[str, ...]
    trades: Mapping[Topic, tuple[str, ...]]


@dataclass(frozen=True)
class Engagement:
    """Everything known of ways to take part.

    Attributes:
        ways: way id -> way, in the order of the file: the smaller before the larger.
        assets: what an employer may have -> how that is said.
        firms: words about size, time and trade.
    """

    ways: Mapping[str, Way]
    assets: Mapping[str, tuple[str, ...]]
    firms: Firms

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Engagement:
        """Return the ways that come with the package (read once)."""
        return cls.load(FOLDER)

    @classmethod
    def load(cls, folder: Path) -> Engagement:
        """Read ``ways.yaml``, ``assets.yaml`` and ``firms.yaml``.

        Raises:
            VocabularyError: a file is missing or says something that cannot be.
        """
        ways: dict[str, Way] = {}
        assets: dict[str, tuple[str, ...]] = {}
        path = folder / "assets.yaml"
        try:
            assets = {name: tuple(str(phrase) for phrase in phrases) for name, phrases in _read(path).items()}
            path = folder / "ways.yaml"
            for entry in _read(path):
                way = Way.model_validate(entry)
                if unknown := set(way.takes) - set(assets):
                    raise _mistake(path, f"the way {way.id!r} takes {min(unknown)!r}, which assets.yaml does not have")
                if way.id in ways:
                    raise _mistake(path, f"the way {way.id!r} stands there twice")
                ways[way.id] = way
            path = folder / "firms.yaml"
            firms = Firms.model_validate(_read(path))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise _mistake(path, f"{where}: {first['msg']}") from error
        except (AttributeError, TypeError) as error:
            raise _mistake(path, str(error)) from error
        return cls(ways, assets, firms)


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise _mistake(path, str(error)) from error


def _mistake(path: Path, what: str) -> VocabularyError:
    return VocabularyError(f"engagement/{path.name} cannot be used: {what}.", "See docs/pathways.md.")
