"""What should be understood is understood, of the messages that came with the project and of our own, written before tuning."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.entity_report import entity_scores, load_entities
from knowledge.search import Searcher

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["entities.jsonl", "own_entities.jsonl"])
def test_place_stage_audience_topic_cost_and_delivery_are_understood(searcher: Searcher, name: str) -> None:
    scores = entity_scores(load_entities(HERE / name), searcher.understander)
    assert scores.micro.f1 >= 0.95, scores.misread


def test_no_facet_is_left_behind(searcher: Searcher) -> None:
    scores = entity_scores(load_entities(HERE / "own_entities.jsonl"), searcher.understander)
    assert {facet: counts.f1 for facet, counts in scores.facets.items() if counts.f1 < 0.9} == {}
