"""What the pages of the map of provision show: computed once for a snapshot, and again when what people ask for has changed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.feedback import QuestionStore
from bot.feedback.store import StoredQuestion
from bot.storage import Database, StorageError
from bot.submissions.matching import matches
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from knowledge.places import Gazetteer
from knowledge.provision import (
    Demand,
    Duplicate,
    FittingNeeds,
    Gap,
    Lens,
    Provision,
    Rules,
    counted,
    entries_seen,
    find_duplicates,
    find_gaps,
    fitting_needs,
    view_vectors,
)
from knowledge.search import Snapshot
from knowledge.settings import Settings
from knowledge.vocabulary import Vocabulary

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 60.0
"""How often the store is asked for new questions and needs."""


@dataclass
class _Computed:
    """What was computed over one snapshot.

    Attributes:
        snapshot: its name.
        provision: by the lens's id; "" for all entries.
        duplicates: over all entries.
        found: the gaps and the needs that entries may meet, with the demand they were found with.
        tables: finished CSV files, by name.
    """

    snapshot: str
    provision: dict[str, Provision]
    duplicates: tuple[Duplicate, ...]
    found: tuple[tuple[Demand, ...], tuple[Gap, ...], tuple[FittingNeeds, ...]] | None = None
    tables: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Overview:
    """Everything the pages need, all of one snapshot.

    Attributes:
        provision: the entries of the lens, countable.
        everything: all entries that count.
        gaps: all of them, the greatest first.
        fitting: needs that entries may meet, by area.
        duplicates: likely ones, the most alike first.
        demand_known: whether the store of questions and needs could be read.
        tables: finished CSV files of this state, to fill and to read.
    """

    provision: Provision
    everything: Provision
    gaps: tuple[Gap, ...]
    fitting: tuple[FittingNeeds, ...]
    duplicates: tuple[Duplicate, ...]
    demand_known: bool
    tables: dict[str, bytes]


class ProvisionDesk:
    """Computes and keeps.

    Args:
        settings: say where the store is.
        clock: seconds, ever growing.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = asyncio.Lock()
        self._computed: _Computed | None = None
        self._demands: tuple[Demand, ...] = ()
        self._demand_known = True
        self._looked_at: float | None = None

    async def overview(self, snapshot: Snapshot, lens: Lens | None = None) -> Overview:
        """Return what there is to show of a snapshot."""
        async with self._lock:
            # The first visit after a change takes a few tenths of a second: in a thread, other requests go on meanwhile.
            return await asyncio.to_thread(self._overview, snapshot, lens)

    def _overview(self, snapshot: Snapshot, lens: Lens | None) -> Overview:
        rules = Rules.default()
        self._look_for_demand()
        if self._computed is None or self._computed.snapshot != snapshot.name:
            self._computed = _Computed(snapshot.name, {"": _provision(snapshot, None, rules)}, _duplicates(snapshot, rules))
        kept = self._computed
        name = lens.id if lens else ""
        if name not in kept.provision:
            kept.provision[name] = _provision(snapshot, lens, rules)
        everything = kept.provision[""]
        if kept.found is None or kept.found[0] != self._demands:
            fitting = fitting_needs(everything, self._demands, rules.gaps.most_areas_of_a_question)
            kept.found = (self._demands, find_gaps(everything, self._demands, rules), fitting)
            kept.tables = {}
        _, gaps, fitting = kept.found
        return Overview(
            provision=kept.provision[name],
            everything=everything,
            gaps=gaps,
            fitting=fitting,
            duplicates=kept.duplicates,
            demand_known=self._demand_known,
            tables=kept.tables,
        )

    def _look_for_demand(self) -> None:
        now = self._clock()
        if self._looked_at is not None and now - self._looked_at < SECONDS_BETWEEN_LOOKS:
            return
        self._looked_at = now
        if not self._settings.store_path.exists():
            self._demands, self._demand_known = (), True
            return
        database = Database(self._settings.store_path)
        try:
            questions = QuestionStore(database, self._settings.question_days).questions()
            submissions = SubmissionStore(database).active()
        except StorageError as error:
            LOG.error("The map of provision does without questions and needs: %s", error)
            self._demand_known = False
            return
        self._demands, self._demand_known = (*demands_of(questions), *unmet_needs(submissions)), True


def demands_of(questions: Sequence[StoredQuestion]) -> list[Demand]:
    """Return what questions without a good answer ask for; nothing of their words goes along."""
    found = []
    for stored in questions:
        wishes: dict[str, Any] = stored.question.wishes
        areas = tuple(area for area in stored.question.area.split(", ") if area in Gazetteer.default().council_areas)
        topics, stages = _known("topic", wishes.get("topic")), _known("stage", wishes.get("stage"))
        if areas and topics:
            found.append(Demand(stored.question.why, areas, topics, stages, stored.times))
    return found


def unmet_needs(submissions: Sequence[Submission]) -> list[Demand]:
    """Return the needs that no offer in force meets."""
    councils = Gazetteer.default().council_areas
    # What was left under an older vocabulary may name stages and topics that are no more.
    return [
        Demand(
            "need",
            tuple(area for area in each.areas if area in councils),
            _known("topic", each.topics),
            _known("stage", each.stages),
        )
        for each in submissions
        if each.kind == "need" and not matches(each, submissions)
    ]


def _known(facet: str, values: Any) -> tuple[str, ...]:
    return tuple(value for value in values or () if value in Vocabulary.default().ids(facet))


def _provision(snapshot: Snapshot, lens: Lens | None, rules: Rules) -> Provision:
    resources = entries_seen(lens, counted(snapshot.resources, rules.counted_status))
    return Provision(resources, Gazetteer.default().council_areas, Vocabulary.default())


def _duplicates(snapshot: Snapshot, rules: Rules) -> tuple[Duplicate, ...]:
    about, fits = view_vectors(snapshot, 0), view_vectors(snapshot, 1)
    return find_duplicates(snapshot.resources, about, fits, rules.duplicates, rules.counted_status)
