"""Records merged into a folder of records: new ones come, known ones are replaced, the others stay; all or nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.errors import ExchangeError
from knowledge.exchange import folder as placing
from knowledge.exchange import merging
from knowledge.exchange.folder import place_records
from knowledge.exchange.merging import merge_records
from tests.knowledge.exchange.invented import resource
from tests.knowledge.exchange.test_folder import files_below


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder with two records, one of which a person has written by hand."""
    target = tmp_path / "records"
    place_records([resource(), resource(id="other-club", related=["good-club"])], target)
    file = target / "programme/other-club.yaml"
    file.write_text("# By hand.\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (target / "notes.txt").write_text("kept", encoding="utf-8")
    return target


def test_new_ids_are_added_known_ones_replaced_and_the_others_stay_byte_for_byte(records: Path) -> None:
    before = files_below(records)
    merge = merge_records([resource(summary="x" * 60, cost="paid"), resource(id="new-club", related=["other-club"])], records)
    assert merge.new == ("new-club",)
    assert merge.changed == {"good-club": ("summary", "cost")}
    assert merge.same == ()
    after = files_below(records)
    assert set(after) == {*before, "programme/new-club.yaml"}
    assert {name for name in before if before[name] != after[name]} == {"programme/good-club.yaml"}
    assert load_catalogue(records).resources["good-club"].cost == "paid"
    assert [path.name for path in records.parent.iterdir()] == ["records"]


def test_a_record_that_says_the_same_keeps_its_file_with_its_comments(records: Path) -> None:
    before = files_below(records)
    same = [resource(), resource(id="other-club", related=["good-club"])]
    merge = merge_records(same, records)
    assert (merge.new, merge.changed, merge.same) == ((), {}, ("good-club", "other-club"))
    assert files_below(records) == before


def test_a_record_of_another_kind_moves_to_the_folder_of_that_kind(records: Path) -> None:
    assert merge_records([resource(kind="fund")], records).changed == {"good-club": ("kind",)}
    names = set(files_below(records))
    assert "fund/good-club.yaml" in names
    assert "programme/good-club.yaml" not in names


def test_a_dry_run_tells_and_checks_and_writes_nothing(records: Path) -> None:
    before = files_below(records.parent)
    assert merge_records([resource(id="new-club")], records, dry_run=True).new == ("new-club",)
    assert merge_records([resource(id="new-club", related=["gone"])], records, dry_run=True).problems
    assert files_below(records.parent) == before


def test_everything_is_checked_together_before_anything_is_written(records: Path) -> None:
    before = files_below(records.parent)
    renamed = resource(id="third-club", retired_ids=["good-club"])
    for wrong in ([resource(id="new-club"), resource(id="bad-club", part_of=["gone"])], [renamed]):
        assert merge_records(wrong, records).problems
        assert files_below(records.parent) == before


def test_decisions_beside_the_folder_hold_for_a_merge_too(records: Path) -> None:
    decisions = records.parent / "merged-and-set-aside.yaml"
    decisions.write_text("- id: old-club\n  set_aside: true\n  reason: It never ran.\n", encoding="utf-8")
    before = files_below(records.parent)
    problems = merge_records([resource(id="old-club")], records).problems
    assert "old-club" in str(problems[0])
    assert files_below(records.parent) == before


def test_a_folder_that_is_not_there_or_has_mistakes_is_told(records: Path) -> None:
    with pytest.raises(ExchangeError, match="no folder of records"):
        merge_records([resource()], records.parent / "elsewhere")
    (records / "programme/bad.yaml").write_text("id: bad\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="mistakes already"):
        merge_records([resource(id="new-club")], records)


def test_a_change_that_somebody_makes_meanwhile_is_not_lost(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = records / "programme/other-club.yaml"
    write = merging._write

    def slowly(*arguments: object) -> None:
        write(*arguments)  # type: ignore[arg-type]
        file.write_text(file.read_text(encoding="utf-8") + "cost_note: Nothing to pay.\n", encoding="utf-8")

    monkeypatch.setattr(merging, "_write", slowly)
    with pytest.raises(ExchangeError, match="meanwhile"):
        merge_records([resource(id="new-club")], records)
    assert load_catalogue(records).resources["other-club"].cost_note == "Nothing to pay."
    assert "new-club" not in load_catalogue(records).resources


@pytest.mark.parametrize("at_once", [True, False])
def test_a_full_disk_changes_nothing(records: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    before = files_below(records.parent)
    write = Path.write_text

    def failing(self: Path, text: str, *arguments: object, **more: object) -> int:
        if at_once or self.stem == "b-club":
            raise OSError("No space left on device")
        return write(self, text, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", failing)
    with pytest.raises(ExchangeError, match="No space left"):
        merge_records([resource(id="a-club"), resource(id="b-club"), resource(cost="paid")], records)
    assert files_below(records.parent) == before


def test_a_system_that_cannot_swap_folders_moves_them_one_after_the_other(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_exchanged", lambda first, second: False)
    assert merge_records([resource(id="new-club")], records).new == ("new-club",)
    assert "new-club" in load_catalogue(records).resources
    assert [path.name for path in records.parent.iterdir()] == ["records"]


KILLED = """
import os, signal, sys
from pathlib import Path
from knowledge.exchange import merging
from tests.knowledge.exchange.invented import resource

stop = sys.argv[2]
inner = getattr(merging, stop)
def killed(*arguments):
    if stop == "take_the_place":
        inner(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(merging, stop, killed)
merging.merge_records([resource(id="new-club")], Path(sys.argv[1]))
"""


@pytest.mark.parametrize(("stop", "is_there"), [("_write", False), ("take_the_place", True)])
def test_a_merge_killed_at_any_moment_leaves_the_old_or_the_new_folder_whole(records: Path, stop: str, is_there: bool) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", KILLED, str(records), stop]
    ended = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert ended.returncode == -signal.SIGKILL
    catalogue = load_catalogue(records)
    assert catalogue.problems == ()
    assert ("new-club" in catalogue.resources) == is_there
    left = [path for path in records.parent.iterdir() if path != records]
    assert len(left) == 1
    shutil.rmtree(left[0])
    assert merge_records([resource(id="new-club")], records).problems == ()
