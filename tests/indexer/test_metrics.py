"""Retrieval metrics against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.metrics import ndcg, reciprocal_rank, success

GRADES = {"a": 3, "b": 2, "c": 1}


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (["a", "b", "c"], 1.0),
        (["a"], 3 / (3 + 2 / math.log2(3) + 1 / 2)),
        (["x", "a"], (3 / math.log2(3)) / (3 + 2 / math.log2(3) + 1 / 2)),
        # 1/1 + 2/1.585 + 3/2 = 3.7619 over 3 + 1.2619 + 0.5 = 4.7619
        (["c", "b", "a"], 0.7900),
        (["x", "y"], 0.0),
        ([], 0.0),
    ],
)
def test_ndcg_weighs_grades_by_rank(ranking: list[str], expected: float) -> None:
    assert ndcg(ranking, GRADES) == pytest.approx(expected, abs=1e-4)


def test_ndcg_looks_no_deeper_than_told() -> None:
    assert ndcg(["x", "a"], {"a": 3}, depth=1) == 0
    assert ndcg(["a", "b"], {"a": 1, "b": 1, "c": 1}, depth=2) == pytest.approx(1)
    assert ndcg(["a"], {}) == 0


@pytest.mark.parametrize(
    ("ranking", "depth", "expected"),
    [(["a"], 1, 1.0), (["c", "b"], 1, 0.0), (["c", "b"], 3, 1.0), (["c"], 3, 0.0), (["x", "y", "z", "a"], 3, 0.0), ([], 3, 0.0)],
)
def test_success_counts_grades_of_two_and_more(ranking: list[str], depth: int, expected: float) -> None:
    assert success(ranking, GRADES, depth) == expected


@pytest.mark.parametrize(
    ("ranking", "expected"), [(["b"], 1.0), (["c", "a"], 0.5), (["x", "c", "y", "b"], 0.25), (["c"], 0.0), ([], 0.0)]
)
def test_reciprocal_rank_looks_for_the_first_good_one(ranking: list[str], expected: float) -> None:
    assert reciprocal_rank(ranking, GRADES) == expected


@given(st.permutations("abcdef"), st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3)))
def test_every_figure_lies_between_nought_and_one(ranking: list[str], grades: dict[str, int]) -> None:
    for figure in (ndcg(ranking, grades), success(ranking, grades, 3), reciprocal_rank(ranking, grades)):
        assert 0 <= figure <= 1 + 1e-9
