"""What all tests share: a real index over the real catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.build import build_index
from knowledge.embedding.loading import load_encoder
from knowledge.search import Searcher, Snapshot
from knowledge.settings import Settings, load_settings

VAR = Path(__file__).parent.parent / "var"


@pytest.fixture(scope="session")
def index_settings() -> Settings:
    """Settings whose index holds the catalogue as it is now; built at need, which is nothing where nothing changed."""
    settings = load_settings().model_copy(update={"var": VAR})
    build_index(settings)
    return settings


@pytest.fixture(scope="session")
def searcher(index_settings: Settings) -> Searcher:
    """A searcher over that index."""
    return Searcher(Snapshot.load_current(index_settings.index_folder), load_encoder(index_settings))
