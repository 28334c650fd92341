"""Gaps: what an area lacks that similar areas have, or that people asked for in vain; ranked, with reasons in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.provision.counts import ANY, Provision
from knowledge.provision.rules import GapRules, Rules, Similar

_NAMES = ("Gaelic", "Scot")
Cause = Literal["unanswered", "relaxed", "badly-rated", "need"]


@dataclass(frozen=True)
class Demand:
    """Something that people wanted and did not get.

    Attributes:
        cause: a question without an answer, with a wish dropped or with a bad answer; or a need that no offer meets.
        areas: council areas it names; empty where it names none.
        topics: ids of topics.
        stages: ids of stages; empty where it names none.
        times: how often it was asked.
    """

    cause: Cause
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    stages: tuple[str, ...] = ()
    times: int = 1


@dataclass(frozen=True)
class Gap:
    """Nothing that names an area, where something would be expected or was asked for.

    Attributes:
        area: the council area.
        stage: id, or ``ANY`` where there is nothing for any stage.
        topic: id.
        score: for the ranking; docs/provision.md has the formula.
        reasons: why it is on the list, in words.
        national: how many entries for all of Scotland there are instead.
        similar_with: similar areas that have something.
        similar_in_all: how many similar areas there are.
        expected: how many entries this area would have if it were like them; 0 where that was not the reason.
        questions: how often a question about it went unanswered or was answered badly.
        needs: how many needs about it no offer meets.
        stages: stages concerned: that of the gap, or those that people asked for.
    """

    area: str
    stage: str
    topic: str
    score: float
    reasons: tuple[str, ...]
    national: int
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


def similar_areas(area: str, provision: Provision, rules: Rules) -> tuple[tuple[str, ...], Similar]:
    """Return the other council areas of an area's kind, and what they are called together."""
    kind = next(each for group, each in rules.similar.items() if group == provision.councils[area].urban_rural)
    names = (
        name
        for name in provision.areas
        if name != area and (provision.councils[name].urban_rural in kind.groups or name in kind.also)
    )
    return tuple(names), kind


def find_gaps(provision: Provision, demands: Iterable[Demand], rules: Rules) -> tuple[Gap, ...]:
    """Return all gaps, the greatest first.

    One that lacks a topic at every stage is told once, not once a stage; one of a narrower topic is part of that of the broader.
    """
    asked = [each for each in demands if each.topics and 0 < len(each.areas) <= rules.gaps.most_areas_of_a_question]
    found: dict[tuple[str, str, str], Gap] = {}
    for area in provision.areas:
        similar, kind = similar_areas(area, provision, rules)
        here = [each for each in asked if area in each.areas]
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
    kind: Similar
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
        gap = Gap(
            area=self.area,
            stage=stage,
            topic=topic,
            score=round(score, 2),
            reasons=(),
            national=count.national,
            similar_with=tuple(with_one),
            similar_in_all=len(self.similar),
            expected=round(expected, 1) if stands_out else 0.0,
            questions=wanted.questions,
            needs=wanted.needs,
            stages=(stage,) if stage else tuple(sorted(wanted.stages, key=self.provision.stages.index)),
        )
        return replace(gap, reasons=self._reasons(gap))

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
        about = self.provision.vocabulary.narrower("topic", topic)
        weight, own, questions, needs, stages = 0.0, 0.0, 0, 0, set[str]()
        for demand in self.asked:
            if about.isdisjoint(demand.topics) or (stage and stage not in demand.stages):
                continue
            times = min(demand.times, self.rules.most_times_counted)
            counts = times * float(getattr(self.rules.weights, demand.cause.replace("-", "_")))
            weight += counts
            own += counts if topic in demand.topics else 0.0
            stages.update(each for each in demand.stages if each in self.provision.stages)
            if demand.cause == "need":
                needs += demand.times
            else:
                questions += demand.times
        return _Wanted(weight, own, questions, needs, frozenset(stages))

    def _reasons(self, gap: Gap) -> tuple[str, ...]:
        vocabulary = self.provision.vocabulary
        what = in_a_sentence(vocabulary.label("topic", gap.topic))
        whom = f" for {in_a_sentence(vocabulary.label('stage', gap.stage))}" if gap.stage else ""
        reasons = [f"No entry{whom} about {what} names {gap.area}."]
        national = f"{gap.national} {_are(gap.national)} for all of Scotland."
        reasons.append(national if gap.national else "None is for all of Scotland either.")
        if gap.expected:
            reasons.append(
                f"{len(gap.similar_with)} of {gap.similar_in_all} {'' if self.kind.also else 'other '}{self.kind.label} have at "
                f"least one; in line with them there would be about {gap.expected:g}."
            )
        if gap.questions:
            reasons.append(f"{gap.questions} {_plural(gap.questions, 'question')} about it found no good answer.")
        if gap.needs:
            reasons.append(f"{gap.needs} {_plural(gap.needs, 'need')} left by schools {_are(gap.needs)} not met by an offer.")
        return tuple(reasons)


def in_a_sentence(label: str) -> str:
    """Return a label as it stands in the middle of a sentence: small, unless it begins with an abbreviation or a name."""
    return label if label[:2].isupper() or label.startswith(_NAMES) else label[:1].lower() + label[1:]


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"
