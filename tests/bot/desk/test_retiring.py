"""Merging an entry into another: every way to it leads on, nothing is lost, and the reason is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.record_files import RecordError, RecordFiles
from bot.desk.retiring import Merged, merge
from knowledge.catalogue import load_catalogue
from knowledge.catalogue.resource import Resource
from knowledge.catalogue.set_aside import FILE_NAME
from tests.bot.desk.test_record_text import shed

WHY = "The same shed, gathered twice, as its page says."


@pytest.fixture
def records(tmp_path: Path) -> RecordFiles:
    """Two sheds that are the same, and what links to them."""
    (tmp_path / "records").mkdir()
    files = RecordFiles(tmp_path / "records")
    for record in (
        shed(id="old-shed", name="Old Shed", retired_ids=("oldest-shed",), related=("new-shed",)),
        shed(id="new-shed", name="New Shed", part_of=("old-shed",), also_known_as=("The Shed",)),
        shed(id="fan", name="Fan Club", related=("new-shed", "old-shed"), delivered_by=("old-shed",)),
        shed(id="stranger", name="Stranger"),
    ):
        files.add(record)
    (tmp_path / FILE_NAME).write_text("- id: oldest-shed\n  into: old-shed\n  reason: It was the same.\n", encoding="utf-8")
    return files


def record(records: RecordFiles, resource_id: str) -> Resource:
    """A record as its file is."""
    found = records.read(resource_id)
    assert found is not None
    return found.resource


def edition(records: RecordFiles, resource_id: str) -> str:
    """The edition of its file."""
    found = records.read(resource_id)
    assert found is not None
    return found.edition


def test_every_link_name_and_old_id_leads_to_the_other_and_the_catalogue_is_in_order(records: RecordFiles) -> None:
    assert merge(records, "old-shed", edition(records, "old-shed"), "new-shed", WHY) == Merged(("new-shed", "fan"), True)
    kept, fan = record(records, "new-shed"), record(records, "fan")
    assert kept.retired_ids == ("old-shed", "oldest-shed")
    assert kept.also_known_as == ("The Shed", "Old Shed")
    assert kept.part_of == ()
    assert (fan.related, fan.delivered_by) == (("new-shed",), ("new-shed",))
    assert records.read("old-shed") is None
    assert load_catalogue(records.folder).problems == ()
    decisions = (records.folder.parent / FILE_NAME).read_text(encoding="utf-8")
    assert "- id: oldest-shed\n  into: new-shed\n" in decisions
    assert decisions.endswith(f"- id: old-shed\n  into: new-shed\n  reason: >-\n    {WHY}\n")


def test_a_reason_is_kept_where_there_was_none_before(records: RecordFiles) -> None:
    (records.folder.parent / FILE_NAME).unlink()
    merge(records, "stranger", edition(records, "stranger"), "fan", WHY)
    assert load_catalogue(records.folder).problems == ()
    assert (records.folder.parent / FILE_NAME).is_file()


@pytest.mark.parametrize(("resource_id", "into"), [("old-shed", "nowhere"), ("nowhere", "old-shed"), ("old-shed", "old-shed")])
def test_what_is_not_there_is_not_merged(records: RecordFiles, resource_id: str, into: str) -> None:
    before = {each: record(records, each) for each in records.ids()}
    with pytest.raises(RecordError):
        merge(records, resource_id, edition(records, "old-shed"), into, WHY)
    assert {each: record(records, each) for each in records.ids()} == before


def test_an_entry_that_somebody_else_changed_meanwhile_is_not_merged(records: RecordFiles) -> None:
    seen = edition(records, "old-shed")
    records.change(record(records, "old-shed").model_copy(update={"cost_note": "Now dear."}), seen)
    with pytest.raises(RecordError, match="Somebody else"):
        merge(records, "old-shed", seen, "new-shed", WHY)
    assert record(records, "new-shed").retired_ids == ()


def test_where_the_reason_cannot_be_kept_the_merge_is_done_and_says_so(records: RecordFiles) -> None:
    decisions = records.folder.parent / FILE_NAME
    decisions.unlink()
    decisions.symlink_to(records.folder / "nowhere" / FILE_NAME)
    assert not merge(records, "stranger", edition(records, "stranger"), "fan", WHY).reason_kept
    assert records.read("stranger") is None
    assert record(records, "fan").retired_ids == ("stranger",)
