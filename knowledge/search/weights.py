"""The weights of the ranking, in one place. Set with ``stemfinder evaluate``; docs/search.md tells how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What each sign of fit adds to a score. Similarities lie between 0 and 1, BM25 is saturated: b / (saturation + b)."""

    about: float = 0.9
    fits: float = 0.4
    asked: float = 0.05
    commonness: float = 0.5
    lexical: float = 1.2
    lexical_saturation: float = 10.0
    named: float = 0.6
    topic: float = 0.25
    topic_vague: float = 0.1
    audience: float = 0.1
    audience_and_relevant: float = 0.2
    kind: float = 0.12
    delivery: float = 0.1
    cost: float = 0.03
    stage_match: float = 0.04
    stage_miss: float = 0.35
    local: float = 0.1
    local_and_relevant: float = 0.8
    unplaced_local: float = 0.15
    linked: float = 0.25
    prominence: float = 0.05
    preference: float = 0.12
    first_door: float = 0.5
    ended: float = 0.6
    doubtful: float = 0.03
    relevant_share: float = 0.5
    """A result counts as relevant when its score reaches this share of the best one's."""


DEFAULT = Weights()
