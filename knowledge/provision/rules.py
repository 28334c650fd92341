"""Read the rules of the map of provision: what counts, what is a gap, what is alike, and the lenses."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.catalogue.resource import Area, Audience, Delivery, RecordId, Stage, Topic
from knowledge.errors import VocabularyError
from knowledge.places import Gazetteer
from knowledge.places.gazetteer import CouncilArea

FOLDER = Path(__file__).parent
Group = Literal["urban", "mixed", "rural", "islands"]
Share = Annotated[float, Field(gt=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Similar(_Part):
    """Areas that are compared with each other."""

    groups: tuple[Group, ...] = Field(min_length=1)
    also: tuple[Area, ...] = ()


class Weights(_Part):
    """What each thing adds to a gap's score."""

    unanswered: Positive
    relaxed: Positive
    badly_rated: Positive
    need: Positive
    similar: Positive
    no_national: Positive


class GapRules(_Part):
    """When a lack is a gap, and how gaps are ranked."""

    compared_topics: tuple[Topic, ...] = Field(min_length=1)
    share_of_similar: Share
    least_expected: Positive
    least_demand: Positive
    most_areas_of_a_question: Annotated[int, Field(ge=1)]
    most_times_counted: Annotated[int, Field(ge=1)]
    fewest_questions: Annotated[int, Field(ge=1)]
    weights: Weights


class DuplicateRules(_Part):
    """How alike two entries must be."""

    least_alike_about: Share
    least_alike_fits: Share


class Lens(_Part):
    """One way to look: at some areas, at some entries, or at some gaps alone. The pages' texts say what it is called."""

    id: RecordId
    area_groups: tuple[Group, ...] = ()
    with_islands: bool = False
    topics: tuple[Topic, ...] = ()
    stages: tuple[Stage, ...] = ()
    audiences: tuple[Audience, ...] = ()
    any_delivery: tuple[Delivery, ...] = ()
    equity_words: tuple[str, ...] = ()
    has_rural_note: bool = False
    gap_stages: tuple[Stage, ...] = ()


class Rules(_Part):
    """All of provision.yaml."""

    counted_status: tuple[Literal["active", "unknown", "ended", "renamed"], ...] = Field(min_length=1)
    similar: Mapping[Group, Similar]
    gaps: GapRules
    duplicates: DuplicateRules
    lenses: tuple[Lens, ...]

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Rules:
        """Return the rules that come with the package (read once)."""
        return cls.load(FOLDER / "provision.yaml")

    @classmethod
    def load(cls, path: Path) -> Rules:
        """Read the rules.

        Raises:
            VocabularyError: the file is missing or malformed; says where.
        """
        try:
            data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls.model_validate(data)
        except (OSError, ValueError, yaml.YAMLError) as error:
            where = ""
            if isinstance(error, ValidationError):
                detail = error.errors()[0]
                where = f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}"
            raise VocabularyError(
                f"{path.name} cannot be used: {where or error}", "docs/provision.md tells what it holds."
            ) from error

    def lens(self, lens_id: str) -> Lens | None:
        """Return a lens by its id."""
        return next((lens for lens in self.lenses if lens.id == lens_id), None)


@dataclass(frozen=True)
class Tile:
    """Where a council area stands on the tile map, from the north-west corner, and what it is called there."""

    area: str
    abbreviation: str
    row: int
    column: int


def load_tiles(path: Path = FOLDER / "tiles.csv", councils: Mapping[str, CouncilArea] | None = None) -> tuple[Tile, ...]:
    """Return the tiles, from north to south.

    Raises:
        VocabularyError: the file cannot be read, names an unknown or no council area, or puts two on one spot.
    """
    known = councils or Gazetteer.default().council_areas
    try:
        with path.open(encoding="utf-8", newline="") as file:
            tiles = tuple(
                Tile(row["council_area"], row["abbreviation"], int(row["row"]), int(row["column"]))
                for row in csv.DictReader(file)
            )
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise VocabularyError(
            f"{path.name} cannot be read: {error!r}", "Its columns: council_area,abbreviation,row,column."
        ) from error
    if sorted(tile.area for tile in tiles) != sorted(known):
        raise VocabularyError(f"{path.name} does not name each council area once.", "Use official names.")
    if len({(tile.row, tile.column) for tile in tiles}) != len(tiles) or len({tile.abbreviation for tile in tiles}) != len(tiles):
        raise VocabularyError(f"{path.name} gives two council areas one spot or one abbreviation.", "Move one of them.")
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))
