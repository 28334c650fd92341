"""Imported records take a folder's place: all or none, and never over what is there unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.errors import ExchangeError
from knowledge.exchange import folder as placing
from knowledge.exchange.folder import place_records
from tests.knowledge.exchange.invented import resource


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_records_stand_where_the_catalogue_looks_for_them(tmp_path: Path) -> None:
    target = tmp_path / "new" / "records"
    assert place_records([resource(), resource(id="big-fund", kind="fund")], target) == ()
    assert set(files_below(tmp_path)) == {"new/records/programme/good-club.yaml", "new/records/fund/big-fund.yaml"}
    catalogue = load_catalogue(target)
    assert catalogue.problems == ()
    assert catalogue.resources["good-club"] == resource()


def test_records_that_are_there_stay_unless_they_may_go(tmp_path: Path) -> None:
    target = tmp_path / "records"
    place_records([resource()], target)
    before = files_below(tmp_path)
    with pytest.raises(ExchangeError, match="they stay"):
        place_records([resource(id="other-club")], target)
    assert files_below(tmp_path) == before
    place_records([resource(id="other-club")], target, replace=True)
    assert set(files_below(tmp_path)) == {"records/programme/other-club.yaml"}


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "records"
    target.mkdir()
    (target / "thesis.odt").write_text("years of work", encoding="utf-8")
    for replace in (False, True):
        with pytest.raises(ExchangeError, match=r"thesis\.odt"):
            place_records([resource()], target, replace)
    assert set(files_below(tmp_path)) == {"records/thesis.odt"}
    with pytest.raises(ExchangeError, match="not a folder"):
        place_records([resource()], target / "thesis.odt", replace=True)


def test_records_that_do_not_hang_together_change_nothing(tmp_path: Path) -> None:
    target = tmp_path / "records"
    place_records([resource()], target)
    before = files_below(tmp_path)
    problems = place_records([resource(related=["no-such-record"])], target, replace=True)
    assert "no valid record 'no-such-record'" in str(problems[0])
    assert files_below(tmp_path) == before


def test_a_fault_at_the_last_step_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "records"
    place_records([resource()], target)
    before = files_below(tmp_path)
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if to == target and self.name.startswith(f".{target.name}-import-") and not self.name.endswith("-before"):
            raise OSError("the disk is gone")
        return rename(self, to)

    # As on a system that cannot let two folders change places.
    monkeypatch.setattr(placing, "_exchanged", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ExchangeError, match="the disk is gone"):
        place_records([resource(id="other-club")], target, replace=True)
    assert files_below(tmp_path) == before
