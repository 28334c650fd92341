"""What is too old is deleted while the finder runs, whatever goes wrong."""

from __future__ import annotations

import logging

import pytest

from bot.storage import StorageError
from bot.storage.purging import purged_daily
from tests.bot.own_index import until


async def test_every_purge_is_run_at_the_start_and_again_until_the_end(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[str] = []

    def failing() -> int:
        runs.append("failing")
        raise StorageError("The disk is full.", "Make room.")

    def working() -> int:
        runs.append("working")
        return 1

    with caplog.at_level(logging.ERROR):
        async with purged_daily(failing, working, every_s=0.01):
            await until(lambda: runs.count("working") >= 3, 10)
    stopped_at = len(runs)
    assert runs[:4] == ["failing", "working", "failing", "working"]
    assert "The disk is full" in caplog.text
    async with purged_daily():
        assert len(runs) == stopped_at
