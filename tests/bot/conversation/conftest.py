"""An adviser over invented provision, beside the one over the real catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.conversation import Adviser, ConversationState, Desk
from bot.texts import Texts
from indexer.build import build_index
from knowledge.embedding.loading import load_encoder
from knowledge.helplines import Helplines
from knowledge.search import Searcher, Snapshot
from knowledge.settings import Settings
from tests.bot.conversation.invented import LAB, QUOTED, ROADSHOW, records


@pytest.fixture(scope="session")
def small_searcher(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> Searcher:
    """A searcher over the invented records, with the real model."""
    folder: Path = tmp_path_factory.mktemp("invented")
    for record in records():
        path = folder / "records" / record["kind"] / f"{record['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(record, sort_keys=False, allow_unicode=True), encoding="utf-8")
    settings = index_settings.model_copy(update={"var": folder / "var", "catalogue": folder / "records"})
    settings.var.mkdir()
    (settings.var / "models").symlink_to((index_settings.var / "models").resolve())
    report = build_index(settings)
    assert not report.problems
    return Searcher(Snapshot.load_current(settings.index_folder), load_encoder(settings))


@pytest.fixture(scope="session")
def small(small_searcher: Searcher) -> Adviser:
    """The adviser over the invented records."""
    return Adviser(Desk(small_searcher, Texts.default(), Helplines.default()))


@pytest.fixture
def three_shown() -> ConversationState:
    """The state after three of the invented entries were shown."""
    return ConversationState(last=(QUOTED, ROADSHOW, LAB), shown=(QUOTED, ROADSHOW, LAB), text="robots", task="find")
