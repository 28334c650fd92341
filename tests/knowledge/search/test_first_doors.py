"""First doors: the local branch, or the national body, that is the way in for a need."""

from __future__ import annotations

import pytest

from knowledge.places import Gazetteer
from knowledge.search import Searcher
from knowledge.search.first_doors import FirstDoors, branches
from knowledge.understanding.wishes import FACET_NAMES
from knowledge.vocabulary import FACETS, Vocabulary

DOORS = FirstDoors.default().doors


def opened(searcher: Searcher, question: str) -> list[str]:
    said = searcher.understander.understand(question)
    return [door.need for door in FirstDoors.default().open_for(said, said.wishes)]


@pytest.mark.parametrize("door", DOORS, ids=[door.need for door in DOORS])
def test_every_entry_behind_a_door_exists_and_runs(searcher: Searcher, door: object) -> None:
    assert door in DOORS
    found = next(each for each in DOORS if each == door)
    for resource_id in (*found.anywhere, *filter(None, [found.near])):
        resource = searcher.snapshot.resources[searcher.by_id[resource_id]]
        assert resource.id == resource_id, "doors name current ids, not retired ones"
        assert resource.status != "ended"


@pytest.mark.parametrize("door", DOORS, ids=[door.need for door in DOORS])
def test_every_condition_of_a_door_uses_the_vocabulary(door: object) -> None:
    found = next(each for each in DOORS if each == door)
    assert found.says or found.when
    for facet, values in [*found.when.items(), *found.unless.items()]:
        plain = facet.removeprefix("not_")
        assert plain in FACET_NAMES
        if plain in FACETS:
            assert set(values) <= set(Vocabulary.default().ids(plain))


@pytest.mark.parametrize("area", Gazetteer.default().council_areas)
def test_every_council_area_has_its_own_group_of_developing_the_young_workforce(searcher: Searcher, area: str) -> None:
    assert branches(searcher.snapshot.resources, "dyw-national", (area,))


@pytest.mark.parametrize(
    ("question", "need"),
    [
        ("we are a 12 person firm in Kirkcaldy, how do we help schools", "employers who want to work with schools"),
        ("can a real engineer come and talk to my class", "somebody to visit a class"),
        ("she doesn't want to go to uni", "ways into work other than university"),
        ("modern apprenticeships for my son", "an apprenticeship"),
        ("I could give a talk at a school", "offering a talk"),
        ("our firm would like to meet pupils", "employers who would meet pupils"),
    ],
)
def test_a_need_opens_its_door(searcher: Searcher, question: str, need: str) -> None:
    assert need in opened(searcher, question)


def test_a_door_closed_to_some_askers_stays_closed_to_them(searcher: Searcher) -> None:
    assert "an apprenticeship" not in opened(searcher, "our company would like to take on an apprentice")


@pytest.mark.parametrize("question", ["our company wants a training course", "is there a grant our business could apply for"])
def test_an_employer_who_asks_for_a_kind_of_thing_is_not_sent_to_schools_first(searcher: Searcher, question: str) -> None:
    assert "employers who want to work with schools" not in opened(searcher, question)


def test_a_question_about_something_else_opens_no_door(searcher: Searcher) -> None:
    assert opened(searcher, "dinosaur fossils") == []


def test_an_employer_in_a_place_meets_the_local_group_near_the_top(searcher: Searcher) -> None:
    results = searcher.ask("we are a 12 person electronics firm in Kirkcaldy, how do we help local schools?", limit=3).results
    assert "dyw-fife" in [result.resource.id for result in results]


@pytest.mark.parametrize(
    "question", ["our company would like to show maths teachers what we do", "teachers could spend a week at our plant"]
)
def test_an_employer_who_speaks_of_teachers_is_led_to_industry_placements_for_teachers(searcher: Searcher, question: str) -> None:
    assert "stem-insight" in [result.resource.id for result in searcher.ask(question, limit=3).results]
