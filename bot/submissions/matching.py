"""Bring offers and needs together: which may fit, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from bot.submissions.assets import Assets
from bot.submissions.submission import Submission
from knowledge.places import Gazetteer
from knowledge.places.gazetteer import NATIONAL
from knowledge.vocabulary import Vocabulary


class Nearness(IntEnum):
    """How two places lie to each other, the nearest first."""

    SAME_AREA = 0
    SAME_REGION = 1
    """Council areas that share a regional group of Developing the Young Workforce."""
    NATIONAL = 2


@dataclass(frozen=True)
class Match:
    """One offer and one need that may fit.

    Attributes:
        other: the one that was found.
        nearness: of their places.
        reasons: why they may fit, in words.
    """

    other: Submission
    nearness: Nearness
    reasons: tuple[str, ...]


def matches(submission: Submission, others: Iterable[Submission], gazetteer: Gazetteer | None = None) -> list[Match]:
    """Return the needs that may fit an offer, or the offers that may fit a need: the nearest, then the best explained first.

    Args:
        submission: whose counterparts are wanted.
        others: all that are in force; those of its own kind are passed over.
        gazetteer: tells which council areas share a region; the packaged one if left out.
    """
    places = gazetteer or Gazetteer.default()
    found = [match for other in others if other.kind != submission.kind and (match := _match(submission, other, places))]
    return sorted(found, key=lambda match: (match.nearness, -len(match.reasons)))


def _match(one: Submission, other: Submission, gazetteer: Gazetteer) -> Match | None:
    nearness, where = how_near(one.areas, other.areas, gazetteer)
    if nearness is None:
        return None
    reasons = [where]
    vocabulary = Vocabulary.default()
    topics = _shared_topics(one.topics, other.topics, vocabulary)
    stages = [stage for stage in one.stages if stage in other.stages]
    assets = [asset for asset in one.assets if asset in other.assets]
    compared = ((one.topics, other.topics, topics), (one.stages, other.stages, stages), (one.assets, other.assets, assets))
    # Where one of the two says nothing, nothing stands against it.
    if any(mine and theirs and not shared for mine, theirs, shared in compared):
        return None
    if topics:
        reasons.append(f"Subject: {', '.join(vocabulary.labels('topic', topics))}")
    if stages:
        reasons.append(f"Stage: {', '.join(vocabulary.labels('stage', stages))}")
    if assets:
        reasons.append(f"Both speak of {Assets.default().named(assets)}")
    # A shared place alone brings nobody together: something said on both sides must be shared.
    return Match(other, nearness, tuple(reasons)) if topics or assets else None


def _shared_topics(one: Iterable[str], other: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return the topics of either side that the other means as well, or means a part of."""
    mine, theirs = set(one), set(other)
    narrower = [topic for topic in theirs if any(topic in vocabulary.narrower("topic", each) for each in mine)]
    return sorted({*narrower, *(topic for topic in mine if any(topic in vocabulary.narrower("topic", each) for each in theirs))})


def how_near(one: Iterable[str], other: Iterable[str], gazetteer: Gazetteer) -> tuple[Nearness | None, str]:
    """Return how two lists of council areas lie to each other, and that in words; None where they are far apart."""
    mine, theirs = set(one), set(other)
    if shared := sorted((mine & theirs) - NATIONAL):
        return Nearness.SAME_AREA, f"Both in {' and '.join(shared)}"
    if mine & NATIONAL or theirs & NATIONAL:
        return Nearness.NATIONAL, "Anywhere in Scotland"
    regions = _regions(mine, gazetteer) & _regions(theirs, gazetteer)
    if regions:
        return Nearness.SAME_REGION, f"Neighbours: both served by {' and '.join(sorted(regions))}"
    return None, ""


def _regions(areas: Iterable[str], gazetteer: Gazetteer) -> set[str]:
    known = [gazetteer.council_areas[area] for area in areas if area in gazetteer.council_areas]
    return {group.strip() for area in known for group in area.dyw_regional_group.split(";")}
