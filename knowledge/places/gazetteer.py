"""The gazetteer: read the geography files and answer which council areas a name or postcode means, and how far apart they are."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from knowledge.errors import VocabularyError
from knowledge.text import normalised

FOLDER = Path(__file__).parent
EARTH_RADIUS_KM = 6371.0
Made = TypeVar("Made")
NATIONAL = frozenset({"Scotland", "UK"})
"""Areas that include every council area."""


@dataclass(frozen=True)
class CouncilArea:
    """One of the 32 council areas, with the regional bodies that serve it."""

    name: str
    code: str
    gaelic_name: str
    aliases: tuple[str, ...]
    regional_improvement_collaborative: str
    dyw_regional_group: str
    college_region: str
    colleges: tuple[str, ...]
    enterprise_agency: str
    nearest_science_centre: str
    main_town: str
    latitude: float
    longitude: float
    urban_rural: str
    has_islands: bool


@dataclass(frozen=True)
class Place:
    """A named place and the council areas it lies in.

    Attributes:
        name: what people read, for example "Kirkwall".
        type: city, town, village, locality, island, region, council or postcode.
        council_areas: official names; several for a region.
        ambiguous: the name is also an ordinary word or a personal name, so a sentence must support it.
    """

    name: str
    type: str
    council_areas: tuple[str, ...]
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()
    ambiguous: bool = False


class Gazetteer:
    """All places, findable by any of their names.

    Attributes:
        council_areas: official name -> council area, in alphabetical order.
        by_name: folded name or alias -> the places it may mean.
        postcode_districts: district in capitals ("KW17") -> place.
    """

    def __init__(self, council_areas: Mapping[str, CouncilArea], places: Iterable[Place], districts: Mapping[str, Place]) -> None:
        self.council_areas = council_areas
        self.postcode_districts = districts
        self.by_name: dict[str, tuple[Place, ...]] = {}
        for place in [*_council_places(council_areas.values()), *places]:
            for name in (place.name.split(" (")[0], *place.aliases):
                key = normalised(name)
                known = self.by_name.get(key, ())
                # "Aberdeen" is both a council area and a city: the same answer, so one entry is enough.
                if key and not any(set(place.council_areas) <= set(other.council_areas) for other in known):
                    self.by_name[key] = (*known, place)

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Gazetteer:
        """Return the gazetteer that comes with the package (read once)."""
        return cls.load(FOLDER)

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """Read the geography files in ``folder``.

        Raises:
            VocabularyError: a file is missing or malformed; says which and in which row.
        """
        councils = {council.name: council for council in _read(folder / "council_areas.csv", _council)}
        places = _read(folder / "places.csv", lambda row: _place(row, _known_areas("places.csv", row, "council_area", councils)))
        name = "postcode_districts.csv"
        districts = _read(folder / name, lambda row: _district(row, _known_areas(name, row, "council_areas", councils)))
        return cls(councils, places, {district.name: district for district in districts if district.council_areas})

    def distance_km(self, first: str, second: str) -> float:
        """Return the great-circle distance between the middles of two council areas, in kilometres."""
        one, two = self.council_areas[first], self.council_areas[second]
        return great_circle_km(one.latitude, one.longitude, two.latitude, two.longitude)

    def serves(self, areas: Iterable[str], council_areas: Iterable[str]) -> bool:
        """Return whether something offered in ``areas`` reaches at least one of ``council_areas``."""
        offered = set(areas)
        return bool(offered & NATIONAL) or not offered.isdisjoint(council_areas)


def great_circle_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees (haversine formula)."""
    phi_1, phi_2 = math.radians(latitude_1), math.radians(latitude_2)
    half_lat = math.sin((phi_2 - phi_1) / 2) ** 2
    half_lon = math.sin(math.radians(longitude_2 - longitude_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half_lat + math.cos(phi_1) * math.cos(phi_2) * half_lon))


def _read(path: Path, make: Callable[[dict[str, str]], Made]) -> list[Made]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise VocabularyError(
            f"The geography file {path.name} cannot be read: {error}", "Restore it from the repository."
        ) from error
    made = []
    for number, row in enumerate(rows, start=2):
        try:
            # csv fills up short rows with None, and puts the rest of long ones under None.
            if None in row or None in row.values():
                raise ValueError("it has more or fewer cells than the header")
            made.append(make(row))
        except (KeyError, ValueError, TypeError) as error:
            raise VocabularyError(
                f"{path.name}, row {number} is malformed: {error!r}.", "knowledge/places/README.md tells the columns."
            ) from error
    return made


def _known_areas(file: str, row: Mapping[str, str], column: str, councils: Mapping[str, CouncilArea]) -> tuple[str, ...]:
    areas = _split(row[column])
    for area in areas:
        if area not in councils:
            raise VocabularyError(f"{file}: {next(iter(row.values()))} names the council area {area!r}.", "Use an official name.")
    return areas


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


def _council(row: dict[str, str]) -> CouncilArea:
    return CouncilArea(
        name=row["official_name"],
        code=row["code"],
        gaelic_name=row["gaelic_name"],
        aliases=_split(row["aliases"]),
        regional_improvement_collaborative=row["regional_improvement_collaborative"],
        dyw_regional_group=row["dyw_regional_group"],
        college_region=row["college_region"],
        colleges=_split(row["colleges"]),
        enterprise_agency=row["enterprise_agency"],
        nearest_science_centre=row["nearest_science_centre"],
        main_town=row["main_town"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        urban_rural=row["urban_rural"],
        has_islands=row["has_islands"] == "yes",
    )


def _council_places(councils: Iterable[CouncilArea]) -> list[Place]:
    return [
        Place(council.name, "council", (council.name,), council.latitude, council.longitude, council.aliases)
        for council in councils
    ]


def _place(row: Mapping[str, str], areas: tuple[str, ...]) -> Place:
    return Place(
        name=row["name"],
        type=row["type"],
        council_areas=areas,
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        aliases=_split(row["aliases"]),
        ambiguous=row["ambiguous"] == "yes",
    )


def _district(row: Mapping[str, str], areas: tuple[str, ...]) -> Place:
    # A non-geographic district has neither a council area nor a point.
    return Place(row["district"], "postcode", areas, float(row["lat"] or 0), float(row["lon"] or 0))
