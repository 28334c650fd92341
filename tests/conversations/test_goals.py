"""The goals of goals.jsonl, pursued with the whole running product."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.goals import load_goals, pursue
from bot.evaluation.outcome import success_of

GOALS = Path(__file__).parent / "goals.jsonl"


def test_simulated_visitors_get_what_they_came_for(site: str) -> None:
    outcomes = [pursue(goal, site).outcome for goal in load_goals(GOALS)]
    missed = [mistake for outcome in outcomes for mistake in outcome.mistakes]
    assert success_of(outcomes).share >= 0.95, missed
