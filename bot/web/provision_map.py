"""The tile map and the heat table: counts as steps of colour. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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

    def legend(self) -> list[tuple[str, int, int]]:
        """Return each step in use with its least and greatest count, the smallest first."""
        steps = [
            ("few", 1, min(self.some - 1, self.most)),
            ("some", self.some, min(self.many - 1, self.most)),
            ("many", self.many, self.most),
        ]
        return [("none", 0, 0), *(step for step in steps if step[1] <= step[2])]


@dataclass(frozen=True)
class Cell:
    """A number of a table: how many entries, the step of colour, and where they are listed; no address for none."""

    number: int
    step: str
    address: str


@dataclass(frozen=True)
class AreaRow:
    """A council area's counts: by stage, and of any stage."""

    area: str
    cells: tuple[Cell, ...]
    any_stage: Cell


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
    provision: Provision, topic: str, areas: Sequence[str], entries_of: Callable[[str, str], str]
) -> tuple[Scale, list[AreaRow]]:
    """Return the scale and a row for each area.

    Args:
        provision: what there is.
        topic: id, or ``ANY``.
        areas: names, in the order to show them.
        entries_of: gives the address at which the entries of an area and a stage are listed.
    """
    stages = provision.stages[1:]
    scale = scale_for(provision.count(area, stage, topic).local for area in areas for stage in stages)

    def cell(area: str, stage: str) -> Cell:
        number = provision.count(area, stage, topic).local
        return Cell(number, scale.step(number), entries_of(area, stage) if number else "")

    return scale, [AreaRow(area, tuple(cell(area, stage) for stage in stages), cell(area, ANY)) for area in areas]
