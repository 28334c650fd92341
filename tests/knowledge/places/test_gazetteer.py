"""The gazetteer: names, aliases, Gaelic, ambiguous places, postcode districts, distances, and mistakes in its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.errors import VocabularyError
from knowledge.places import Gazetteer
from knowledge.places.gazetteer import FOLDER
from knowledge.text import normalised


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.default()


def areas_of(gazetteer: Gazetteer, name: str) -> set[str]:
    return {area for place in gazetteer.by_name.get(normalised(name), ()) for area in place.council_areas}


def test_scotland_has_32_council_areas(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.council_areas) == 32


def test_every_council_area_has_its_regional_bodies_and_lies_in_scotland(gazetteer: Gazetteer) -> None:
    for council in gazetteer.council_areas.values():
        assert council.dyw_regional_group
        assert council.regional_improvement_collaborative
        assert council.college_region
        assert council.colleges
        assert council.enterprise_agency
        assert council.nearest_science_centre
        assert 54.5 < council.latitude < 61
        assert -8 < council.longitude < -0.5


def test_every_council_area_is_found_by_official_name_gaelic_name_and_alias(gazetteer: Gazetteer) -> None:
    for council in gazetteer.council_areas.values():
        for name in (council.name, council.gaelic_name, *council.aliases):
            assert council.name in areas_of(gazetteer, name), name


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Kirkwall", "Orkney Islands"),
        ("Lerwick", "Shetland Islands"),
        ("Steòrnabhagh", "Na h-Eileanan Siar"),
        ("Western Isles", "Na h-Eileanan Siar"),
        ("An Gearasdan", "Highland"),
        ("Inbhir Nis", "Highland"),
        ("Granite City", "Aberdeen City"),
        ("Tobermory", "Argyll and Bute"),
        ("Millport", "North Ayrshire"),
        ("Peebles", "Scottish Borders"),
        ("Unst", "Shetland Islands"),
        ("Barra", "Na h-Eileanan Siar"),
        ("Lochgelly", "Fife"),
    ],
)
def test_towns_islands_and_old_names_are_known(gazetteer: Gazetteer, name: str, area: str) -> None:
    assert areas_of(gazetteer, name) == {area}


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("Tarbert", {"Argyll and Bute", "Na h-Eileanan Siar"}),
        ("Newburgh", {"Aberdeenshire", "Fife"}),
        ("Lothian", {"City of Edinburgh", "East Lothian", "Midlothian", "West Lothian"}),
        ("Tayside", {"Angus", "Dundee City", "Perth and Kinross"}),
        ("Ayrshire", {"East Ayrshire", "North Ayrshire", "South Ayrshire"}),
    ],
)
def test_a_name_of_several_places_or_a_region_means_all_of_its_areas(gazetteer: Gazetteer, name: str, areas: set[str]) -> None:
    assert areas_of(gazetteer, name) == areas


@pytest.mark.parametrize("name", ["Wick", "Keith", "Nairn", "Alness"])
def test_a_town_whose_name_is_also_a_word_or_a_person_is_marked(gazetteer: Gazetteer, name: str) -> None:
    places = gazetteer.by_name[normalised(name)]
    assert all(place.ambiguous for place in places) is (name in {"Wick", "Keith"})


@pytest.mark.parametrize(
    ("district", "areas"),
    [
        ("KW17", ("Orkney Islands",)),
        ("KW1", ("Highland",)),
        ("PA34", ("Argyll and Bute",)),
        ("PA17", ("North Ayrshire",)),
        ("ZE1", ("Shetland Islands",)),
        ("HS1", ("Na h-Eileanan Siar",)),
        ("IV30", ("Moray",)),
        ("IV51", ("Highland",)),
        ("KA27", ("North Ayrshire",)),
        ("KY13", ("Perth and Kinross", "Fife")),
    ],
)
def test_postcode_districts_lie_where_the_post_goes(gazetteer: Gazetteer, district: str, areas: tuple[str, ...]) -> None:
    assert gazetteer.postcode_districts[district].council_areas == areas


def test_every_place_lies_in_a_known_area_and_within_scotland(gazetteer: Gazetteer) -> None:
    for place in {place for places in gazetteer.by_name.values() for place in places}:
        assert place.council_areas
        assert set(place.council_areas) <= set(gazetteer.council_areas), place.name
        assert 54.4 < place.latitude < 61, place.name
        assert -14 < place.longitude < -0.5, place.name


def test_distances_are_those_of_the_map(gazetteer: Gazetteer) -> None:
    assert gazetteer.distance_km("Glasgow City", "Glasgow City") == 0
    assert gazetteer.distance_km("Glasgow City", "City of Edinburgh") == pytest.approx(65, abs=8)
    assert gazetteer.distance_km("Orkney Islands", "Shetland Islands") == gazetteer.distance_km(
        "Shetland Islands", "Orkney Islands"
    )
    assert gazetteer.distance_km("Dumfries and Galloway", "Shetland Islands") > 500


def test_only_what_serves_a_place_serves_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.serves(("Scotland",), ("Orkney Islands",))
    assert gazetteer.serves(("UK",), ("Orkney Islands",))
    assert gazetteer.serves(("Highland", "Orkney Islands"), ("Orkney Islands", "Fife"))
    assert not gazetteer.serves(("Glasgow City",), ("Orkney Islands",))
    assert not gazetteer.serves(("International",), ("Orkney Islands",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_a_missing_geography_file_is_named(folder: Path) -> None:
    (folder / "places.csv").unlink()
    with pytest.raises(VocabularyError, match=r"places\.csv"):
        Gazetteer.load(folder)


def test_a_geography_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "council_areas.csv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(VocabularyError, match=r"council_areas\.csv"):
        Gazetteer.load(folder)


def test_a_place_in_an_unknown_council_area_is_named_with_both(folder: Path) -> None:
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("Brigadoon,village,Loch Ness Council,57.1,-4.5,,,no,general\n")
    with pytest.raises(VocabularyError, match="Brigadoon names the council area 'Loch Ness Council'"):
        Gazetteer.load(folder)


def test_a_row_with_a_broken_coordinate_is_named_by_file_and_row(folder: Path) -> None:
    rows = len((folder / "places.csv").read_text(encoding="utf-8").splitlines())
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("Brigadoon,village,Highland,north,-4.5,,,no,general\n")
    with pytest.raises(VocabularyError, match=rf"places\.csv, row {rows + 1} is malformed"):
        Gazetteer.load(folder)


def test_a_row_that_ends_early_is_named(folder: Path) -> None:
    with (folder / "postcode_districts.csv").open("a", encoding="utf-8") as file:
        file.write("ZZ1\n")
    with pytest.raises(VocabularyError, match=r"postcode_districts\.csv, row \d+ is malformed"):
        Gazetteer.load(folder)
