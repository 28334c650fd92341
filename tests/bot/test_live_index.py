"""The index in service: loaded, watched, swapped."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from bot.live_index import LiveIndex
from knowledge.errors import SnapshotError
from knowledge.search.snapshot import LAYOUT, MANIFEST, TABLE, VECTORS
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex, until


def test_without_an_index_the_finder_says_how_to_build_one(tmp_path: Path, index_settings: Settings) -> None:
    with pytest.raises(SnapshotError, match="stemfinder index build"):
        LiveIndex(index_settings.model_copy(update={"var": tmp_path}))


async def test_nothing_is_loaded_again_while_nothing_changes(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    searcher = index.searcher
    assert await index.refresh() is False
    assert index.searcher is searcher


async def test_a_new_snapshot_comes_into_service(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    assert "crest-awards" in index.searcher.by_id
    own_index.record("crest-awards").unlink()
    report = own_index.build()
    assert await index.refresh() is True
    assert index.searcher.snapshot.name == report.name
    assert "crest-awards" not in index.searcher.by_id
    assert index.adviser.resource("crest-awards") is None


async def test_a_searcher_taken_before_the_swap_goes_on_answering(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    before = index.searcher
    own_index.record("crest-awards").unlink()
    own_index.build()
    await index.refresh()
    assert any(result.resource.id == "crest-awards" for result in before.ask("CREST Awards").results)


async def test_the_watch_finds_a_new_snapshot_by_itself(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings, seconds_between_looks=0.01)
    async with index.watching():
        own_index.record("crest-awards").unlink()
        name = own_index.build().name
        await until(lambda: index.searcher.snapshot.name == name)


async def test_a_bad_record_takes_down_nothing_but_itself(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    records = len(index.searcher.snapshot.resources)
    own_index.record("crest-awards").write_text("id: crest-awards\nname: [", encoding="utf-8")
    assert own_index.build().problems
    assert await index.refresh() is True
    assert len(index.searcher.snapshot.resources) == records - 1
    assert index.searcher.ask("robotics club").results


@pytest.mark.parametrize(
    ("file", "content"),
    [(VECTORS, b"no vectors"), (LAYOUT, b""), (TABLE, b"[{}]"), (TABLE, b"{"), (MANIFEST, b"{"), ("bm25/params.index.json", b"")],
)
async def test_a_damaged_snapshot_is_logged_and_the_old_one_stays(
    own_index: OwnIndex, caplog: pytest.LogCaptureFixture, file: str, content: bytes
) -> None:
    index = LiveIndex(own_index.settings)
    serving = index.searcher.snapshot.name
    (own_index.copy_of_current("damaged") / file).write_bytes(content)
    own_index.put_into_service("damaged")
    with caplog.at_level(logging.ERROR, logger="bot.live_index"):
        assert await index.refresh() is False
        assert await index.refresh() is False
    assert index.searcher.snapshot.name == serving
    assert len([record for record in caplog.records if "damaged" in record.getMessage()]) == 1


async def test_a_snapshot_of_another_model_is_refused(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    serving = index.searcher.snapshot.name
    manifest = own_index.copy_of_current("other") / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"model": "something else"}))
    own_index.put_into_service("other")
    assert await index.refresh() is False
    assert index.searcher.snapshot.name == serving


async def test_after_a_damaged_snapshot_a_good_one_comes_into_service(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    (own_index.copy_of_current("damaged") / VECTORS).write_bytes(b"")
    own_index.put_into_service("damaged")
    assert await index.refresh() is False
    own_index.record("crest-awards").unlink()
    own_index.build()
    assert await index.refresh() is True


@pytest.mark.parametrize("pointer", ["", "no-such-snapshot", "../../etc"])
async def test_a_pointer_to_nothing_changes_nothing(own_index: OwnIndex, pointer: str) -> None:
    index = LiveIndex(own_index.settings)
    serving = index.searcher.snapshot.name
    own_index.put_into_service(pointer)
    assert await index.refresh() is False
    assert index.searcher.snapshot.name == serving


async def test_a_closed_index_is_loaded_no_more(own_index: OwnIndex) -> None:
    index = LiveIndex(own_index.settings)
    index.close()
    assert not index.is_loaded
    assert await index.refresh() is False
    with pytest.raises(SnapshotError):
        _ = index.searcher
