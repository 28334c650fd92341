"""The folder of records: one file a record, replaced in one step, and nobody's work overwritten."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.desk.record_files import RecordError, RecordFile, RecordFiles
from knowledge.catalogue import load_catalogue
from knowledge.catalogue.files import RECORDS


@pytest.fixture
def records(tmp_path: Path) -> RecordFiles:
    (tmp_path / "award").mkdir()
    shutil.copy(RECORDS / "award" / "crest-awards.yaml", tmp_path / "award")
    return RecordFiles(tmp_path)


def crest(records: RecordFiles) -> RecordFile:
    """The record at hand."""
    found = records.read("crest-awards")
    assert found is not None
    return found


def test_a_changed_record_is_in_its_file_and_the_folder_holds_nothing_else(records: RecordFiles, tmp_path: Path) -> None:
    before = crest(records)
    changed = before.resource.model_copy(update={"cost_note": "Ask."})
    assert records.change(changed, before.edition) == ["cost_note"]
    assert crest(records).resource == changed
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["crest-awards.yaml"]


def test_an_unchanged_record_is_not_written(records: RecordFiles) -> None:
    before = crest(records)
    stamp = before.path.stat().st_mtime_ns
    assert records.change(before.resource, before.edition) == []
    assert before.path.stat().st_mtime_ns == stamp


def test_who_edited_an_older_edition_is_told_and_nothing_is_overwritten(records: RecordFiles) -> None:
    before = crest(records)
    records.change(before.resource.model_copy(update={"cost_note": "First."}), before.edition)
    with pytest.raises(RecordError, match="Somebody else"):
        records.change(before.resource.model_copy(update={"cost_note": "Second."}), before.edition)
    assert crest(records).resource.cost_note == "First."


def test_a_record_of_another_kind_moves_to_the_folder_of_that_kind(records: RecordFiles, tmp_path: Path) -> None:
    before = crest(records)
    records.change(before.resource.model_copy(update={"kind": "event", "related": ()}), before.edition)
    assert crest(records).path == tmp_path / "event" / "crest-awards.yaml"
    assert [str(problem) for problem in load_catalogue(tmp_path).problems] == []


def test_a_new_record_is_added_once(records: RecordFiles, tmp_path: Path) -> None:
    new = crest(records).resource.model_copy(update={"id": "robot-shed", "kind": "fund", "related": ()})
    assert records.add(new) == tmp_path / "fund" / "robot-shed.yaml"
    with pytest.raises(RecordError, match="already"):
        records.add(new)


@pytest.mark.parametrize("resource_id", ["../crest-awards", "*", "award/crest-awards", "", "nothing-here"])
def test_no_other_file_can_be_reached(records: RecordFiles, resource_id: str) -> None:
    assert records.read(resource_id) is None


def test_a_folder_that_cannot_be_written_is_known(tmp_path: Path) -> None:
    assert RecordFiles(tmp_path).can_be_written == os.access(tmp_path, os.W_OK)
    assert not RecordFiles(tmp_path / "nowhere").can_be_written


def test_a_record_that_yaml_cannot_hold_is_refused_and_the_file_stays(records: RecordFiles) -> None:
    there = records.read("crest-awards")
    assert there is not None
    strange = there.resource.model_copy(update={"cost_note": "many words " * 20 + "\ufffe"})
    with pytest.raises(RecordError, match="cannot be written"):
        records.change(strange, there.edition)
    assert there.path.read_text(encoding="utf-8") == there.text
