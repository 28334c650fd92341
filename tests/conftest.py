"""What all tests share: a real index over the real catalogue, and the whole product running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from indexer.build import build_index
from knowledge.embedding.loading import load_encoder
from knowledge.search import Searcher, Snapshot
from knowledge.settings import Settings, load_settings
from tests.product import Product, running_product

# How long an example takes depends on the machine, and says nothing about the product.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

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


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product, started once for all tests: the one STEMFINDER_SITE names, or one of our own."""
    with running_product(tmp_path_factory.mktemp("product") / "chat.log") as running:
        yield running


@pytest.fixture(scope="session")
def site(product: Product) -> str:
    """The address of the running product's website."""
    return product.address
