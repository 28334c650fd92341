"""How much there is, by council area, stage and topic."""

from __future__ import annotations

import pytest

from knowledge.provision import Count
from tests.knowledge.provision.planted import provision_of, record


def test_national_provision_is_counted_apart() -> None:
    provision = provision_of([record("local", ("Fife",)), record("national", ("Scotland",)), record("uk", ("UK",))])
    assert provision.count("Fife", "primary", "engineering") == Count(local=1, national=2)
    assert provision.count("Moray", "primary", "engineering") == Count(local=0, national=2)


def test_a_national_entry_based_in_an_area_is_counted_there_once() -> None:
    provision = provision_of([record("based", ("Scotland", "Fife"))])
    assert provision.count("Fife") == Count(local=1, national=0)
    assert provision.count("Moray") == Count(local=0, national=1)
    assert provision.for_all_of_scotland() == 1
    assert [each.id for each in provision.entries_for_all_of_scotland("primary", "engineering")] == ["based"]


def test_what_ended_or_was_renamed_is_not_counted() -> None:
    gone = [record("ended", ("Fife",), status="ended"), record("renamed", ("Fife",), status="renamed")]
    assert provision_of([*gone, record("old", ("Fife",), status="unknown")]).count("Fife").local == 1


def test_a_broad_topic_counts_the_narrower_ones_with_it() -> None:
    provision = provision_of([record("robots", ("Fife",), "robotics")])
    assert provision.count("Fife", topic="engineering").local == 1
    assert provision.count("Fife", topic="electronics").local == 0


def test_an_entry_without_a_stage_suits_every_stage() -> None:
    provision = provision_of([record("any", ("Fife",), stages=())])
    assert {provision.count("Fife", stage).local for stage in provision.stages} == {1}


def test_every_count_has_its_entries_behind_it() -> None:
    provision = provision_of([record("one", ("Fife", "Moray")), record("two", ("Fife",)), record("all", ("Scotland",))])
    assert [each.id for each in provision.local_entries("Fife", "primary", "engineering")] == ["one", "two"]
    assert [each.id for each in provision.national_entries("Fife")] == ["all"]
    assert provision.local_entries("Fife", "adult") == ()


def test_an_empty_catalogue_counts_nothing() -> None:
    assert provision_of([]).count("Fife", "primary", "maths") == Count(0, 0)


def test_an_unknown_area_is_an_error() -> None:
    with pytest.raises(ValueError):
        provision_of([]).count("Atlantis")
