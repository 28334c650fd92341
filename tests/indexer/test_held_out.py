"""The guard: each record's own question, asked of an index that does not hold it."""

from __future__ import annotations

import numpy as np

from indexer.held_out import choose, held_out_scores, without
from knowledge.search import Searcher


def test_the_question_taken_away_is_nowhere_in_the_index(searcher: Searcher) -> None:
    snapshot = searcher.snapshot
    chosen = choose(snapshot.resources)
    guard = without(snapshot, chosen)
    position, number = next(iter(chosen.items()))
    question = snapshot.resources[position].asked_as[number]
    assert question not in guard.resources[position].asked_as
    assert len(guard.layout) == guard.vectors.ntotal == len(snapshot.layout) - len(chosen)
    embedded = searcher.encoder.encode([question])[0]
    everything = np.ones(len(snapshot.resources), dtype=np.bool_)
    assert snapshot.similarities(embedded, everything, 10**6)[position, 2] > 0.98
    assert guard.similarities(embedded, everything, 10**6)[position, 2] < 0.98


def test_every_record_with_enough_questions_lends_one_and_always_the_same(searcher: Searcher) -> None:
    chosen = choose(searcher.snapshot.resources)
    assert chosen == choose(searcher.snapshot.resources)
    assert len(chosen) > 0.9 * len(searcher.snapshot.resources)


def test_a_record_is_found_by_a_question_it_does_not_hold(searcher: Searcher) -> None:
    scores = held_out_scores(searcher.snapshot, searcher.encoder)
    assert scores.in_first_three >= 0.68
    assert scores.in_first_ten >= 0.82
    assert scores.mrr >= 0.57
