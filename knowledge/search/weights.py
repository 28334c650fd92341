"""The weights of the ranking, in one place. Set on the tuning questions with ``stemfinder evaluate``; docs/search.md tells how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What each sign of fit adds to a score. Similarities lie between 0 and 1, BM25 is divided by the best of its search."""

    about: float = 1.0
    fits: float = 0.5
    asked: float = 0.3
    best_view: float = 0.5
    lexical: float = 0.5
    lexical_saturation: float = 8.0
    named: float = 1.5
    topic: float = 0.25
    topic_vague: float = 0.08
    audience: float = 0.12
    kind: float = 0.15
    delivery: float = 0.1
    cost: float = 0.05
    stage_match: float = 0.08
    stage_miss: float = 0.35
    local: float = 0.35
    unplaced_local: float = 0.12
    preference: float = 0.12
    gateway: float = 0.3
    ended: float = 0.4
    doubtful: float = 0.03
    relevant_share: float = 0.5
    """A result counts as relevant when its score reaches this share of the best one's."""


DEFAULT = Weights()
