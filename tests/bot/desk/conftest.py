"""Fixtures for tests of the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.storage import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """An empty store."""
    return Database(tmp_path / "store.sqlite")


@pytest.fixture(scope="session")
def quick_hasher() -> PasswordHasher:
    """Real argon2, with parameters that take no time."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
