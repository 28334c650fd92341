"""What was gathered and is no record of its own is accounted for, and mistakes in that account are named by line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.catalogue.files import RECORDS
from knowledge.catalogue.set_aside import FILE_NAME, decision_problems, load_decisions

RECORD = "award/crest-awards.yaml"
MERGED = "award/john-muir-award.yaml"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Return a folder that holds two real records, one of which a second id was merged into."""
    folder = tmp_path / "records"
    for name in (RECORD, MERGED):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = (RECORDS / name).read_text(encoding="utf-8")
        (folder / name).write_text(text[: text.find("\nrelated:") + 1] if "\nrelated:" in text else text, encoding="utf-8")
    return folder


def decide(records: Path, text: str) -> list[str]:
    """Write the file of decisions beside ``records`` and return what loading the catalogue says of it."""
    (records.parent / FILE_NAME).write_text(text, encoding="utf-8")
    return [str(problem) for problem in load_catalogue(records).problems]


def test_the_catalogues_own_decisions_hold() -> None:
    decisions, problems = load_decisions(RECORDS.parent / FILE_NAME)
    assert problems == []
    assert decision_problems(load_catalogue().resources, RECORDS.parent / FILE_NAME) == []
    assert "stem-insight-placements" in decisions


def test_every_retired_id_of_the_catalogue_has_its_reason() -> None:
    decisions, _ = load_decisions(RECORDS.parent / FILE_NAME)
    retired = {old_id: record.id for record in load_catalogue().resources.values() for old_id in record.retired_ids}
    assert {old_id: decision.into for old_id, (decision, _) in decisions.items() if decision.into} == retired


def test_a_merged_id_still_leads_to_the_record_that_took_it_in() -> None:
    catalogue = load_catalogue()
    decisions, _ = load_decisions(RECORDS.parent / FILE_NAME)
    for old_id, (decision, _) in decisions.items():
        if decision.into:
            found = catalogue.resolve(old_id)
            assert found is not None
            assert found.id == decision.into


def test_a_folder_without_decisions_has_nothing_to_report(records: Path) -> None:
    assert load_catalogue(records).problems == ()


def test_true_decisions_are_accepted(records: Path) -> None:
    text = "- id: john-muir-award-redesigned\n  into: john-muir-award\n  reason: the same award\n"
    text += "- id: a-broken-lead\n  set_aside: true\n  reason: no page could be found\n"
    assert decide(records, text) == []


def test_an_entry_whose_id_is_still_a_record_is_named_with_its_line(records: Path) -> None:
    text = "# why\n- id: crest-awards\n  into: john-muir-award\n  reason: the same award\n"
    assert decide(records, text) == [f"{FILE_NAME}:2: 'crest-awards' is still a record; remove this entry, or retire the record"]


def test_an_entry_that_points_at_no_record_is_named(records: Path) -> None:
    said = decide(records, "- id: old-thing\n  into: nowhere\n  reason: the same thing\n")
    assert said == [f"{FILE_NAME}:1: into: there is no valid record 'nowhere'; name the record that holds it now"]


def test_a_merge_that_the_record_does_not_know_is_named(records: Path) -> None:
    said = decide(records, "- id: old-thing\n  into: crest-awards\n  reason: the same thing\n")
    assert len(said) == 1
    assert "should list 'old-thing' in retired_ids" in said[0]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- id: old-thing\n  reason: neither of the two\n", "give either"),
        ("- id: old-thing\n  into: crest-awards\n  set_aside: true\n  reason: both of the two\n", "give either"),
        ("- id: old-thing\n  set_aside: true\n", "reason"),
        ("- id: Old Thing\n  set_aside: true\n  reason: a bad identifier\n", "id"),
        ("- just words\n", "entry"),
        ("id: old-thing\n", "not a list"),
        ("- id: [\n", "cannot be read as YAML"),
        (
            "- {id: twice, set_aside: true, reason: said one time}\n- {id: twice, set_aside: true, reason: said once more}\n",
            "stands twice",
        ),
    ],
)
def test_a_malformed_entry_is_one_clear_mistake_and_takes_no_record_down(records: Path, entry: str, said: str) -> None:
    (problem,) = decide(records, entry)
    assert problem.startswith(f"{FILE_NAME}:")
    assert said in problem
    assert set(load_catalogue(records).resources) == {"crest-awards", "john-muir-award"}


def test_an_empty_file_of_decisions_is_fine(records: Path) -> None:
    assert decide(records, "# nothing yet\n") == []


def test_a_copy_of_the_whole_catalogue_keeps_its_decisions(tmp_path: Path) -> None:
    shutil.copytree(RECORDS, tmp_path / "records")
    shutil.copy(RECORDS.parent / FILE_NAME, tmp_path / FILE_NAME)
    assert load_catalogue(tmp_path / "records").problems == ()
