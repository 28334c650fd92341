"""The tile map and the heat table: counts as steps of colour. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.provision import ANY, Count, Provision, load_tiles

SIDE = 100
"""Units of the drawing from one tile to the next."""
STEPS = ("none", "few", "some", "many")


@dataclass(frozen=True)
class Scale:
    """Where steps of colour begin.

    Attributes:
        some: the least count of "some".
        many: the least count of "many".
        most: the greatest count.
    """

    some: int
    many: int
    most: int

    def step(self, number: int) -> str:
        """Return the name of the step for a count."""
        if not number:
            return "none"
        return "many" if number >= self.many else "some" if number >= self.some else "few"

    def legend(self) -> list[tuple[str, str]]:
        """Return each step in use with its counts in words, the smallest first."""
        words = [("none", "None")]
        for name, first, last in (
            ("few", 1, min(self.some - 1, self.most)),
            ("some", self.some, min(self.many - 1, self.most)),
            ("many", self.many, self.most),
        ):
            if first <= last:
                words.append((name, f"{first}" if first == last else f"{first} to {last}"))
        return words


@dataclass(frozen=True)
class DrawnTile:
    """A council area on the map.

    Attributes:
        area: its name.
        abbreviation: what the tile says.
        x: of its left edge, in units of the drawing.
        y: of its upper edge.
        count: how much there is.
        step: of colour.
        seen: whether the lens looks at it.
    """

    area: str
    abbreviation: str
    x: int
    y: int
    count: Count
    step: str
    seen: bool


def scale_for(numbers: Iterable[int]) -> Scale:
    """Return the scale that puts a third of the areas that have any into each step."""
    counted = sorted(number for number in numbers if number)
    if not counted:
        return Scale(2, 3, 0)
    some = max(counted[len(counted) // 3], 2)
    return Scale(some, max(counted[2 * len(counted) // 3], some + 1), counted[-1])


def drawn_tiles(provision: Provision, stage: str, topic: str, seen: frozenset[str]) -> tuple[Scale, list[DrawnTile]]:
    """Return the scale and the tiles for a stage and a topic."""
    counts = {area: provision.count(area, stage, topic) for area in provision.areas}
    scale = scale_for(count.local for area, count in counts.items() if area in seen)
    tiles = [
        DrawnTile(
            area=tile.area,
            abbreviation=tile.abbreviation,
            x=tile.column * SIDE,
            y=tile.row * SIDE,
            count=counts[tile.area],
            step=scale.step(counts[tile.area].local),
            seen=tile.area in seen,
        )
        for tile in load_tiles()
    ]
    first = min(tile.x for tile in tiles)
    return scale, [DrawnTile(**{**vars(tile), "x": tile.x - first}) for tile in tiles]


def heat_rows(
    provision: Provision, topic: str, areas: Sequence[str]
) -> tuple[Scale, list[tuple[str, list[tuple[int, str]], int]]]:
    """Return the scale and, for each area, the count and step of each stage, then the count of any."""
    numbers = {area: [provision.count(area, stage, topic).local for stage in provision.stages[1:]] for area in areas}
    scale = scale_for(number for row in numbers.values() for number in row)
    rows = [
        (area, [(number, scale.step(number)) for number in numbers[area]], provision.count(area, ANY, topic).local)
        for area in areas
    ]
    return scale, rows


@lru_cache(maxsize=256)
def slug_of(area: str) -> str:
    """Return an area's name as it stands in an address: "na-h-eileanan-siar"."""
    plain = unicodedata.normalize("NFKD", area).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain.lower()).split())
