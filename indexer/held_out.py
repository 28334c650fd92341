"""Ask each record's own questions of an index that lacks them: a guard against weights that suit judged questions only."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

import faiss
import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher, Snapshot
from knowledge.search.lexical import LexicalIndex
from knowledge.search.searcher import Encoder
from knowledge.search.views import VIEWS, lexical_text
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20261124
FEWEST = 3
"""A record with fewer questions than this keeps them all."""
DEPTH = 10


@dataclass(frozen=True)
class HeldOutScores:
    """How well records are found by the one question taken from each.

    Attributes:
        questions: how many were asked.
        mrr: mean of 1 / rank, 0 where the record is not among the first ten.
        in_first_three: share found among the first three.
        in_first_ten: share found among the first ten.
    """

    questions: int
    mrr: float
    in_first_three: float
    in_first_ten: float


def held_out_scores(snapshot: Snapshot, encoder: Encoder) -> HeldOutScores:
    """Take one question from each record of ``snapshot``, in memory, and ask it."""
    chosen = choose(snapshot.resources)
    searcher = Searcher(without(snapshot, chosen), encoder)
    ranks = []
    for position, number in chosen.items():
        resource = snapshot.resources[position]
        found = [result.resource.id for result in searcher.ask(resource.asked_as[number], limit=DEPTH).results]
        ranks.append(found.index(resource.id) + 1 if resource.id in found else 0)
    return HeldOutScores(
        questions=len(ranks),
        mrr=fmean(1 / rank if rank else 0 for rank in ranks),
        in_first_three=fmean(0 < rank <= 3 for rank in ranks),
        in_first_ten=fmean(rank > 0 for rank in ranks),
    )


def choose(resources: Sequence[Resource]) -> dict[int, int]:
    """Return the question to take from each record, by the records' positions; the same every time for the same records."""
    chance = random.Random(SEED)
    return {
        position: chance.randrange(len(resource.asked_as))
        for position, resource in enumerate(resources)
        if len(resource.asked_as) >= FEWEST
    }


def without(snapshot: Snapshot, chosen: dict[int, int]) -> Snapshot:
    """Return the same snapshot without the chosen questions, neither as vectors nor as words."""
    asked = VIEWS.index("asked")
    kept: NDArray[np.bool_] = np.ones(len(snapshot.layout), dtype=np.bool_)
    for position, number in chosen.items():
        kept[np.flatnonzero((snapshot.layout[:, 0] == position) & (snapshot.layout[:, 1] == asked))[number]] = False
    resources = tuple(
        resource.model_copy(update={"asked_as": tuple(q for n, q in enumerate(resource.asked_as) if n != chosen.get(position))})
        for position, resource in enumerate(snapshot.resources)
    )
    vectors: NDArray[np.float32] = snapshot.vectors.reconstruct_n(0, snapshot.vectors.ntotal)[kept]
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    vocabulary = Vocabulary.default()
    lexical = LexicalIndex.build([lexical_text(resource, vocabulary) for resource in resources])
    return replace(snapshot, resources=resources, vectors=index, layout=snapshot.layout[kept], lexical=lexical)
