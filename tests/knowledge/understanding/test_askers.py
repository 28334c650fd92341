"""Who asks, where the sentence shows it: parents by their children, pupils by their class, firms by what they would do."""

from __future__ import annotations

import pytest

from knowledge.understanding import Understander


def audiences(message: str) -> tuple[str, ...]:
    return Understander.default().understand(message).wishes.audience


@pytest.mark.parametrize(
    "message",
    [
        "my autistic wee lad loves trains",
        "ma wean's daft about rockets",
        "oor youngest wants to code",
        "my 9 yr old is bored",
        "my loon is ten",
        "my daughter doesn't want to sit exams",
        "our two kids like bugs",
    ],
)
def test_whoever_speaks_of_their_own_child_is_a_parent(message: str) -> None:
    assert audiences(message) == ("parent",)


@pytest.mark.parametrize(
    "message", ["I'm in S4 and like maths", "im in s2 near Annan", "I am an S6 pupil", "I'm still at school"]
)
def test_whoever_says_their_class_is_a_pupil(message: str) -> None:
    assert audiences(message) == ("pupil",)


@pytest.mark.parametrize(
    "message",
    [
        "we are a small games studio",
        "a brewery that would like to show pupils round",
        "hospital in Elgin happy to host students from schools",
        "software company, Perth, school links",
        "we've got laptops to give to a school",
        "taking on a graduate apprentice",
    ],
)
def test_an_organisation_that_offers_something_to_the_young_is_an_employer(message: str) -> None:
    assert audiences(message) == ("employer",)


@pytest.mark.parametrize(
    "message",
    [
        "does a company in Ayr show classes round",
        "robots for P5",
        "a farm visit",
        "her teacher says he should code",
        "astronomy for an S6 pupil",
        "a degree at university",
    ],
)
def test_firms_teachers_and_pupils_only_spoken_of_are_not_the_asker(message: str) -> None:
    assert not {"employer", "teacher", "pupil", "university"} & set(audiences(message))


def test_a_teacher_who_speaks_of_our_children_is_no_parent() -> None:
    assert audiences("I teach at a wee primary and our children love robots") == ("teacher",)


def test_our_class_by_its_name_tells_a_teacher() -> None:
    assert audiences("our P6s are doing electricity") == ("teacher",)
    assert audiences("my S2 class likes volcanoes") == ("teacher",)


@pytest.mark.parametrize(
    "message", ["come out to Sandness Primary", "could an engineer visit Islay High School", "visit local schools"]
)
def test_to_come_to_a_school_by_its_name_is_a_visit_in_school(message: str) -> None:
    assert Understander.default().understand(message).wishes.delivery == ("in-school",)


def test_whose_wish_is_told_does_not_rule_out_who_it_is_for() -> None:
    wishes = Understander.default().understand("our S3 class don't like maths").wishes
    assert wishes.stage == ("lower-secondary",)
    assert "stage" not in wishes.excluded
