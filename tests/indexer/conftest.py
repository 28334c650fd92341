"""Fixtures for tests of the indexer."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.build import build_index
from knowledge.settings import Settings
from tests.indexer.small_catalogue import VECTORS, SmallCatalogue


@pytest.fixture(scope="session")
def small_vectors(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> Path:
    """The vectors of the small catalogue, embedded once."""
    small = SmallCatalogue(tmp_path_factory.mktemp("small"), index_settings)
    build_index(small.settings)
    return small.settings.var / VECTORS


@pytest.fixture
def small(tmp_path: Path, index_settings: Settings, small_vectors: Path) -> SmallCatalogue:
    """A small catalogue of the test's own, not yet built; its texts as they are need not be embedded again."""
    return SmallCatalogue(tmp_path, index_settings, small_vectors)
