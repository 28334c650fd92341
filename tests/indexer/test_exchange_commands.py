"""``stemfinder export`` and ``stemfinder import``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from indexer import exchange_commands
from knowledge.errors import ExchangeError
from knowledge.exchange import FORMATS
from knowledge.exchange.folder import place_records
from stemfinder import all_commands
from tests.knowledge.exchange.invented import resource


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A small catalogue."""
    folder = tmp_path / "records"
    place_records([resource(), resource(id="other-club", related=["good-club"])], folder)
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(all_commands(), [str(each) for each in arguments], catch_exceptions=False)
    return result.exit_code, result.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_export_import_export_gives_the_same_bytes(form: str, records: Path, tmp_path: Path) -> None:
    first, second, copy = tmp_path / "first", tmp_path / "second", tmp_path / "copy"
    assert run("export", "--format", form, "--from", records, "--out", first)[0] == 0
    assert run("import", first, "--format", form, "--into", copy)[0] == 0
    assert run("export", "--format", form, "--from", copy, "--out", second)[0] == 0
    assert second.read_bytes() == first.read_bytes()
    assert run("export", "--format", form, "--from", copy)[1].encode() == first.read_bytes().replace(b"\r\n", b"\n")


def test_a_folder_of_records_is_imported_too(records: Path, tmp_path: Path) -> None:
    assert run("import", records, "--format", "catalogue", "--into", tmp_path / "copy")[0] == 0
    assert (tmp_path / "copy/programme/good-club.yaml").is_file()


def test_mistakes_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    file, target = tmp_path / "in.csv", tmp_path / "new"
    wrong = [resource().model_copy(update={"areas": ("Atlantis",)}), resource(id="b").model_copy(update={"as_of": ""})]
    file.write_text(FORMATS["csv"].write(wrong), encoding="utf-8", newline="")
    status, said = run("import", file, "--format", "csv", "--into", target)
    assert status == 1
    assert "good-club: areas.0: 'Atlantis' is not an area" in said
    assert "b: as_of: " in said
    assert "2 mistakes; nothing was imported." in said
    file.write_text("id,colour\n", encoding="utf-8")
    assert run("import", file, "--format", "csv", "--into", target)[1].endswith("\n1 mistake; nothing was imported.\n")
    assert not target.exists()


def test_a_link_to_a_record_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text(FORMATS["hsds"].write([resource(related=["gone"])]), encoding="utf-8")
    status, said = run("import", file, "--format", "hsds", "--into", tmp_path / "new")
    assert status == 1
    assert "related: there is no valid record 'gone'" in said
    assert list(tmp_path.iterdir()) == [file]


def test_a_catalogue_is_replaced_only_when_asked(records: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.yaml"
    file.write_text(FORMATS["catalogue"].write([resource(id="new-club")]), encoding="utf-8")
    with pytest.raises(ExchangeError, match="they stay"):
        run("import", file, "--format", "catalogue", "--into", records)
    assert run("import", file, "--format", "catalogue", "--into", records, "--replace")[0] == 0
    assert [path.stem for path in records.rglob("*.yaml")] == ["new-club"]


@pytest.mark.parametrize(("content", "said"), [(b"\xff\xfe\x00", "not UTF-8"), (None, "cannot be read")])
def test_a_file_that_cannot_be_read_is_told(content: bytes | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    if content:
        file.write_bytes(content)
    with pytest.raises(ExchangeError, match=said):
        run("import", file, "--format", "csv", "--into", tmp_path / "new")


def test_a_file_beyond_all_measure_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_commands, "LARGEST_FILE", 3)
    file = tmp_path / "in.csv"
    file.write_bytes(b"four")
    with pytest.raises(ExchangeError, match="is larger than"):
        run("import", file, "--format", "csv", "--into", tmp_path / "new")


def test_an_export_that_does_not_fit_the_schemas_is_not_written(records: Path, tmp_path: Path) -> None:
    schemas, out = tmp_path / "schema", tmp_path / "out.json"
    schemas.mkdir()
    (schemas / "service.json").write_text(json.dumps({"required": ["id"]}), encoding="utf-8")
    assert run("export", "--format", "hsds", "--from", records, "--out", out, "--schemas", schemas)[0] == 0
    out.unlink()
    (schemas / "service.json").write_text(json.dumps({"required": ["colour"]}), encoding="utf-8")
    with pytest.raises(ExchangeError, match="does not fit"):
        run("export", "--format", "hsds", "--from", records, "--out", out, "--schemas", schemas)
    assert not out.exists()


@pytest.mark.parametrize("arguments", [["--format", "pdf"], ["--format", "csv", "--schemas", "."]])
def test_a_wish_that_makes_no_sense_is_told(arguments: list[str]) -> None:
    with pytest.raises(ExchangeError):
        run("export", *arguments)


def test_a_catalogue_with_mistakes_is_not_exported(records: Path) -> None:
    (records / "programme/bad.yaml").write_text("id: bad\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="mistakes"):
        run("export", "--format", "csv", "--from", records)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_of_any_form_is_merged_and_what_changes_is_said(form: str, records: Path, tmp_path: Path) -> None:
    file = tmp_path / "in"
    same = resource(id="other-club", related=["good-club"])
    incoming = [resource(cost="paid", cost_note="5 pounds"), resource(id="new-club"), same]
    file.write_text(FORMATS[form].write(incoming), encoding="utf-8", newline="")
    arguments = ("import", file, "--format", form, "--into", records, "--merge")
    status, said = run(*arguments, "--dry-run")
    assert status == 0
    assert said.splitlines()[:2] == ["new: new-club", "changed: good-club: cost, cost_note"]
    assert not (records / "programme/new-club.yaml").exists()
    assert run(*arguments)[1] == said
    assert (records / "programme/new-club.yaml").is_file()
    assert run(*arguments)[1].strip() == ""


@pytest.mark.parametrize("form", FORMATS)
def test_a_hurt_file_or_an_id_that_comes_twice_merges_nothing(form: str, records: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    text = FORMATS[form].write([resource(id="new-club"), resource(id="newer-club")])
    twice = FORMATS[form].write([resource(id="new-club"), resource(id="new-club", name="Another Club")])
    for wrong in (text[: len(text) * 2 // 3], twice):
        file = tmp_path / "in"
        file.write_text(wrong, encoding="utf-8", newline="")
        status, said = run("import", file, "--format", form, "--into", records, "--merge")
        assert status == 1
        assert "nothing was imported" in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before


@pytest.mark.parametrize("wishes", [["--merge", "--replace"], ["--dry-run"]])
def test_wishes_that_do_not_go_together_are_told(wishes: list[str], records: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(FORMATS["csv"].write([resource()]), encoding="utf-8", newline="")
    with pytest.raises(ExchangeError):
        run("import", file, "--format", "csv", "--into", records, *wishes)
