"""The map view of the directory: how many of the results are for each council area in particular, on a map of tiles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.web.directory_facets import NAMING
from knowledge.provision import Tile, load_tiles

MAP = "map"
SIDE = 100
GAP = 6
SHADES = (0, 1, 4, 8, 15)
"""From how many entries on a tile has the next darker shade."""


@dataclass(frozen=True)
class MapTile:
    """One council area.

    Attributes:
        area: its name.
        short: what fits on the tile.
        x: left edge in the picture.
        y: upper edge in the picture.
        count: entries of the results that name it.
        serving: those, and what serves all of Scotland.
        shade: 0 for none to ``len(SHADES) - 1``.
        chosen: it is chosen.
        address: the list of what serves it.
    """

    area: str
    short: str
    x: int
    y: int
    count: int
    serving: int
    shade: int
    chosen: bool
    address: str


@dataclass(frozen=True)
class TileMap:
    """The picture.

    Attributes:
        tiles: by name.
        width: of the picture.
        height: of the picture.
        side: of a tile.
        shades: (shade, from how many, up to how many or None) for the key.
    """

    tiles: tuple[MapTile, ...]
    width: int
    height: int
    side: int
    shades: tuple[tuple[int, int, int | None], ...]


def tile_map(counted: Mapping[str, Mapping[str, int]], chosen: Collection[str], address: Callable[[str], str]) -> TileMap:
    """Return the map of results.

    Args:
        counted: of ``directory_facets.counts``.
        chosen: council areas chosen.
        address: gives the address of the list for an area.
    """
    naming, serving = counted.get(NAMING, {}), counted.get("place", {})
    tiles = []
    for tile in _tiles():
        count = naming.get(tile.area, 0)
        tiles.append(
            MapTile(
                tile.area,
                tile.abbreviation,
                tile.column * SIDE,
                tile.row * SIDE,
                count,
                serving.get(tile.area, 0),
                shade_of(count),
                tile.area in chosen,
                address(tile.area),
            )
        )
    tiles.sort(key=lambda each: each.area)
    width = max(each.x for each in tiles) + SIDE
    height = max(each.y for each in tiles) + SIDE
    return TileMap(tuple(tiles), width, height, SIDE - GAP, _key())


def shade_of(count: int) -> int:
    """Return how dark a tile with so many entries is."""
    return max(shade for shade, least in enumerate(SHADES) if count >= least)


@lru_cache(maxsize=1)
def _tiles() -> tuple[Tile, ...]:
    return load_tiles()


def _key() -> tuple[tuple[int, int, int | None], ...]:
    lasts = (*(least - 1 for least in SHADES[1:]), None)
    return tuple((shade, least, most) for shade, (least, most) in enumerate(zip(SHADES, lasts, strict=True)))
