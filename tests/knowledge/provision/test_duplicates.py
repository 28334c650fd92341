"""All planted duplicates are found by their embedding, and none is invented."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.catalogue.resource import Resource
from knowledge.provision import Duplicate, Rules, find_duplicates, view_vectors
from knowledge.search import Searcher
from knowledge.search.views import dense_views
from knowledge.vocabulary import Vocabulary
from tests.knowledge.provision.planted import record

ROBOTS = (
    "A weekly club at which primary pupils build and program robots from kits, led by volunteers. Free of charge, kits are lent."
)
AGAIN = (
    "Weekly club where primary pupils build robots from kits and program them, led by volunteers. It is free and kits are lent."
)
STARS = (
    "An evening under the dark sky with telescopes, at which families learn about planets, stars and galaxies from astronomers."
)
WIND = "Two engineers of a wind farm visit a class, explain how turbines make electricity and let pupils design their own blades."
WIND_AGAIN = (
    "Wind farm engineers come to a class, explain how a turbine makes electricity and have pupils design blades of their own."
)


def planted() -> list[Resource]:
    """Two pairs of duplicates, and records that are like them but elsewhere, for others, ended, or parts of them."""
    club = ("Fife",)
    return [
        record("robots-one", club, "robotics", name="Fife Robot Club", summary=ROBOTS),
        record("robots-two", (*club, "Angus"), "robotics", name="Robot Club Fife", summary=AGAIN),
        record("robots-elsewhere", ("Moray",), "robotics", name="Robot Club Moray", summary=AGAIN),
        record("robots-national", ("Scotland",), "robotics", name="Robot Club Scotland", summary=AGAIN),
        record("robots-employers", club, "robotics", name="Robot Club Fife", summary=AGAIN, audiences=("employer",)),
        record("robots-adults", club, "robotics", name="Robot Club Fife", summary=AGAIN, stages=("adult",)),
        record("robots-ended", club, "robotics", name="Robot Club of Fife", summary=AGAIN, status="ended"),
        record("robots-cupar", club, "robotics", name="Robot Club Cupar", summary=AGAIN, part_of=("robots-one", "robots-two")),
        record("stars", club, "astronomy", name="Fife Star Nights", summary=STARS),
        record("wind", ("Scotland",), "energy", name="Wind in the Classroom", summary=WIND),
        record("wind-again", ("Scotland",), "energy", name="Classroom Wind Visits", summary=WIND_AGAIN, related=("wind",)),
    ]


@pytest.fixture(scope="module")
def duplicates(searcher: Searcher) -> tuple[Duplicate, ...]:
    """What is found in the planted catalogue with the real model."""
    records, rules, vocabulary = planted(), Rules.default(), Vocabulary.default()
    about, fits = (
        np.asarray(searcher.encoder.encode([dense_views(each, vocabulary)[view][1] for each in records])) for view in (0, 1)
    )
    return find_duplicates(records, about, fits, rules.duplicates, rules.counted_status)


def test_all_planted_duplicates_are_found_and_none_is_invented(duplicates: tuple[Duplicate, ...]) -> None:
    assert {frozenset((each.first.id, each.second.id)) for each in duplicates} == {
        frozenset(("robots-one", "robots-two")),
        frozenset(("wind", "wind-again")),
    }


def test_a_duplicate_says_what_the_two_share(duplicates: tuple[Duplicate, ...]) -> None:
    robots = next(each for each in duplicates if each.first.id == "robots-one")
    assert robots.areas == ("Fife",)
    assert (robots.audiences, robots.topics) == (("teacher", "pupil"), ("robotics",))
    assert robots.provider == "Example Learning"
    assert Rules.default().duplicates.least_alike_about <= robots.alike <= 1
    assert not robots.compared


def test_a_pair_that_curators_know_of_says_so(duplicates: tuple[Duplicate, ...]) -> None:
    wind = next(each for each in duplicates if each.areas == ("Scotland",))
    assert wind.compared


def test_the_snapshot_gives_each_record_one_vector_of_a_view(searcher: Searcher) -> None:
    for view in (0, 1):
        vectors = view_vectors(searcher.snapshot, view)
        assert vectors.shape[0] == len(searcher.snapshot.resources)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
