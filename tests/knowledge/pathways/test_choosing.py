"""From words to a field, and from a wish to the steps that are ahead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.pathways import (
    GENERAL,
    POINTS,
    CareerStep,
    Pathways,
    RouteReader,
    RouteWish,
    fitting_field,
    leading_entries,
    steps_ahead,
)
from knowledge.understanding import Understander

PATHWAYS = Pathways.default()
READER = RouteReader(PATHWAYS)
UNDERSTANDER = Understander.default()
WISHES = st.builds(
    RouteWish,
    point=st.none() | st.integers(0, len(POINTS) - 1),
    hands_on=st.booleans(),
    college=st.booleans(),
    university=st.none() | st.booleans(),
    onwards=st.booleans(),
    choices=st.booleans(),
)


def field_of(text: str) -> str:
    field = fitting_field(PATHWAYS, READER, UNDERSTANDER.understand(text))
    return field.id if field else GENERAL


def wish_of(text: str) -> RouteWish:
    return READER.wish(text, UNDERSTANDER.understand(text).wishes)


def kinds(field: str, wish: RouteWish) -> list[str]:
    return [step.kind for step in steps_ahead(PATHWAYS.fields[field], wish)]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("he wants to be a vet nurse", "animals"),
        ("my wean wants tae be a sparky", "construction"),
        ("how do you become a games designer", "games"),
        ("she would like to be a marine biologist", "marine"),
        ("routes into welding", "engineering"),
        ("lab technician jobs for a school leaver", "laboratory"),
        ("becoming a physics teacher", "teaching"),
        ("after years at home I would retrain as a maths teacher", "teaching"),
        ("moving into teaching after ten years in labs", "teaching"),
        ("I am a chemistry teacher, my S4s like experiments", "laboratory"),
        ("he fixes engines all day", "vehicles-and-flight"),
        ("daughter loves maths", "data-and-finance"),
        ("subjects for cyber security", "digital"),
        ("wind turbine technician", "energy"),
        ("tree surgeon apprenticeship", "land-and-food"),
        ("nurse or paramedic", "health"),
        ("astronaut", "space"),
        ("what could she do", GENERAL),
    ],
)
def test_the_field_is_told_by_jobs_and_interests(text: str, field: str) -> None:
    assert field_of(text) == field


def test_a_job_counts_for_more_than_the_subjects_around_it() -> None:
    assert field_of("he likes computing and maths and wants to be a joiner") == "construction"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("physics or chemistry for engineering", "engineering"),
        ("didn't pass maths, can she still do nursing", "health"),
        ("is Higher maths needed for computing", "digital"),
        ("is biology or chemistry better for vet nursing", "animals"),
    ],
)
def test_a_school_subject_counts_for_less_than_the_work_it_is_for(text: str, field: str) -> None:
    assert field_of(text) == field


def test_it_is_no_field_but_information_technology_is() -> None:
    assert field_of("is it worth it") == GENERAL
    assert field_of("I'd like to retrain in IT") == "digital"


def test_what_is_ruled_out_is_no_field() -> None:
    assert field_of("not a vet, but he likes robots") == "engineering"


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("P6 pupil", "P6"),
        ("S2 into S3", "S3"),
        ("she is in S5", "S5"),
        ("my son is 15", "S4"),
        ("aged 12", "S1"),
        ("he left school last year", "after-school"),
        ("school leaver", "after-school"),
        ("I'm 42", "adult"),
        ("my primary pupils", "P5"),
    ],
)
def test_where_the_learner_stands_is_read_from_class_and_age(text: str, point: str) -> None:
    said = wish_of(text).point
    assert said is not None
    assert POINTS[said] == point


def test_nothing_said_is_nothing_known() -> None:
    assert wish_of("space") == RouteWish()
    assert not wish_of("space").says_something


def test_a_way_asked_for_in_so_many_words_is_a_wish() -> None:
    assert wish_of("how do I get into welding").says_something


def test_not_university_is_read_as_ruled_out() -> None:
    assert wish_of("she doesn't want to go to uni").university is False
    assert wish_of("cyber security without a degree").university is False
    assert wish_of("he wants to go to university").university is True


def test_the_later_of_two_wishes_counts() -> None:
    later = wish_of("hands on stuff, or rather college")
    assert (later.hands_on, later.college) == (False, True)


def test_an_s5_pupil_is_not_told_to_choose_s3_subjects() -> None:
    for field in PATHWAYS.fields:
        assert "subjects" not in kinds(field, RouteWish(point=POINTS.index("S5")))
        assert "subjects" in kinds(field, RouteWish(point=POINTS.index("S3")))


def test_a_primary_family_is_told_to_enjoy_it_first() -> None:
    for field in PATHWAYS.fields:
        steps = kinds(field, RouteWish(point=POINTS.index("P6")))
        assert steps[0] == "enjoyment"
        assert not {"college", "university", "apprenticeship"} & set(steps)


def test_who_has_left_school_is_told_nothing_of_school() -> None:
    for field in PATHWAYS.fields:
        steps = kinds(field, RouteWish(point=POINTS.index("after-school")))
        assert not {"enjoyment", "subjects", "qualification", "school-apprenticeship"} & set(steps)


def test_university_is_left_out_where_it_is_not_wished() -> None:
    for field in set(PATHWAYS.fields) - {"teaching"}:
        assert "university" not in kinds(field, RouteWish(university=False))


def test_hands_on_puts_apprenticeships_before_college_and_university_last() -> None:
    for field in set(PATHWAYS.fields) - {"teaching"}:
        steps = kinds(field, RouteWish(point=POINTS.index("S4"), hands_on=True))
        assert steps.index("apprenticeship") < steps.index("college") < steps.index("university")


def test_college_instead_leads_with_college() -> None:
    steps = kinds("digital", RouteWish(point=POINTS.index("S5"), college=True))
    assert steps.index("college") < steps.index("apprenticeship")


def test_wanting_university_leads_with_it() -> None:
    steps = kinds("engineering", RouteWish(point=POINTS.index("S5"), university=True))
    assert steps.index("university") < steps.index("college")


def test_what_comes_after_leaves_the_present_out() -> None:
    now = RouteWish(point=POINTS.index("S3"))
    later = RouteWish(point=POINTS.index("S3"), onwards=True)
    assert "subjects" in kinds("engineering", now)
    assert "subjects" not in kinds("engineering", later)
    assert "qualification" in kinds("engineering", later)


def test_coming_back_to_learning_is_for_those_out_of_school() -> None:
    assert "adult" in kinds("health", RouteWish(point=POINTS.index("adult")))
    assert "adult" not in kinds("health", RouteWish(point=POINTS.index("S6")))


@given(st.sampled_from(sorted(PATHWAYS.fields)), WISHES)
def test_every_wish_gives_a_route_that_says_whom_to_ask(field: str, wish: RouteWish) -> None:
    steps = steps_ahead(PATHWAYS.fields[field], wish)
    assert "advice" in {step.kind for step in steps}
    assert len(steps) >= 2
    assert len({step.id for step in steps}) == len(steps)


@given(st.sampled_from(sorted(PATHWAYS.fields)), WISHES)
def test_no_step_of_a_route_is_behind_the_learner(field: str, wish: RouteWish) -> None:
    steps: list[CareerStep] = steps_ahead(PATHWAYS.fields[field], wish)
    assert all(wish.point is None or step.last >= wish.point for step in steps)


@given(WISHES)
def test_a_wish_survives_being_remembered(wish: RouteWish) -> None:
    read = RouteWish.from_json(wish.to_json())
    assert (read.point, read.hands_on, read.college, read.university, read.choices) == (
        (wish.point, wish.hands_on, wish.college, wish.university, wish.choices)
    )


def test_a_damaged_memory_is_no_wish() -> None:
    assert RouteWish.from_json({"point": "far", "college": "yes"}) == RouteWish()


def test_a_later_message_changes_what_it_names_and_nothing_else() -> None:
    first = RouteWish(point=11, hands_on=True, university=False)
    assert first.changed_by(RouteWish(college=True)) == RouteWish(point=11, college=True, university=False)
    assert first.changed_by(RouteWish(university=True)) == RouteWish(point=11, hands_on=True, university=True)


def test_an_electrician_is_led_to_the_electrical_apprenticeship() -> None:
    assert PATHWAYS.fields["construction"].leads_for("he'd like to be an electrician") == ["sectt-electrical-apprenticeships"]


def test_entries_of_the_wished_step_lead() -> None:
    field = PATHWAYS.fields["energy"]
    wish = RouteWish(point=POINTS.index("S5"), hands_on=True)
    assert leading_entries(steps_ahead(field, wish), wish)[0] == "energy-network-apprenticeships"
