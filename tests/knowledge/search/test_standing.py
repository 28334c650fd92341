"""A record's place among the others: its links, who points at it, and texts that lie near to any question."""

from __future__ import annotations

import numpy as np

from knowledge.search import Searcher
from knowledge.search.standing import Links, commonness


def test_a_record_is_lifted_by_the_best_of_those_it_is_linked_with_from_either_end(searcher: Searcher) -> None:
    resources = searcher.snapshot.resources
    links = Links(resources, searcher.by_id)
    child = next(position for position, resource in enumerate(resources) if resource.part_of)
    parent = searcher.by_id[resources[child].part_of[0]]
    scores = np.zeros(len(resources), dtype=np.float32)
    scores[child] = 1
    assert links.best_neighbour(scores)[parent] == 1
    assert links.best_neighbour(scores)[child] == 0, "nothing is its own neighbour"
    scores[child], scores[parent] = 0, 1
    assert links.best_neighbour(scores)[child] == 1


def test_a_record_without_links_has_no_neighbour(searcher: Searcher) -> None:
    resources = searcher.snapshot.resources
    linked = {each for resource in resources for ids in resource.links.values() for each in ids}
    alone = [i for i, r in enumerate(resources) if not any(r.links.values()) and not {r.id, *r.retired_ids} & linked]
    assert alone
    best = Links(resources, searcher.by_id).best_neighbour(np.ones(len(resources), dtype=np.float32))
    assert not best[alone].any()
    assert best.sum() > 0


def test_what_many_entries_point_at_is_the_most_prominent(searcher: Searcher) -> None:
    prominence = Links(searcher.snapshot.resources, searcher.by_id).prominence
    assert prominence.min() >= 0
    assert prominence.max() == 1
    assert prominence[searcher.by_id["dyw-national"]] > np.median(prominence)


def test_no_links_at_all_are_no_fault() -> None:
    links = Links((), {})
    assert links.best_neighbour(np.zeros(0, dtype=np.float32)).shape == (0,)


def test_what_lies_near_to_any_question_is_told_from_what_lies_near_to_its_own(searcher: Searcher) -> None:
    common = commonness(searcher.snapshot)
    assert common.shape == (len(searcher.snapshot.resources), 3)
    assert abs(float(common[:, 0].mean())) < 1e-4, "it is measured from the average"
    assert not common[:, 2].any(), "questions themselves are not judged"
    assert common[:, 0].max() > 0.05


def test_a_programme_brings_along_the_body_behind_it(searcher: Searcher) -> None:
    shown = [result.resource.id for result in searcher.ask("courses for school technicians", limit=10).results]
    assert "sserc" in shown
