"""Bring offers and needs together: which may fit, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from bot.submissions.assets import Assets
from bot.submissions.submission import Submission
from bot.texts import Texts
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


def matches(submission: Submission, others: Iterable[Submission], texts: Texts | None = None) -> list[Match]:
    """Return the needs that may fit an offer, or the offers that may fit a need: the nearest, then the best explained first.

    Args:
        submission: whose counterparts are wanted.
        others: all that are in force; those of its own kind are passed over.
        texts: the words of the reasons; English if left out.
    """
    words = texts or Texts.default()
    found = [match for other in others if other.kind != submission.kind and (match := _match(submission, other, words))]
    return sorted(found, key=lambda match: (match.nearness, -len(match.reasons)))


def _match(one: Submission, other: Submission, texts: Texts) -> Match | None:
    nearness, where = how_near(one.areas, other.areas, texts)
    if nearness is None:
        return None
    reasons = [where]
    vocabulary = Vocabulary.default()
    topics = shared_topics(one.topics, other.topics)
    stages = [stage for stage in one.stages if stage in other.stages]
    assets = [asset for asset in one.assets if asset in other.assets]
    compared = ((one.topics, other.topics, topics), (one.stages, other.stages, stages), (one.assets, other.assets, assets))
    # Where one of the two says nothing, nothing stands against it.
    if any(mine and theirs and not shared for mine, theirs, shared in compared):
        return None
    if topics:
        reasons.append(texts.say("match_topics", topics=", ".join(vocabulary.labels("topic", topics))))
    if stages:
        reasons.append(texts.say("match_stages", stages=", ".join(vocabulary.labels("stage", stages))))
    if assets:
        reasons.append(texts.say("match_assets", assets=Assets.default().named(assets, texts)))
    # A shared place alone brings nobody together: something said on both sides must be shared.
    return Match(other, nearness, tuple(reasons)) if topics or assets else None


def shared_topics(one: Iterable[str], other: Iterable[str]) -> list[str]:
    """Return the topics of either side that the other means as well, or means a part of."""
    vocabulary = Vocabulary.default()
    mine, theirs = set(one), set(other)
    narrower = [topic for topic in theirs if any(topic in vocabulary.narrower("topic", each) for each in mine)]
    return sorted({*narrower, *(topic for topic in mine if any(topic in vocabulary.narrower("topic", each) for each in theirs))})


def how_near(one: Iterable[str], other: Iterable[str], texts: Texts) -> tuple[Nearness | None, str]:
    """Return how two lists of council areas lie to each other, and that in words; None where they are far apart."""
    mine, theirs = set(one), set(other)
    if shared := sorted((mine & theirs) - NATIONAL):
        return Nearness.SAME_AREA, texts.say("match_same_area", areas=texts.listed(shared))
    if mine & NATIONAL or theirs & NATIONAL:
        return Nearness.NATIONAL, texts.say("match_national")
    regions = _regions(mine) & _regions(theirs)
    if regions:
        return Nearness.SAME_REGION, texts.say("match_same_region", groups=texts.listed(sorted(regions)))
    return None, ""


def _regions(areas: Iterable[str]) -> set[str]:
    gazetteer = Gazetteer.default()
    known = [gazetteer.council_areas[area] for area in areas if area in gazetteer.council_areas]
    return {group.strip() for area in known for group in area.dyw_regional_group.split(";")}
