"""Council areas in addresses: by any of their names."""

from __future__ import annotations

import pytest

from knowledge.places import Gazetteer
from knowledge.places.gazetteer import CouncilArea
from knowledge.provision.area_names import area_named, slug_of

COUNCILS = Gazetteer.default().council_areas


@pytest.mark.parametrize("area", COUNCILS.values(), ids=lambda area: area.code)
def test_a_council_area_is_known_by_all_its_names_and_their_slugs(area: CouncilArea) -> None:
    for name in (area.name, area.gaelic_name, *area.aliases):
        assert area_named(name) == area.name
        assert area_named(slug_of(name)) == area.name


def test_a_slug_has_plain_letters_alone() -> None:
    assert slug_of("Na h-Eileanan Siar") == "na-h-eileanan-siar"
    assert slug_of("A' Ghàidhealtachd") == "a-ghaidhealtachd"


def test_what_is_no_council_area_has_none() -> None:
    assert area_named("atlantis") is None
    assert area_named("") is None
