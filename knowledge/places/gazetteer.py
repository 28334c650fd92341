"""The gazetteer: read the geography files and answer which council areas a name or postcode means, and how far apart they are."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.errors import VocabularyError
from knowledge.text import normalised

FOLDER = Path(__file__).parent
EARTH_RADIUS_KM = 6371.0
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
        councils = {row["official_name"]: _council(row) for row in _rows("council_areas.csv")}
        places = [_place(row, councils) for row in _rows("places.csv")]
        districts = {row["district"]: _district(row) for row in _rows("postcode_districts.csv") if row["council_areas"]}
        return cls(councils, places, districts)

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


def _rows(name: str) -> list[dict[str, str]]:
    try:
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise VocabularyError(f"The geography file {name} cannot be read: {error}", "Restore it from the repository.") from error


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


def _place(row: dict[str, str], councils: Mapping[str, CouncilArea]) -> Place:
    areas = _split(row["council_area"])
    for area in areas:
        if area not in councils:
            raise VocabularyError(f"places.csv: {row['name']} names the council area {area!r}.", "Use an official name.")
    return Place(
        name=row["name"],
        type=row["type"],
        council_areas=areas,
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        aliases=_split(row["aliases"]),
        ambiguous=row["ambiguous"] == "yes",
    )


def _district(row: dict[str, str]) -> Place:
    # A row without a point (a non-geographic district) never gets here: it names no council area.
    return Place(
        name=row["district"],
        type="postcode",
        council_areas=_split(row["council_areas"]),
        latitude=float(row["lat"] or 0),
        longitude=float(row["lon"] or 0),
    )
