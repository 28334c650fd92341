"""What came of one conversation that was measured, and figures over many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True)
class Outcome:
    """How one conversation went.

    Attributes:
        id: the conversation's name.
        persona: who spoke.
        turns: how many turns were used.
        budget: how many were to be used at most.
        mistakes: what was not as it should be; none where all went well.
    """

    id: str
    persona: str
    turns: int
    budget: int
    mistakes: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the visitor got what they came for, within the budget."""
        return not self.mistakes and self.turns <= self.budget


@dataclass(frozen=True)
class Success:
    """Figures over a group of conversations."""

    conversations: int
    succeeded: int
    turns: float

    @property
    def share(self) -> float:
        """Share of conversations that succeeded."""
        return self.succeeded / self.conversations if self.conversations else 0.0


def success_of(outcomes: Sequence[Outcome]) -> Success:
    """Return the figures over ``outcomes``; turns are the mean over those that succeeded."""
    good = [outcome for outcome in outcomes if outcome.succeeded]
    return Success(len(outcomes), len(good), fmean(outcome.turns for outcome in good) if good else 0.0)


def by_persona(outcomes: Sequence[Outcome]) -> dict[str, Success]:
    """Return the figures of each persona, and of all together under ``all``."""
    personas = sorted({outcome.persona for outcome in outcomes})
    figures = {persona: success_of([each for each in outcomes if each.persona == persona]) for persona in personas}
    return {**figures, "all": success_of(outcomes)}
