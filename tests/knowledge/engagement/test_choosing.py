"""From what an employer has to what could be done with it."""

from __future__ import annotations

import pytest

from knowledge.engagement import EmployerReader, Engagement, Means, asked_for, doors, fitting_ways
from knowledge.understanding import Understander

ENGAGEMENT = Engagement.default()
READER = EmployerReader(ENGAGEMENT)
UNDERSTANDER = Understander.default()


def means_of(text: str) -> Means:
    return READER.means(text, UNDERSTANDER.understand(text))


def ways_of(text: str) -> list[str]:
    return [way.id for way in fitting_ways(ENGAGEMENT, means_of(text))]


@pytest.mark.parametrize(
    ("text", "assets"),
    [
        ("our engineers could give a talk", ("people",)),
        ("we could host visits to our workshop", ("premises",)),
        ("we have a budget for sponsorship", ("money",)),
        ("spare laptops going to a good home", ("kit",)),
        ("happy to take a pupil for work experience", ("placements",)),
        ("we'd like to set a real problem", ("problems",)),
        ("we want to take on an apprentice", ("apprenticeships",)),
        ("could we have a teacher here for a week", ("teachers",)),
        ("some of us would mentor", ("mentors",)),
        ("what could we do for schools?", ()),
    ],
)
def test_what_could_be_given_is_read_from_the_words(text: str, assets: tuple[str, ...]) -> None:
    assert means_of(text).assets == assets


def test_what_is_refused_is_not_offered() -> None:
    assert means_of("we can't offer placements but could give a talk").assets == ("people",)


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("we are 12 people", True),
        ("a two person firm, well, a small firm", True),
        ("we don't have much time", True),
        ("we employ 400 people", False),
        ("a bank with 3000 staff", False),
    ],
)
def test_a_small_firm_and_one_short_of_time_are_known(text: str, small: bool) -> None:
    assert means_of(text).small is small


def test_a_small_firm_gets_the_hour_before_the_months() -> None:
    ways = ways_of("we are 6 people, busy, and could take on an apprentice or host visits")
    assert ways[0] == "talk"
    assert ways.index("visit") < ways.index("apprentice")


def test_a_large_firm_gets_first_what_it_named_first() -> None:
    assert ways_of("we employ 900 people and could host visits and give talks")[0] == "visit"


def test_where_nothing_is_named_no_way_is_guessed() -> None:
    assert ways_of("how can our company help?") == []


def test_who_asks_for_something_small_gets_it_without_naming_a_thing() -> None:
    means = means_of("we have no time to speak of, is there something small we could do?")
    assert [way.id for way in fitting_ways(ENGAGEMENT, means)] == ["talk"]
    assert not asked_for(ENGAGEMENT.ways["talk"], means)


@pytest.mark.parametrize("text", ["do our staff need a PVG to give a talk", "what insurance for a pupil on placement"])
def test_a_question_about_rules_is_not_answered_with_ways(text: str) -> None:
    assert ways_of(text) == []


def test_a_coding_club_is_for_those_who_code() -> None:
    assert "club" in ways_of("our developers are a software company and could volunteer")
    assert "club" not in ways_of("our staff at the dairy farm could volunteer")


def test_the_door_of_the_trade_comes_first() -> None:
    visit = ENGAGEMENT.ways["visit"]
    assert doors(visit, means_of("farm, could host a class"))[0] == "rhet"
    assert doors(visit, means_of("builders, could host a class"))[0] == "open-doors-construction-sites"
    assert doors(visit, means_of("could host a class"))[0] == "dyw-national"
