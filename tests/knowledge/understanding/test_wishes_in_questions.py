"""Stage, topic, audience, cost, delivery and kind in a question, as teachers, parents and employers say them."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.understanding import Understander


def understood(question: str) -> dict[str, Any]:
    return Understander.default().understand(question).wishes.to_json()


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("P1 maths", ["primary"]),
        ("p6 science", ["primary"]),
        ("P.6 science", ["primary"]),
        ("P5-P7 science", ["primary"]),
        ("P2/3 maths", ["primary"]),
        ("primary 4 engineering", ["primary"]),
        ("primary seven maths", ["primary"]),
        ("S2 physics", ["lower-secondary"]),
        ("S3-S4 chemistry", ["lower-secondary", "senior-phase"]),
        ("S5 and S6 biology", ["senior-phase"]),
        ("S1 to S6", ["lower-secondary", "senior-phase"]),
        ("P7 to S1 transition", ["primary", "lower-secondary"]),
        ("Nat 5 physics", ["senior-phase"]),
        ("nat5 biology", ["senior-phase"]),
        ("National 4 chemistry", ["senior-phase"]),
        ("N5 computing", ["senior-phase"]),
        ("Higher chemistry", ["senior-phase"]),
        ("Advanced Higher physics", ["senior-phase"]),
        ("nursery maths", ["early-years"]),
        ("toddlers and science", ["early-years"]),
        ("HNC in engineering", ["college"]),
        ("modern apprenticeships", ["apprenticeship"]),
        ("high school physics", ["lower-secondary", "senior-phase"]),
        ("our P6s and P7s", ["primary"]),
        ("S1s", ["lower-secondary"]),
        ("physics at Higher", ["senior-phase"]),
        ("maths Higher", ["senior-phase"]),
        ("training for nursery staff", ["early-years"]),
    ],
)
def test_class_names_and_qualifications_are_stages(question: str, stages: list[str]) -> None:
    assert understood(question)["stage"] == stages


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("for 3 year olds", ["early-years"]),
        ("my 9 year old loves robots", ["primary"]),
        ("my fifteen year old", ["senior-phase"]),
        ("my daughter is 14", ["lower-secondary"]),
        ("my son Lewis is 9", ["primary"]),
        ("ma wean is 6", ["primary"]),
        ("she's fifteen and likes maths", ["senior-phase"]),
        ("my 15yo", ["senior-phase"]),
        ("aged 12", ["lower-secondary"]),
        ("ages 8 to 14", ["primary", "lower-secondary"]),
        ("8-12 year olds", ["primary", "lower-secondary"]),
        ("children aged 5 to 7", ["primary"]),
        ("12 year old and 7 year old", ["lower-secondary", "primary"]),
        ("I am 45 and want to retrain", ["adult"]),
        ("I'm 16 and like engines", ["senior-phase"]),
        ("my daughter, 8, loves animals", ["primary"]),
        ("a girl of nine", ["primary"]),
        ("the weans are 7 and 12", ["primary", "lower-secondary"]),
        ("two boys (13)", ["lower-secondary"]),
        ("my grandaughter is 7", ["primary"]),
        ("retraining at 45", ["adult"]),
    ],
)
def test_an_age_is_a_stage(question: str, stages: list[str]) -> None:
    assert understood(question)["stage"] == stages


@pytest.mark.parametrize(
    "question",
    [
        "we are 12 people",
        "I have 30 pupils",
        "a 12-person electronics firm",
        "12 miles away",
        "a class of 25",
        "in 2024",
        "kids, 3 schools",
        "at 30 pounds",
    ],
)
def test_other_numbers_are_no_ages(question: str) -> None:
    assert "stage" not in understood(question)


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("wind power", ["energy"]),
        ("climate change", ["climate"]),
        ("marine biology", ["marine"]),
        ("space and astronomy", ["space", "astronomy"]),
        ("AI", ["artificial-intelligence"]),
        ("cyber security", ["cyber-security"]),
        ("data science", ["data"]),
        ("micro:bit", ["computing"]),
        ("farming and food science", ["agriculture", "food"]),
        ("girls who like physics", ["gender-balance", "physics"]),
        ("matamataig", ["maths"]),
        ("Gàidhlig", ["gaelic"]),
    ],
)
def test_topics_are_known_by_the_words_people_use(question: str, topics: list[str]) -> None:
    assert understood(question)["topic"] == topics


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("chemsitry", "chemistry"),
        ("astronmy", "astronomy"),
        ("robtics", "robotics"),
        ("matematics", "maths"),
        ("bioligy clubs", "biology"),
        ("electornics", "electronics"),
    ],
)
def test_misspelt_topics_are_read_as_what_was_meant(question: str, topic: str) -> None:
    assert understood(question)["topic"] == [topic]


@pytest.mark.parametrize("question", ["science", "STEM activities", "technology", "careers", "a club"])
def test_words_too_general_to_be_a_wish_are_recognised_but_not_required(question: str) -> None:
    result = Understander.default().understand(question)
    assert "topic" not in result.wishes.to_json()
    assert any(mention.facet == "topic" and mention.vague for mention in result.mentions)


@pytest.mark.parametrize(
    ("question", "audience"),
    [
        ("I'm a teacher", "teacher"),
        ("I teach S1 maths", "teacher"),
        ("heid teacher in Oban", "teacher"),
        ("my daughter likes biology", "parent"),
        ("ma wean likes robots", "parent"),
        ("my 9 year old", "parent"),
        ("our company makes sensors", "employer"),
        ("we run a wee engineering firm", "employer"),
        ("we are a 12 person firm", "employer"),
        ("I'm a childminder", "early-years-practitioner"),
        ("youth worker", "community-learning"),
        ("we're a charity", "third-sector"),
        ("I'm in S4 myself", "pupil"),
    ],
)
def test_who_asks_shows_in_the_words(question: str, audience: str) -> None:
    assert audience in understood(question)["audience"]


@pytest.mark.parametrize(
    ("question", "cost"),
    [
        ("free robotics", ["free"]),
        ("robotics with no budget", ["free"]),
        ("no cost maths", ["free"]),
        ("cheap coding classes", ["funded"]),
        ("is it free?", ["free"]),
    ],
)
def test_cost_is_understood(question: str, cost: list[str]) -> None:
    assert understood(question)["cost"] == cost


@pytest.mark.parametrize(
    ("question", "delivery"),
    [
        ("online coding", "online"),
        ("in person robotics", "venue"),
        ("come to our school and do chemistry", "in-school"),
        ("kit to borrow", "kit-loan"),
        ("worksheets for biology", "download"),
        ("workplace visits", "workplace"),
        ("residential engineering", "residential"),
        ("why not online", "online"),
    ],
)
def test_how_it_should_reach_people_is_understood(question: str, delivery: str) -> None:
    assert understood(question)["delivery"] == [delivery]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("science festival", "event"),
        ("coding competitions", "award"),
        ("grants for science equipment", "fund"),
        ("museums about space", "facility"),
        ("CPD for chemistry teachers", "course"),
        ("lesson plans on climate change", "teaching-resource"),
        ("internship", "placement"),
    ],
)
def test_the_kind_of_thing_is_understood(question: str, kind: str) -> None:
    assert understood(question)["kind"] == [kind]


@pytest.mark.parametrize(
    ("question", "facet", "value"),
    [
        ("not online, robotics", "delivery", "online"),
        ("nothing online please", "delivery", "online"),
        ("rather than online, in person", "delivery", "online"),
        ("dinnae want online", "delivery", "online"),
        ("no' online", "delivery", "online"),
        ("can't be online", "delivery", "online"),
        ("no competitions please", "kind", "award"),
        ("robotics without competitions", "kind", "award"),
        ("she doesn't want to go to uni", "stage", "university"),
        ("uni is out", "stage", "university"),
        ("not for primary", "stage", "primary"),
        ("anything but coding", "topic", "computing"),
        ("I have no interest in coding", "topic", "computing"),
        ("nae coding", "topic", "computing"),
        ("I'm not a teacher", "audience", "teacher"),
    ],
)
def test_what_is_not_wanted_is_ruled_out(question: str, facet: str, value: str) -> None:
    wishes = understood(question)
    assert value in wishes[f"not_{facet}"]
    assert value not in wishes.get(facet, [])


@pytest.mark.parametrize(
    ("question", "facet", "value"),
    [
        ("there are no robotics clubs in Fife", "topic", "robotics"),
        ("there is nothing in Shetland for girls", "place", "Shetland Islands"),
        ("there's nothing for teenagers in Orkney", "stage", "senior-phase"),
        ("we have no technician", "audience", "technician"),
        ("nothing but coding", "topic", "computing"),
        ("why can't girls do physics", "topic", "physics"),
    ],
)
def test_what_is_lacking_is_wanted(question: str, facet: str, value: str) -> None:
    wishes = understood(question)
    assert value in wishes[facet]
    assert f"not_{facet}" not in wishes


@pytest.mark.parametrize(
    "question", ["not just online", "I don't mind if it is online", "it doesn't matter if it's online", "not necessarily online"]
)
def test_what_does_not_matter_is_neither_required_nor_ruled_out(question: str) -> None:
    assert understood(question) == {}


def test_a_wish_corrected_in_the_same_breath_stands() -> None:
    assert understood("not online, or rather yes, online") == {"delivery": ["online"]}


@pytest.mark.parametrize("question", ["", "hello", "what is my bank balance", "rugby tickets", "?!", "🤖"])
def test_where_nothing_is_asked_nothing_is_understood(question: str) -> None:
    result = Understander.default().understand(question)
    assert result.wishes.is_empty()
    assert result.entities() == []


def test_a_whole_question_is_understood_at_once() -> None:
    assert understood("P6, Orkney, someone to come to our school and talk about wind power, not online, for free") == {
        "place": ["Orkney Islands"],
        "place_label": "Orkney Islands",
        "audience": ["teacher"],
        "stage": ["primary"],
        "topic": ["energy"],
        "cost": ["free"],
        "delivery": ["in-school"],
        "not_delivery": ["online"],
    }
