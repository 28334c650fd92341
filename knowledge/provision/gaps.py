"""Gaps: what an area lacks that similar areas have, or that people asked for in vain; ranked, with what speaks for each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.provision.counts import ANY, Provision
from knowledge.provision.demand import Demand, fitting_entries
from knowledge.provision.rules import GapRules, Group, Rules


@dataclass(frozen=True)
class Gap:
    """Nothing that names an area, where something would be expected or was asked for.

    Attributes:
        area: the council area.
        stage: id, or ``ANY`` where there is nothing for any stage.
        topic: id.
        score: for the ranking; docs/provision.md has the formula.
        national: how many entries for all of Scotland there are instead.
        kind: of areas it is compared with: a key of ``Rules.similar``.
        similar_with: similar areas that have something.
        similar_in_all: how many similar areas there are.
        expected: how many entries this area would have if it were like them; 0 where that was not the reason.
        questions: how often a question about it went unanswered or was answered badly; 0 for fewer than ``fewest_questions``.
        needs: how many needs about it neither an offer nor an entry that names the area meets.
        stages: stages concerned: that of the gap, or those that people asked for.
    """

    area: str
    stage: str
    topic: str
    score: float
    national: int
    kind: Group
    similar_with: tuple[str, ...]
    similar_in_all: int
    expected: float
    questions: int
    needs: int
    stages: tuple[str, ...]


@dataclass(frozen=True)
class _Wanted:
    """What people wanted of a cell: its weight, and the part of it that is about the very topic, not a narrower one."""

    weight: float = 0.0
    own: float = 0.0
    questions: int = 0
    needs: int = 0
    stages: frozenset[str] = frozenset()


def similar_areas(area: str, provision: Provision, rules: Rules) -> tuple[tuple[str, ...], Group]:
    """Return the other council areas of an area's kind, and that kind."""
    group, kind = next(each for each in rules.similar.items() if each[0] == provision.councils[area].urban_rural)
    names = (
        name
        for name in provision.areas
        if name != area and (provision.councils[name].urban_rural in kind.groups or name in kind.also)
    )
    return tuple(names), group


def find_gaps(provision: Provision, demands: Iterable[Demand], rules: Rules) -> tuple[Gap, ...]:
    """Return all gaps, the greatest first.

    One that lacks a topic at every stage is told once, not once a stage; one of a narrower topic is part of that of the broader.
    A need that an entry may meet counts for none.
    """
    asked = [each for each in demands if each.tells_where(rules.gaps.most_areas_of_a_question)]
    found: dict[tuple[str, str, str], Gap] = {}
    for area in provision.areas:
        similar, kind = similar_areas(area, provision, rules)
        here = [each for each in asked if area in each.areas and not _is_met(each, area, provision)]
        finder = _AreaFinder(provision, rules.gaps, area, similar, kind, here)
        for gap in finder.gaps():
            found[gap.area, gap.stage, gap.topic] = gap
    kept = [gap for gap in found.values() if not _within_a_broader(gap, found, provision)]
    return tuple(sorted(kept, key=lambda gap: (-gap.score, -gap.expected, gap.area, gap.topic, gap.stage)))


def entries_behind(gap: Gap, provision: Provision) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """Return the national entries that there are instead, and the entries that similar areas have."""
    elsewhere = {entry.id: entry for area in gap.similar_with for entry in provision.local_entries(area, gap.stage, gap.topic)}
    return provision.national_entries(gap.area, gap.stage, gap.topic), tuple(
        sorted(elsewhere.values(), key=lambda entry: entry.name.casefold())
    )


def _is_met(demand: Demand, area: str, provision: Provision) -> bool:
    return demand.cause == "need" and bool(fitting_entries(demand, area, provision))


def _within_a_broader(gap: Gap, found: dict[tuple[str, str, str], Gap], provision: Provision) -> bool:
    broader = [
        topic
        for topic in provision.topics
        if topic not in {ANY, gap.topic} and gap.topic in provision.vocabulary.narrower("topic", topic)
    ]
    return any((gap.area, stage, topic) in found for topic in broader for stage in {gap.stage, ANY})


@dataclass(frozen=True)
class _AreaFinder:
    """Looks for the gaps of one area."""

    provision: Provision
    rules: GapRules
    area: str
    similar: Sequence[str]
    kind: Group
    asked: Sequence[Demand]

    def gaps(self) -> Iterable[Gap]:
        """Yield the area's gaps."""
        for topic in self.provision.topics[1:]:
            missing_everywhere = self._gap(ANY, topic)
            if missing_everywhere:
                yield missing_everywhere
                continue
            yield from (gap for stage in self.provision.stages[1:] if (gap := self._gap(stage, topic)))

    def _gap(self, stage: str, topic: str) -> Gap | None:
        count = self.provision.count(self.area, stage, topic)
        if count.local:
            return None
        wanted = self._wanted(stage, topic)
        with_one, expected = self._expected(stage, topic)
        share = len(with_one) / len(self.similar) if self.similar else 0.0
        stands_out = (
            topic in self.rules.compared_topics and share >= self.rules.share_of_similar and expected >= self.rules.least_expected
        )
        if not stands_out and wanted.own < self.rules.least_demand:
            return None
        weights = self.rules.weights
        score = wanted.weight + (weights.similar * share if stands_out else 0.0) + (0 if count.national else weights.no_national)
        return Gap(
            area=self.area,
            stage=stage,
            topic=topic,
            score=round(score, 2),
            national=count.national,
            kind=self.kind,
            similar_with=tuple(with_one),
            similar_in_all=len(self.similar),
            expected=round(expected, 1) if stands_out else 0.0,
            questions=wanted.questions,
            needs=wanted.needs,
            stages=(stage,) if stage else tuple(sorted(wanted.stages, key=self.provision.stages.index)),
        )

    def _expected(self, stage: str, topic: str) -> tuple[list[str], float]:
        """Return which similar areas have an entry, and how many this area would have, were it like them.

        The average of similar areas, made smaller in the same measure as this area has fewer entries of everything than they:
        an area of which the catalogue knows little lacks nothing in particular.
        """
        if not self.similar:
            return [], 0.0
        rows = [self.provision.areas.index(area) for area in self.similar]
        cells = self.provision.local[rows, self.provision.stages.index(stage), self.provision.topics.index(topic)]
        all_of_theirs = float(np.mean(self.provision.local[rows, 0, 0]))
        all_of_ours = self.provision.count(self.area).local
        size = min(1.0, all_of_ours / all_of_theirs) if all_of_theirs else 0.0
        with_one = [area for area, number in zip(self.similar, cells, strict=True) if number]
        return with_one, float(np.mean(cells)) * size

    def _wanted(self, stage: str, topic: str) -> _Wanted:
        """Return what people wanted; fewer questions than may be told count for nothing, so that none shows one person."""
        about = self.provision.vocabulary.narrower("topic", topic)
        asked = [each for each in self.asked if not about.isdisjoint(each.topics) and (not stage or stage in each.stages)]
        told = self._told(asked)
        stages = {each for demand in asked for each in demand.stages if each in self.provision.stages}
        return _Wanted(
            weight=self._weight(told),
            own=self._weight(self._told([each for each in asked if topic in each.topics])),
            questions=_times(each for each in told if each.cause != "need"),
            needs=_times(each for each in told if each.cause == "need"),
            stages=frozenset(each for each in stages if self._told([demand for demand in asked if each in demand.stages])),
        )

    def _told(self, asked: Sequence[Demand]) -> Sequence[Demand]:
        """Return those that may be told: the needs, and the questions where they are many enough."""
        if _times(each for each in asked if each.cause != "need") >= self.rules.fewest_questions:
            return asked
        return [each for each in asked if each.cause == "need"]

    def _weight(self, asked: Iterable[Demand]) -> float:
        most, weights = self.rules.most_times_counted, self.rules.weights
        return sum(min(each.times, most) * float(getattr(weights, each.cause.replace("-", "_"))) for each in asked)


def _times(asked: Iterable[Demand]) -> int:
    return sum(each.times for each in asked)
