"""Figures of understanding: what was found beside what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.entity_report import Counts, entity_scores, load_entities
from knowledge.errors import QueryError
from knowledge.understanding import Understander

LINE = {"text": "robots in Kirkwall, not online", "understood": {"place": ["Orkney Islands"], "topic": ["robotics"]}}


def test_what_is_found_though_not_meant_counts_against_precision_and_what_is_missed_against_recall() -> None:
    scores = entity_scores(
        [LINE, {"text": "chemistry", "understood": {"topic": ["chemistry"], "cost": ["free"]}}], Understander.default()
    )
    assert (scores.micro.right, scores.micro.extra, scores.micro.missed) == (3, 1, 1)
    assert scores.micro.f1 == pytest.approx(0.75)
    assert scores.facets["delivery"].precision == 0
    assert scores.facets["cost"].recall == 0
    assert scores.facets["place"].f1 == 1
    assert [(each.extra, each.missed) for each in scores.misread] == [(("not_delivery=online",), ()), ((), ("cost=free",))]


def test_what_is_ruled_out_is_a_value_of_its_own() -> None:
    line = LINE | {"understood": {"place": ["Orkney Islands"], "topic": ["robotics"], "not_delivery": ["online"]}}
    scores = entity_scores([line], Understander.default())
    assert scores.micro.f1 == 1
    assert not scores.misread


def test_the_kind_of_thing_is_reported_beside_the_promised_figure() -> None:
    scores = entity_scores([{"text": "grants", "understood": {}}], Understander.default())
    assert scores.micro.extra == 0
    assert scores.facets["kind"].extra == 1


def test_nothing_meant_and_nothing_found_is_no_fault() -> None:
    assert Counts().f1 == Counts().precision == Counts().recall == 1


@pytest.mark.parametrize(
    "content",
    ["", "not JSON", '{"text": "a"}', '{"text": "a", "understood": {"mood": ["glad"]}}', '{"text": 1, "understood": {}}', "[]"],
)
def test_a_file_that_is_not_of_messages_is_refused_by_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QueryError):
        load_entities(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        load_entities(tmp_path / "none.jsonl")
