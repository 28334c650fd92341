"""An index of a test's own: the real catalogue and model, in a folder where records may be changed."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from indexer.build import BuildReport, build_index
from knowledge.search.snapshot import POINTER
from knowledge.settings import Settings


class OwnIndex:
    """Settings for a copy of catalogue and index, and ways to change them.

    Args:
        folder: an empty folder.
        shared: settings of the index that all tests share.
    """

    def __init__(self, folder: Path, shared: Settings) -> None:
        self.settings = shared.model_copy(update={"var": folder / "var", "catalogue": folder / "records"})
        shutil.copytree(shared.catalogue, self.settings.catalogue)
        self.settings.var.mkdir()
        (self.settings.var / "models").symlink_to((shared.var / "models").resolve())
        # With the vectors at hand, nothing has to be embedded anew.
        source, copy = sqlite3.connect(shared.var / "vectors.sqlite"), sqlite3.connect(self.settings.var / "vectors.sqlite")
        source.backup(copy)
        source.close()
        copy.close()

    def build(self) -> BuildReport:
        """Build the index from the records as they are."""
        return build_index(self.settings)

    def record(self, resource_id: str) -> Path:
        """The file of a record."""
        return next(self.settings.catalogue.rglob(f"{resource_id}.yaml"))

    def put_into_service(self, name: str) -> None:
        """Point to a snapshot, damaged or not."""
        (self.settings.index_folder / POINTER).write_text(name, encoding="utf-8")

    def copy_of_current(self, name: str) -> Path:
        """Copy the snapshot in service under another name, to damage it."""
        current = (self.settings.index_folder / POINTER).read_text(encoding="utf-8")
        copied: Path = shutil.copytree(self.settings.index_folder / current, self.settings.index_folder / name)
        return copied


async def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds.

    Raises:
        TimeoutError: it did not come to that.
    """
    for _ in range(int(seconds / 0.01)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError
