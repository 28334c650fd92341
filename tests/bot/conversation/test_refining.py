"""One wish is changed or let go, the others stay, and the reply says in words what is asked for now."""

from __future__ import annotations

import pytest

from bot.conversation import Adviser, ConversationState, Reply
from knowledge.places.gazetteer import NATIONAL

START = ConversationState()
CLASS = ("find", "I teach P6 in Kirkwall, can someone come and talk about wind power?")
FAMILY = ("find", "robotics competitions for my daughter in Perth, she is 12")
EMPLOYER = ("employer_engage", "we are a small electronics firm in Kirkcaldy, how could we help schools?")


def after(adviser: Adviser, *turns: tuple[str, str]) -> Reply:
    """The reply to the last of several messages."""
    state, reply = START, None
    for intent, message in turns:
        reply = adviser.answer(intent, message, state)
        state = ConversationState.from_json(reply.state.to_json())
    assert reply is not None
    return reply


def now(reply: Reply) -> str:
    """The line in which the reply says what is asked for."""
    return next(line for line in reply.text.splitlines() if line.startswith("Now"))


@pytest.mark.parametrize("first", [CLASS, FAMILY])
def test_another_place_keeps_everything_else(adviser: Adviser, first: tuple[str, str]) -> None:
    before = after(adviser, first).state.wishes
    reply = after(adviser, first, ("refine", "actually Shetland"))
    wishes = reply.state.wishes
    assert wishes.place == ("Shetland Islands",)
    assert (wishes.topic, wishes.stage, wishes.audience, wishes.kind) == (
        before.topic,
        before.stage,
        before.audience,
        before.kind,
    )
    assert "in Shetland" in now(reply)
    assert all("Shetland Islands" in card.areas or NATIONAL & set(card.areas) for card in reply.cards)


def test_an_employer_who_moves_stays_an_employer(adviser: Adviser) -> None:
    reply = after(adviser, EMPLOYER, ("refine", "sorry, we're in Galashiels"))
    assert reply.state.wishes.place == ("Scottish Borders",)
    assert reply.state.wishes.audience == ("employer",)
    assert reply.state.task == "employer_engage"


def test_what_is_for_ones_own_children_is_no_longer_for_a_class(adviser: Adviser) -> None:
    reply = after(adviser, CLASS, ("refine", "for my own kids, not a class"))
    wishes = reply.state.wishes
    assert wishes.audience == ("parent",)
    assert "in-school" not in wishes.delivery
    assert wishes.topic == ("energy",)
    assert "for parents and families" in now(reply)
    assert "teach" not in reply.state.text


def test_not_a_competition_leaves_competitions_out_of_what_is_searched_for(adviser: Adviser) -> None:
    reply = after(adviser, FAMILY, ("refine", "not a competition"))
    assert reply.cards
    assert not any(card.kind == "award" for card in reply.cards)
    assert reply.state.wishes.topic == ("robotics",)
    assert "competition" not in reply.state.text
    assert "not competitions" in now(reply)


def test_another_stage_takes_the_place_of_the_first(adviser: Adviser) -> None:
    reply = after(adviser, CLASS, ("refine", "for secondary instead"))
    assert reply.state.wishes.stage == ("lower-secondary", "senior-phase")
    assert "P6" not in reply.state.text
    assert "secondary" in now(reply)


def test_cheaper_means_free_or_with_help_for_the_cost(adviser: Adviser) -> None:
    reply = after(adviser, ("find", "science summer schools for S5"), ("refine", "make it cheaper"))
    assert reply.cards
    assert {card.cost for card in reply.cards} <= {"free", "funded"}


@pytest.mark.parametrize(
    ("message", "stage"),
    [("younger", "early-years"), ("a bit older please", "lower-secondary"), ("that's too easy", "lower-secondary")],
)
def test_younger_and_older_are_a_step_from_what_was_asked_for(adviser: Adviser, message: str, stage: str) -> None:
    assert after(adviser, CLASS, ("refine", message)).state.wishes.stage == (stage,)


def test_younger_than_nothing_asks_for_the_age(adviser: Adviser) -> None:
    reply = after(adviser, ("find", "robotics clubs in Fife"), ("refine", "younger"))
    assert "which age" in reply.text
    assert reply.state.wishes.topic == ("robotics",)


@pytest.mark.parametrize(
    ("message", "facet"),
    [
        ("anywhere in Scotland", "place"),
        ("forget the place", "place"),
        ("forget Kirkwall", "place"),
        ("the location doesn't matter", "place"),
        ("any age", "stage"),
        ("drop the P6 bit", "stage"),
        ("all ages are fine", "stage"),
        ("doesn't matter what it costs", "cost"),
        ("doesnt have to be free", "cost"),
        ("I don't mind the price", "cost"),
        ("never mind the cost", "cost"),
    ],
)
def test_one_wish_is_let_go_and_the_others_stay(adviser: Adviser, message: str, facet: str) -> None:
    turns = (CLASS, ("refine", "only free ones"))
    before = after(adviser, *turns).state
    assert before.wishes.of(facet)
    state = after(adviser, *turns, ("refine", message)).state
    assert state.wishes.of(facet) == ()
    assert facet not in state.strict
    for other in {"place", "stage", "cost", "topic", "audience"} - {facet}:
        assert state.wishes.of(other) == before.wishes.of(other)


@pytest.mark.parametrize("message", ["drop the online bit", "it doesn't need to be online", "any way of taking part"])
def test_a_way_of_taking_part_is_let_go(adviser: Adviser, message: str) -> None:
    turns = (("find", "maths help for my son in S2"), ("refine", "only online ones"))
    assert after(adviser, *turns).state.wishes.delivery == ("online",)
    assert after(adviser, *turns, ("refine", message)).state.wishes.delivery == ()


def test_what_was_ruled_out_may_come_back(adviser: Adviser) -> None:
    turns = (CLASS, ("refine", "not online"), ("refine", "online is fine too"))
    assert after(adviser, *turns[:2]).state.wishes.excluded == {"delivery": ("online",)}
    assert after(adviser, *turns).state.wishes.excluded == {}


@pytest.mark.parametrize("intent", ["find", "fallback", "details", "out_of_scope", "contact", "deny"])
@pytest.mark.parametrize(
    ("message", "facet", "values"),
    [
        ("Dundee", "place", ("Dundee City",)),
        ("what about Fife?", "place", ("Fife",)),
        ("primary", "stage", ("primary",)),
        ("she's 14", "stage", ("lower-secondary", "senior-phase")),
        ("free?", "cost", ("free",)),
        ("for my family please", "audience", ("parent",)),
        ("online", "delivery", ("online",)),
    ],
)
def test_a_word_that_only_names_a_wish_changes_the_running_search_whatever_it_was_taken_for(
    adviser: Adviser, intent: str, message: str, facet: str, values: tuple[str, ...]
) -> None:
    reply = after(adviser, ("find", "robotics"), (intent, message))
    assert reply.state.wishes.of(facet)
    assert set(reply.state.wishes.of(facet)) <= set(values)
    assert reply.state.wishes.topic == ("robotics",)
    assert now(reply)


def test_a_new_subject_is_a_new_search_that_keeps_who_and_where(adviser: Adviser) -> None:
    turns = (("find", "free robotics clubs in Fife for my son, he is 9"), ("find", "chemistry sets"))
    wishes = after(adviser, *turns).state.wishes
    assert wishes.topic == ("chemistry",)
    assert (wishes.place, wishes.stage, wishes.audience) == (("Fife",), ("primary",), ("parent",))
    assert wishes.cost == ()


def test_the_place_said_alone_at_first_is_kept_for_the_subject_that_follows(adviser: Adviser) -> None:
    wishes = after(adviser, ("find", "Fife"), ("find", "robotics")).state.wishes
    assert wishes.place == ("Fife",)
    assert wishes.topic == ("robotics",)


def test_a_question_about_what_was_shown_is_no_change_of_the_search(adviser: Adviser) -> None:
    reply = after(adviser, ("find", "robotics"), ("details", "is it free?"))
    assert reply.state.wishes.cost == ()
    assert len(reply.cards) == 1


def test_any_kind_of_event_names_a_kind(adviser: Adviser) -> None:
    assert after(adviser, ("find", "science in Glasgow"), ("refine", "any kind of event")).state.wishes.kind == ("event",)


@pytest.mark.parametrize("intent", ["find", "pathway", "contact", "refine"])
@pytest.mark.parametrize("message", ["what about physics?", "physics instead", "and physics?"])
def test_another_subject_in_the_same_breath_keeps_the_other_wishes(adviser: Adviser, intent: str, message: str) -> None:
    turns = (("find", "free chemistry workshops for S3 in Wick"), (intent, message))
    wishes = after(adviser, *turns).state.wishes
    assert (wishes.topic, wishes.place, wishes.stage, wishes.cost) == (
        ("physics",),
        ("Highland",),
        ("lower-secondary",),
        ("free",),
    )


def test_in_gaelic_stands_beside_the_subject(adviser: Adviser) -> None:
    reply = after(adviser, ("find", "maths resources for P4"), ("refine", "in Gaelic"))
    assert reply.state.wishes.topic == ("maths", "gaelic")
    assert "mathematics and Gaelic" in now(reply) or "mathematics, Gaelic" in now(reply)


def test_not_a_club_is_searched_for_without_the_word(adviser: Adviser) -> None:
    reply = after(adviser, ("find", "robotics club in Fife"), ("refine", "not a club"))
    assert "club" not in reply.state.text
    assert "clubs" not in now(reply)


def test_something_cheaper_is_no_wish_for_funding_alone(adviser: Adviser) -> None:
    assert after(adviser, ("find", "robotics"), ("refine", "something cheaper")).state.wishes.cost == ("free", "funded")


@pytest.mark.parametrize(
    ("message", "facet", "values"),
    [
        ("for secondary too", "stage", {"primary", "lower-secondary", "senior-phase"}),
        ("Shetland as well", "place", {"Orkney Islands", "Shetland Islands"}),
        ("also robotics", "topic", {"energy", "robotics"}),
    ],
)
def test_what_is_wanted_too_stands_beside_what_was_asked_for(
    adviser: Adviser, message: str, facet: str, values: set[str]
) -> None:
    assert set(after(adviser, CLASS, ("refine", message)).state.wishes.of(facet)) == values


@pytest.mark.parametrize("intent", ["refine", "details", "find"])
def test_a_wish_is_let_go_in_a_short_sentence(adviser: Adviser, intent: str) -> None:
    assert after(adviser, CLASS, (intent, "I dont mind where it comes from")).state.wishes.place == ()


@pytest.mark.parametrize(("intent", "message"), [("find", "what about careers?"), ("pathway", "what about apprenticeships?")])
def test_something_else_asked_for_is_a_question_of_its_own(adviser: Adviser, intent: str, message: str) -> None:
    reply = after(adviser, ("find", "robotics club in Fife"), (intent, message))
    assert reply.state.task == intent
    assert reply.state.wishes.topic != ("robotics",)
