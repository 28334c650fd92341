"""What was left is on the disk before its number is told, is gone when it should be, and is never half there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import Database, StorageError
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Description
from tests.bot.submissions.leaving import NOW, left

ROOT = Path(__file__).parents[3]
SAVES_AND_WAITS = """
import sys, time
from pathlib import Path
from bot.storage import Database
from bot.submissions.store import SubmissionStore
from tests.bot.submissions.leaving import left
store = SubmissionStore(Database(Path(sys.argv[1])))
while True:
    offer = left("offer", days=36500)
    store.save(offer)
    print(offer.reference, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "test.sqlite"


@pytest.fixture
def store(path: Path) -> SubmissionStore:
    return SubmissionStore(Database(path))


def test_what_is_saved_is_read_back_as_it_was(store: SubmissionStore) -> None:
    offer, need = left("offer"), left("need")
    store.save(offer)
    store.save(need)
    assert store.get(offer.reference) == offer
    assert store.active("need", NOW) == [need]
    assert store.get("OFF-XXXX-XXXX-XXXX") is None


def test_every_number_that_was_told_is_there_after_the_process_was_killed(path: Path, store: SubmissionStore) -> None:
    process = subprocess.Popen([sys.executable, "-c", SAVES_AND_WAITS, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(3)]
    os.kill(process.pid, signal.SIGKILL)
    told += [line for line in process.stdout.read().splitlines() if len(line) == len(told[0])]
    process.wait()
    assert len(told) >= 3
    assert all(store.get(reference) for reference in told)


def test_several_writers_at_once_lose_nothing(path: Path) -> None:
    submissions = [left("offer") for _ in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: SubmissionStore(Database(path)).save(each), submissions))
    kept = {each.reference for each in SubmissionStore(Database(path)).active("offer", NOW)}
    assert kept == {each.reference for each in submissions}


def test_of_what_is_withdrawn_no_word_is_left_in_the_file(path: Path, store: SubmissionStore) -> None:
    offer = left("offer", organisation="Unmistakable Turbines Ltd", contact="office@unmistakable.example.org")
    store.save(offer)
    assert store.withdraw(offer.reference)
    assert store.active(now=NOW) == []
    kept = store.get(offer.reference)
    assert kept is not None
    assert kept.status == "withdrawn"
    assert not kept.contact
    assert not kept.organisation
    assert b"nmistakable" not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not store.withdraw(offer.reference), "it can be withdrawn once"


def test_what_has_run_out_is_shown_to_nobody_and_deleted(store: SubmissionStore) -> None:
    old, new = left("offer", days=10), left("offer", days=300)
    store.save(old)
    store.save(new)
    later = NOW + timedelta(days=11)
    assert store.active("offer", later) == [new]
    assert store.delete_expired(later) == 1
    assert store.get(old.reference) is None
    assert store.get(new.reference) == new


def test_what_else_tells_of_it_is_forgotten_with_it(path: Path) -> None:
    forgotten: list[str] = []
    store = SubmissionStore(Database(path), forgotten.extend)
    withdrawn, old, kept = left("offer"), left("need", days=10), left("offer")
    for each in (withdrawn, old, kept):
        store.save(each)
    assert store.withdraw(withdrawn.reference)
    assert forgotten == [withdrawn.reference]
    store.withdraw(withdrawn.reference)
    store.delete_expired(NOW + timedelta(days=11))
    assert forgotten == [withdrawn.reference, old.reference]


def test_what_cannot_be_forgotten_elsewhere_is_not_withdrawn_here_either(path: Path) -> None:
    def fails(_: Collection[str]) -> None:
        raise StorageError("The folder of mail cannot be used.")

    store, offer = SubmissionStore(Database(path), fails), left("offer", days=10)
    store.save(offer)
    with pytest.raises(StorageError):
        store.withdraw(offer.reference)
    with pytest.raises(StorageError):
        store.delete_expired(NOW + timedelta(days=11))
    assert store.get(offer.reference) == offer


def test_a_line_for_everybody_is_kept_with_who_wrote_it_and_taken_away_again(store: SubmissionStore) -> None:
    offer = left("offer")
    store.save(offer)
    assert store.describe(offer.reference, "A talk about turbines", "desk", NOW)
    described = store.active("offer", NOW)[0]
    assert described.description == Description(text="A talk about turbines", by="desk", at=NOW)
    assert described.model_copy(update={"description": None}) == offer
    assert store.describe(offer.reference, "", "desk", NOW)
    assert store.get(offer.reference) == offer


def test_what_is_withdrawn_loses_its_line_and_gets_none(store: SubmissionStore, path: Path) -> None:
    offer = left("offer")
    store.save(offer)
    store.describe(offer.reference, "An unmistakable talk", "desk", NOW)
    store.withdraw(offer.reference)
    assert not store.describe(offer.reference, "Again", "desk", NOW)
    kept = store.get(offer.reference)
    assert kept is not None
    assert kept.description is None
    assert b"unmistakable" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_the_file_can_be_read_by_its_owner_alone(path: Path, store: SubmissionStore) -> None:
    store.save(left("offer"))
    assert path.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_told_and_not_touched(path: Path, store: SubmissionStore) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database " * 500)
    with pytest.raises(StorageError, match="damaged"):
        store.save(left("offer"))
    assert path.read_bytes().startswith(b"this is no database")


def test_a_file_in_use_for_too_long_is_told(path: Path) -> None:
    database = Database(path, busy_s=0.1)
    store = SubmissionStore(database)
    store.save(left("offer"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="in use"):
        store.save(left("offer"))
    other.close()
    store.save(left("offer"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError):
        SubmissionStore(Database(tmp_path / "file" / "test.sqlite")).save(left("offer"))
