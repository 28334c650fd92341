"""Simulated visitors say what their script says, and reach a goal only where its conditions hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.conditions import TESTS, holds
from bot.evaluation.goals import Goal, Line, load_goals, pursue_with
from bot.evaluation.outcome import by_persona
from knowledge.errors import QueryError
from tests.bot.evaluation.test_dialogues import answer

GOALS = Path(__file__).parents[2] / "conversations" / "goals.jsonl"
CARD = {
    "id": "a-club", "name": "A club", "kind": "programme", "areas": ["Fife"], "delivery": ["venue"], "cost": "free",
    "contact": {"url": "https://example.org"}, "reasons": ["Serves Fife"],
}  # fmt: skip


def goal(*then: Line, done: tuple[dict[str, Any], ...], budget: int = 3, never: tuple[dict[str, Any], ...] = ()) -> Goal:
    return Goal("g", "teacher", "in words", budget, "opening", then, done, never)


def line(say: str, when: dict[str, Any] | None = None, unless: dict[str, Any] | None = None) -> Line:
    return Line(say, when or {}, unless or {})


class Site:
    """Gives one answer after the other, and notes what it heard."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []

    def __call__(self, message: str, conversation: str | None) -> dict[str, Any]:
        self.heard.append(message)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_a_goal_reached_at_once_takes_one_turn() -> None:
    site = Site(answer(CARD))
    outcome = pursue_with(goal(line("more"), done=({"card": {"area": "Fife"}},)), site).outcome
    assert (outcome.succeeded, outcome.turns, site.heard) == (True, 1, ["opening"])


def test_the_visitor_says_the_first_line_that_fits_each_once() -> None:
    site = Site(answer(text="Where are you?"), answer(text="Where are you?"), answer(CARD))
    lines = (line("thanks", {"cards": "some"}), line("Fife", {"text": "where are you"}), line("I said Fife"))
    pursuit = pursue_with(goal(*lines, done=({"card": {"contact": True}},)), site)
    assert site.heard == ["opening", "Fife", "I said Fife"]
    assert pursuit.outcome.succeeded


def test_a_line_may_be_kept_back_by_what_the_answer_holds() -> None:
    site = Site(answer(CARD), answer(text="no"))
    pursue_with(goal(line("somewhere in Fife", unless={"cards": "some"}), line("who?"), done=({"route": 1},), budget=2), site)
    assert site.heard == ["opening", "who?"]


def test_a_goal_not_reached_within_its_budget_fails_and_says_what_was_wanted() -> None:
    outcome = pursue_with(goal(*(line(str(n)) for n in range(9)), done=({"reference": True},)), Site(answer())).outcome
    assert outcome.turns == outcome.budget == 3
    assert "reference" in outcome.mistakes[0]


def test_conditions_are_met_one_after_the_other() -> None:
    site = Site(answer(text="b"), answer(text="a"), answer(text="b"))
    outcome = pursue_with(goal(line("x"), line("y"), done=({"text": "a"}, {"text": "b"})), site).outcome
    assert (outcome.succeeded, outcome.turns) == (True, 3)


def test_what_must_never_be_and_an_answer_without_rasa_fail_a_goal() -> None:
    assert not pursue_with(
        goal(done=({"cards": "some"},), never=({"card": {"cost": ["free"]}},)), Site(answer(CARD))
    ).outcome.succeeded
    assert not pursue_with(goal(done=({"cards": "some"},)), Site(answer(CARD, degraded=True))).outcome.succeeded


def test_a_reference_number_can_be_said_back() -> None:
    site = Site(answer(reference="OFF-1"), answer(text="withdrawn"))
    pursue_with(goal(line("withdraw {reference}"), done=({"reference": True}, {"text": "withdrawn"})), site)
    assert site.heard == ["opening", "withdraw OFF-1"]


RICH = answer(
    CARD,
    text="Three steps",
    details=[{"label": "Cost", "value": "free"}],
    route={"title": "r", "steps": [1, 2, 3]},
    comparison={"columns": [1, 2], "rows": []},
    form={"kind": "offer", "step": 1, "steps": 6},
    reference="OFF-1",
    kept=["a", "b"],
    links=[{"text": "Print", "url": "/list?ids=a"}],
    helplines=[1, 2, 3],
    suggestions=["Only free ones"],
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ({"card": {"id": ["a-club"]}}, {"card": {"id": ["b"]}}),
        ({"card": {"kind": ["programme"]}}, {"card": {"kind": ["fund"]}}),
        ({"every_card": {"area": "Fife"}}, {"every_card": {"area": "Moray"}}),
        ({"card": {"contact": True}}, {"card": {"contact": False}}),
        ({"card": {"delivery": "venue"}}, {"card": {"not_delivery": "venue"}}),
        ({"card": {"cost": ["free"]}}, {"card": {"cost": ["paid"]}}),
        ({"card": {"reason": "fife"}}, {"card": {"reason": "moray"}}),
        ({"card": {"new": True}}, {"card": {"new": False}}),
        ({"cards": "some"}, {"cards": "none"}),
        ({"cards": 1}, {"cards": 2}),
        ({"text": "three STEPS"}, {"text": "four"}),
        ({"fact": "^cost: free"}, {"fact": "cost: paid"}),
        ({"route": 3}, {"route": 4}),
        ({"comparison": 2}, {"comparison": 3}),
        ({"form": "offer"}, {"form": "need"}),
        ({"reference": True}, {"reference": False}),
        ({"kept": 2}, {"kept": 3}),
        ({"link": "^/list"}, {"link": "^/directory"}),
        ({"helplines": 3}, {"helplines": 4}),
        ({"suggestion": "free"}, {"suggestion": "more"}),
    ],
)
def test_every_test_of_a_condition_can_hold_and_fail(true: dict[str, Any], false: dict[str, Any]) -> None:
    assert holds(true, RICH, set())
    assert not holds(false, RICH, set())
    assert not holds({**true, **false} if set(true) != set(false) else {**true, "text": "nowhere"}, RICH, set())


def test_every_test_of_a_condition_is_tried_above() -> None:
    marks = test_every_test_of_a_condition_can_hold_and_fail.pytestmark
    assert {name for true, _ in marks[0].args[1] for name in true} == TESTS


def test_figures_are_given_by_persona_and_together() -> None:
    good = pursue_with(goal(done=({"cards": "some"},)), Site(answer(CARD))).outcome
    bad = pursue_with(goal(done=({"cards": "none"},)), Site(answer(CARD))).outcome
    figures = by_persona([good, bad, good])
    assert {name: (each.conversations, each.succeeded) for name, each in figures.items()} == {"teacher": (3, 2), "all": (3, 2)}
    assert figures["all"].share == pytest.approx(2 / 3)
    assert figures["all"].turns == 1


def test_the_goals_of_this_project_can_be_read_and_cover_all_three_personas() -> None:
    goals = load_goals(GOALS)
    assert len(goals) >= 30
    assert len({each.id for each in goals}) == len(goals)
    for persona in ("teacher", "parent", "employer"):
        assert sum(each.persona == persona for each in goals) >= 8
    used = {name for each in goals for condition in each.done for name in condition}
    assert used >= {"card", "every_card", "route", "comparison", "reference", "kept", "text"}


@pytest.mark.parametrize(
    "change", [{"done": []}, {"done": [{"crad": {}}]}, {"done": [{"card": {"aera": "Fife"}}]}, {"budget": "x"}]
)
def test_a_goal_that_cannot_be_pursued_is_told(tmp_path: Path, change: dict[str, Any]) -> None:
    data = {"id": "g", "persona": "p", "goal": "w", "budget": 2, "opening": "o", "done": [{"cards": "some"}], **change}
    (tmp_path / "g.jsonl").write_text(json.dumps(data))
    with pytest.raises(QueryError, match=r"g\.jsonl:1 is not a goal"):
        load_goals(tmp_path / "g.jsonl")
