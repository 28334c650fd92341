"""Fixtures for tests of the bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import Adviser, Desk
from bot.texts import Texts
from knowledge.helplines import Helplines
from knowledge.search import Searcher
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex


@pytest.fixture
def own_index(tmp_path: Path, index_settings: Settings) -> OwnIndex:
    """An index of the test's own, already built."""
    own = OwnIndex(tmp_path, index_settings)
    own.build()
    return own


@pytest.fixture(scope="session")
def adviser(searcher: Searcher) -> Adviser:
    """The adviser over the real index."""
    return Adviser(Desk(searcher, Texts.default(), Helplines.default()))
