"""At most one thing is asked back, only where its answer changes the first page, and one press answers it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from bot.conversation.clarifying import FEWEST, LEAST_CHANGE, LEAST_GAIN, MOST_ASKED, facets, measured, question_for
from bot.conversation.suggestions import answer_words
from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher
from knowledge.understanding import Wishes

START = ConversationState()
ALL = frozenset(facets())
TEXTS = Texts.default()
ASKED = {facet: TEXTS.say(f"ask_{facet}") for facet in ALL}


@pytest.fixture(scope="module")
def template(searcher: Searcher) -> Resource:
    """A record to make others of."""
    return searcher.snapshot.resources[0]


def records(template: Resource, changes: Iterable[dict[str, object]]) -> list[Resource]:
    """Records that differ in what is given, and are alike otherwise."""
    alike = {
        "stages": (),
        "areas": ("Scotland",),
        "cost": "free",
        "delivery": ("venue",),
        "kind": "programme",
        "audiences": ("pupil",),
    }
    return [template.model_copy(update={**alike, **change, "id": f"record-{n}"}) for n, change in enumerate(changes)]


def alternating(facet: str, one: object, other: object, count: int = 12) -> list[dict[str, object]]:
    """The same facet with one value and another by turns."""
    return [{facet: one if number % 2 else other} for number in range(count)]


def test_a_facet_that_halves_the_results_gains_one_bit(template: Resource) -> None:
    question = measured("stage", records(template, alternating("stages", ("primary",), ("senior-phase",), 30)))
    assert question is not None
    assert 0.95 < question.gain <= 1
    assert set(question.answers) == {"primary", "secondary"}


def test_results_that_fit_every_answer_gain_nothing(template: Resource) -> None:
    wide = records(template, [{"stages": ("primary", "senior-phase")}] * 12)
    question = measured("stage", wide)
    assert question is not None
    assert question.gain == pytest.approx(0)
    assert question.change == 0
    assert measured("stage", records(template, [{}] * 12)) is None


def test_what_says_nothing_about_a_facet_gains_less(template: Resource) -> None:
    told = measured("cost", records(template, alternating("cost", "free", "paid")))
    untold = alternating("cost", "unknown", "unknown", 6)
    half = measured("cost", records(template, [*alternating("cost", "free", "paid", 6), *untold]))
    assert told is not None
    assert half is not None
    assert half.gain < told.gain


def test_the_facet_that_splits_the_first_results_best_is_asked(template: Resource) -> None:
    mixed = records(
        template,
        [
            {"stages": ("primary",) if n in {0, 2, 5} else ("senior-phase",), "cost": "paid" if n == 11 else "free"}
            for n in range(12)
        ],
    )
    question = question_for(mixed, Wishes(), (), ALL)
    assert question is not None
    assert question.facet == "stage"
    assert question.gain >= LEAST_GAIN
    assert question.change >= LEAST_CHANGE


def test_the_place_is_asked_first_where_most_results_are_local(template: Resource) -> None:
    areas = ["Fife", "Moray", "Angus", "Highland", "Falkirk", "Stirling"] * 2
    local = records(
        template, [{"areas": (area,), "stages": ("primary",) if n % 2 else ("senior-phase",)} for n, area in enumerate(areas)]
    )
    question = question_for(local, Wishes(), (), ALL)
    assert question is not None
    assert question.facet == "place"
    elsewhere = question_for(local, Wishes(place=("Fife",)), (), ALL)
    assert elsewhere is None or elsewhere.facet != "place"


@pytest.mark.parametrize(
    ("wishes", "asked"),
    [
        (Wishes(stage=("primary",)), ()),
        (Wishes(excluded={"stage": ("primary",)}), ()),
        (Wishes(), ("stage",)),
        (Wishes(), tuple(sorted(ALL))[:MOST_ASKED]),
    ],
)
def test_what_is_settled_or_was_asked_is_not_asked(template: Resource, wishes: Wishes, asked: tuple[str, ...]) -> None:
    assert question_for(records(template, alternating("stages", ("primary",), ("senior-phase",))), wishes, asked, ALL) is None


def test_few_results_need_no_question(template: Resource) -> None:
    few = records(template, alternating("stages", ("primary",), ("senior-phase",), FEWEST - 1))
    assert question_for(few, Wishes(), (), ALL) is None


@pytest.mark.parametrize("facet", sorted(ALL))
def test_every_answer_has_words_and_is_understood_as_that_answer(adviser: Adviser, facet: str) -> None:
    state = adviser.answer("find", "science", START).state
    for answer, values in facets()[facet].answers.items():
        reply = adviser.answer("fallback", answer_words(facet, answer, TEXTS), state)
        got = set(reply.state.wishes.of(facet))
        if answer == "any":
            assert got == set()
            assert facet in reply.state.asked
        else:
            assert got
            assert got <= set(values)
        assert reply.state.text.startswith("science")


@pytest.mark.parametrize("facet", ["place", "stage", "cost", "delivery", "kind"])
def test_every_wish_offered_to_be_let_go_is_let_go(adviser: Adviser, facet: str) -> None:
    turns = [("find", "free robotics events for S2 in Fife"), ("refine", "only in person")]
    state = START
    for intent, message in turns:
        state = adviser.answer(intent, message, state).state
    assert state.wishes.of(facet)
    assert adviser.answer("fallback", TEXTS.say(f"drop_{facet}"), state).state.wishes.of(facet) == ()


def asked_in(reply: Reply) -> list[str]:
    """The facets a reply asks about."""
    return [facet for facet, words in ASKED.items() if words in reply.text]


@pytest.mark.parametrize(
    ("intent", "message"),
    [
        ("find", "science festival"),
        ("find", "I'm a teacher looking for chemistry for S3"),
        ("find", "maths help for my daughter"),
        ("pathway", "my son wants to go into computing"),
        ("employer_engage", "how can our firm help schools?"),
        ("contact", "who can advise on apprenticeships?"),
    ],
)
def test_one_thing_at_most_is_asked_and_results_come_with_it(adviser: Adviser, intent: str, message: str) -> None:
    reply = adviser.answer(intent, message, START)
    assert reply.cards
    assert len(asked_in(reply)) <= 1
    if reply.question in ASKED.values():
        assert reply.text.endswith(reply.question)
        assert reply.state.asked == tuple(asked_in(reply))


def test_one_press_answers_the_question_and_it_is_not_asked_again(adviser: Adviser) -> None:
    reply = adviser.answer("find", "science festival", START)
    assert asked_in(reply) == ["place"]
    named = adviser.answer("find", "Falkirk", reply.state)
    assert named.state.wishes.place == ("Falkirk",)
    pressed = adviser.answer("find", reply.suggestions[0], reply.state)
    assert pressed.state.text == reply.state.text
    assert "place" not in asked_in(pressed)
    assert pressed.cards


@pytest.mark.parametrize("words", ["any", "I don't mind", "doesn't matter", "not fussed"])
def test_whoever_has_no_preference_is_not_asked_about_it_again(adviser: Adviser, words: str) -> None:
    state = adviser.answer("find", "maths help for my daughter", START).state
    assert state.asked
    reply = adviser.answer("deny", words, state)
    assert reply.state.wishes.of(state.asked[0]) == ()
    assert state.asked[0] not in asked_in(reply)
    assert reply.cards


@pytest.mark.parametrize(("intent", "words", "cost"), [("affirm", "yes please", ("free",)), ("deny", "no", ())])
def test_yes_and_no_answer_whether_it_has_to_be_free(adviser: Adviser, intent: str, words: str, cost: tuple[str, ...]) -> None:
    state = adviser.answer("find", "summer school for S5", START).state
    asked = ConversationState.from_json({**state.to_json(), "asked": ["cost"]})
    assert adviser.answer(intent, words, asked).state.wishes.cost == cost


def test_a_search_is_asked_about_twice_at_most(adviser: Adviser) -> None:
    reply = adviser.answer("find", "science", START)
    asked = asked_in(reply)
    for _ in range(4):
        reply = adviser.answer("deny", "any", reply.state)
        asked += asked_in(reply)
    assert len(asked) <= MOST_ASKED
    assert len(set(asked)) == len(asked)
