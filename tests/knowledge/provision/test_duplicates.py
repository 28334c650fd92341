"""All planted duplicates are found by their embedding, and none is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from knowledge.catalogue.resource import Resource
from knowledge.provision import Duplicate, Rules, find_duplicates, view_vectors
from knowledge.provision.rules import DuplicateRules
from knowledge.search import Searcher
from knowledge.search.views import dense_views
from knowledge.vocabulary import Vocabulary
from tests.knowledge.provision.planted import record

if TYPE_CHECKING:
    from numpy.typing import NDArray

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

FILMS = (
    "An evening of feature films in which machines come alive, shown in the town hall with popcorn and a talk by a film critic."
)


def planted() -> list[Resource]:
    """Two pairs of duplicates, and records like them but elsewhere, for others, about or for something else, ended, or linked."""
    club = ("Fife",)
    return [
        record("robots-one", club, "robotics", name="Fife Robot Club", summary=ROBOTS),
        record("robots-two", (*club, "Angus"), "robotics", name="Robot Club Fife", summary=AGAIN),
        record("robots-elsewhere", ("Moray",), "robotics", name="Robot Club Moray", summary=AGAIN),
        record("robots-national", ("Scotland",), "robotics", name="Robot Club Scotland", summary=AGAIN),
        record("robots-employers", club, "robotics", name="Robot Club Fife", summary=AGAIN, audiences=("employer",)),
        record("robots-adults", club, "robotics", name="Robot Club Fife", summary=AGAIN, stages=("adult",)),
        record("robots-ended", club, "robotics", name="Robot Club of Fife", summary=AGAIN, status="ended"),
        record("robots-part", club, "robotics", name="Fife Robot Club", summary=ROBOTS, part_of=("robots-one", "robots-two")),
        record("robots-food", club, "food", name="Fife Robot Club", summary=ROBOTS),
        record("robots-films", club, "robotics", name="Robots on Film", summary=FILMS),
        record("stars-east", club, "astronomy", name="Star Nights East", summary=STARS, part_of=("stars",)),
        record("stars-west", club, "astronomy", name="Star Nights West", summary=STARS, part_of=("stars",)),
        record("stars", club, "astronomy", name="Fife Star Nights", summary=STARS),
        record("wind", ("Scotland",), "energy", name="Wind in the Classroom", summary=WIND),
        record("wind-again", ("Scotland",), "energy", name="Classroom Wind Visits", summary=WIND_AGAIN, related=("wind",)),
    ]


def duplicates_of(records: list[Resource], searcher: Searcher, rules: DuplicateRules) -> tuple[Duplicate, ...]:
    """What is found in a catalogue with the real model."""
    vocabulary = Vocabulary.default()
    about, fits = (
        np.asarray(searcher.encoder.encode([dense_views(each, vocabulary)[view][1] for each in records])) for view in (0, 1)
    )
    return find_duplicates(records, about, fits, rules, Rules.default().counted_status)


@pytest.fixture(scope="module")
def duplicates(searcher: Searcher) -> tuple[Duplicate, ...]:
    """What is found in the planted catalogue."""
    return duplicates_of(planted(), searcher, Rules.default().duplicates)


def test_all_planted_duplicates_are_found_and_none_is_invented(duplicates: tuple[Duplicate, ...]) -> None:
    assert {frozenset((each.first.id, each.second.id)) for each in duplicates} == {
        frozenset(("robots-one", "robots-two")),
        frozenset(("wind", "wind-again")),
    }


@pytest.mark.parametrize(
    ("about", "fits", "count"), [(0.81, 0.71, 1), (0.79, 0.99, 0), (0.99, 0.69, 0)], ids=["both", "only fits", "only about"]
)
def test_both_what_they_are_and_what_they_are_for_must_be_alike(about: float, fits: float, count: int) -> None:
    def at(cosine: float) -> NDArray[np.float32]:
        return np.array([[1, 0], [cosine, np.sqrt(1 - cosine**2)]], dtype=np.float32)

    pair = [record("one", ("Fife",)), record("other", ("Fife",))]
    found = find_duplicates(pair, at(about), at(fits), Rules.default().duplicates, Rules.default().counted_status)
    assert len(found) == count


@pytest.mark.parametrize("other", ["robots-part", "stars-west"])
def test_only_their_links_spare_what_belongs_together(searcher: Searcher, other: str) -> None:
    apart = [each.model_copy(update={"part_of": ()}) for each in planted()]
    found = duplicates_of(apart, searcher, Rules.default().duplicates)
    assert other in {name for each in found for name in (each.first.id, each.second.id)}


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
