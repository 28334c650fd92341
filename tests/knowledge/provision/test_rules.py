"""The files behind the map say clearly what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import VocabularyError
from knowledge.provision import Rules, load_tiles
from knowledge.provision.rules import FOLDER
from tests.knowledge.provision.planted import COUNCILS


def test_every_council_area_has_a_tile_of_its_own() -> None:
    tiles = {tile.area: tile for tile in load_tiles()}
    assert set(tiles) == set(COUNCILS)
    assert tiles["Shetland Islands"].row < tiles["Highland"].row < tiles["Glasgow City"].row < tiles["Dumfries and Galloway"].row
    assert tiles["Na h-Eileanan Siar"].column < tiles["Highland"].column < tiles["Aberdeen City"].column


def test_every_kind_of_area_has_areas_to_be_compared_with() -> None:
    assert set(Rules.default().similar) == {council.urban_rural for council in COUNCILS.values()}


def test_a_mistake_in_the_rules_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "provision.yaml"
    path.write_text((FOLDER / "provision.yaml").read_text(encoding="utf-8").replace("[engineering,", "[enginering,"), "utf-8")
    with pytest.raises(VocabularyError, match=r"gaps\.compared_topics\.0.*did you mean 'engineering'"):
        Rules.load(path)


def test_two_tiles_on_one_spot_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tiles.csv"
    path.write_text((FOLDER / "tiles.csv").read_text(encoding="utf-8").replace("ORK,1,6", "ORK,0,7"), "utf-8")
    with pytest.raises(VocabularyError, match="one spot"):
        load_tiles(path)


def test_a_forgotten_council_area_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "tiles.csv"
    path.write_text((FOLDER / "tiles.csv").read_text(encoding="utf-8").replace("Moray,MOR,2,4\n", ""), "utf-8")
    with pytest.raises(VocabularyError, match="each council area once"):
        load_tiles(path)
