"""A curator finds every line of the files described."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.engagement import Engagement, Way
from knowledge.pathways import CareerField, CareerStep, Pathways
from knowledge.pathways.files import FOLDER
from knowledge.pathways.steps import Nearby

DOCUMENT = (Path(__file__).parents[3] / "docs" / "pathways.md").read_text(encoding="utf-8")
MADE_BY_THE_LOADER = {"levels", "own"}
LINES = {name for model in (CareerField, CareerStep, Nearby, Way) for name in model.model_fields} - MADE_BY_THE_LOADER


@pytest.mark.parametrize("line", sorted(LINES))
def test_every_line_of_a_file_is_described(line: str) -> None:
    assert f"`{line}`" in DOCUMENT or f"\n{line}:" in DOCUMENT


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.yaml")))
def test_every_file_is_described(file: str) -> None:
    assert f"`{file}`" in DOCUMENT


def test_there_are_routes_and_ways_to_describe() -> None:
    assert len(Pathways.default().fields) >= 14
    assert len(Engagement.default().ways) >= 10
