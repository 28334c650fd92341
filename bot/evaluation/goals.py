"""Goals of simulated visitors: what each wants, what each says by turns, and when each has got it.

A script, no language model: the visitor says the opening, looks at the answer, and says the first line that fits it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.conditions import Condition, holds, unknown_tests
from bot.evaluation.dialogues import Asking, json_lines
from bot.evaluation.outcome import Outcome
from bot.evaluation.site import ask, cards_of
from knowledge.errors import DialogueError, QueryError

REMEDY = (
    'Each line is a JSON object with "id", "persona", "goal", "budget", "opening", "then" and "done"; see docs/evaluation.md.'
)


@dataclass(frozen=True)
class Line:
    """What a visitor may say next.

    Attributes:
        say: the words; ``{reference}`` stands for the last reference number told.
        when: what must hold of the latest answer; nothing where it is empty.
        unless: what must not hold of it.
    """

    say: str
    when: Condition
    unless: Condition

    def fits(self, reply: dict[str, Any], seen: set[str]) -> bool:
        """Return whether the visitor may say this now."""
        return holds(self.when, reply, seen) and not (self.unless and holds(self.unless, reply, seen))


@dataclass(frozen=True)
class Goal:
    """What a visitor wants.

    Attributes:
        goal: in words, for the reader.
        budget: within how many turns it should be reached.
        opening: the first thing said.
        then: what may be said afterwards, each once, the first that fits.
        done: conditions that must each hold of some answer, in this order.
        never: conditions that must hold of no answer.
    """

    id: str
    persona: str
    goal: str
    budget: int
    opening: str
    then: tuple[Line, ...]
    done: tuple[Condition, ...]
    never: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Pursuit:
    """How a goal was pursued: what was said and answered, and what came of it."""

    goal: Goal
    said: tuple[str, ...]
    replies: tuple[dict[str, Any], ...]
    outcome: Outcome


def load_goals(path: Path) -> list[Goal]:
    """Read goals, a JSON object a line.

    Raises:
        QueryError: the file cannot be read, is empty, or a line is not a goal.
    """
    found = []
    for number, data in json_lines(path, REMEDY):
        try:
            then = tuple(Line(each["say"], each.get("when", {}), each.get("unless", {})) for each in data.get("then", ()))
            goal = Goal(
                id=str(data["id"]),
                persona=str(data["persona"]),
                goal=str(data["goal"]),
                budget=int(data["budget"]),
                opening=str(data["opening"]),
                then=then,
                done=tuple(data["done"]),
                never=tuple(data.get("never", ())),
            )
            unknown = {name for condition in _conditions(goal) for name in unknown_tests(condition)}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise QueryError(f"{path}:{number} is not a goal: {error!r}.", REMEDY) from error
        if unknown or not goal.done:
            what = f"there is no test {', '.join(sorted(unknown))}" if unknown else "it is never done"
            raise QueryError(f"{path}:{number} is not a goal: {what}.", REMEDY)
        found.append(goal)
    return found


def pursue(goal: Goal, site: str) -> Pursuit:
    """Pursue one goal with the finder at ``site``."""
    return pursue_with(goal, lambda message, conversation: ask(site, message, conversation))


def pursue_with(goal: Goal, asking: Asking) -> Pursuit:
    """Pursue one goal until it is reached, the budget is spent, or there is nothing left to say."""
    said: list[str] = []
    replies: list[dict[str, Any]] = []
    mistakes: list[str] = []
    seen: set[str] = set()
    waiting, lines = list(goal.done), list(goal.then)
    conversation, message, reference = None, goal.opening, ""
    while waiting and len(said) < goal.budget:
        said.append(message)
        try:
            reply = asking(message, conversation)
        except DialogueError as error:
            mistakes.append(f"{goal.id} {message!r}: {error.what}")
            break
        replies.append(reply)
        conversation = reply["conversation"]
        reference = next((str(each["reference"]) for each in reply["messages"] if each.get("reference")), reference)
        mistakes += [f"{goal.id} {message!r}: {mistake}" for mistake in _mistakes(goal, reply, seen)]
        while waiting and holds(waiting[0], reply, seen):
            waiting.pop(0)
        line = next((each for each in lines if each.fits(reply, seen)), None)
        seen.update(card["id"] for card in cards_of(reply))
        if line is None:
            break
        lines.remove(line)
        message = line.say.replace("{reference}", reference)
    if waiting and not mistakes:
        mistakes.append(f"{goal.id}: not reached after {len(said)} turns, still wanted {waiting[0]}")
    outcome = Outcome(goal.id, goal.persona, len(said), goal.budget, tuple(mistakes))
    return Pursuit(goal, tuple(said), tuple(replies), outcome)


def _mistakes(goal: Goal, reply: dict[str, Any], seen: set[str]) -> Iterator[str]:
    if reply["degraded"]:
        yield "answered without Rasa"
    for condition in goal.never:
        if holds(condition, reply, seen):
            yield f"this must never be: {condition}"


def _conditions(goal: Goal) -> Sequence[Condition]:
    return [*goal.done, *goal.never, *(line.when for line in goal.then), *(line.unless for line in goal.then)]
