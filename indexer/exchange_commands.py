"""Commands that bring the catalogue out and in: ``stemfinder export`` and ``stemfinder import``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.console import messages
from knowledge.errors import ExchangeError
from knowledge.settings import load_settings

if TYPE_CHECKING:
    from knowledge.catalogue import Resource

LARGEST_FILE = 64 * 1024 * 1024
_NAMES = "hsds, schema-org, csv or catalogue"

ExportFormat = Annotated[str, typer.Option("--format", help=f"The form: {_NAMES}.")]
Out = Annotated[Path | None, typer.Option(help="File to write; standard output if left out.")]
From = Annotated[Path | None, typer.Option("--from", help="Folder of records; the catalogue of the settings if left out.")]
Schemas = Annotated[
    Path | None, typer.Option(help="Folder `schema` of the HSDS specification: check the export against it first.")
]
File = Annotated[Path, typer.Argument(help="The file to read; for the catalogue's own form also a folder of records.")]
ImportFormat = Annotated[str, typer.Option("--format", help=f"The form of the file: {_NAMES}.")]
Into = Annotated[Path, typer.Option(help="Folder for the records: new or empty, or with --merge one that holds records.")]
Replace = Annotated[bool, typer.Option("--replace", help="Let the records that stand in the folder go.")]
Merging = Annotated[
    bool,
    typer.Option("--merge", help="Add new ids to the folder and replace known ones; the other records stay."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --merge: say and check what would change, and write nothing.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("export")(export_catalogue)
    app.command("import")(import_catalogue)


def export_catalogue(format: ExportFormat, out: Out = None, folder: From = None, schemas: Schemas = None) -> None:
    """Write the catalogue in the form of another program, or in its own."""
    from knowledge.catalogue import load_catalogue
    from knowledge.exchange import format_named

    chosen = format_named(format)
    if schemas and chosen.name != "hsds":
        raise ExchangeError(f"Only HSDS has schemas to check against, {chosen.name} has not.", "Leave --schemas out.")
    catalogue = load_catalogue(folder or load_settings().catalogue)
    if catalogue.problems:
        # Links to a record left out would make a file that nobody can import.
        raise ExchangeError(
            f"The catalogue has mistakes, {len(catalogue.problems)} in all. First: {catalogue.problems[0]}",
            "Mend them first; `stemfinder index check` lists them.",
        )
    text = chosen.write(catalogue.resources.values())
    if schemas:
        _check_against_schemas(text, schemas)
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        return
    _write(text, out)
    messages.print(f"{out}: {len(catalogue.resources)} records as {chosen.title}.", soft_wrap=True, markup=False)


def import_catalogue(
    file: File,
    format: ImportFormat,
    into: Into,
    replace: Replace = False,
    merge: Merging = False,
    dry_run: DryRun = False,
) -> None:
    """Read a file in one of the forms and write its records as the catalogue's own files; all of them, or none."""
    from knowledge.exchange import format_named
    from knowledge.exchange.folder import place_records

    if merge and replace:
        raise ExchangeError("--merge and --replace are two different wishes.", "Give one of them.")
    if dry_run and not merge:
        raise ExchangeError("--dry-run shows what --merge would change.", "Add --merge.")
    chosen = format_named(format)
    reading = chosen.read(_text_of(file, chosen.name))
    _stop_at([str(mistake) for mistake in reading.mistakes])
    if merge:
        _merge(reading.records, into, dry_run)
        return
    _stop_at([str(problem) for problem in place_records(reading.records, into, replace)])
    messages.print(f"{into}: {len(reading.records)} records from {file}.", soft_wrap=True, markup=False)


def _merge(records: Sequence[Resource], into: Path, dry_run: bool) -> None:
    from knowledge.exchange.merging import merge_records

    merge = merge_records(records, into, dry_run)
    _stop_at([str(problem) for problem in merge.problems])
    for name in merge.new:
        print(f"new: {name}")
    for name, fields in merge.changed.items():
        print(f"changed: {name}: {', '.join(fields)}")
    counts = f"{len(merge.new)} new, {len(merge.changed)} changed, {len(merge.same)} the same"
    messages.print(f"{into}: {counts}.{' Nothing was written.' if dry_run else ''}", soft_wrap=True, markup=False)


def _stop_at(mistakes: list[str]) -> None:
    if mistakes:
        for mistake in mistakes:
            print(mistake)
        print(f"{_counted(mistakes)}; nothing was imported.")
        raise typer.Exit(1)


def _counted(mistakes: Sequence[object]) -> str:
    return "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"


def _text_of(file: Path, form: str) -> str:
    try:
        if form == "catalogue" and file.is_dir():
            from knowledge.exchange.catalogue_yaml import text_of_folder

            return text_of_folder(file)
        if file.stat().st_size > LARGEST_FILE:
            raise ExchangeError(f"{file} is larger than {LARGEST_FILE // 1024 // 1024} MiB.", "Import it in parts.")
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise ExchangeError(f"{file} cannot be read: {error.strerror}.", "Name a file that is there.") from error
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{file} is not UTF-8 text, from byte {error.start} on.", "Save it as UTF-8.") from error


def _check_against_schemas(text: str, folder: Path) -> None:
    from knowledge.exchange.hsds_profile import PublishedSchemas

    found = [f"{service}: {field}: {message}" for service, field, message in PublishedSchemas(folder).mistakes(json.loads(text))]
    if found:
        for each in found:
            print(each)
        raise ExchangeError(f"The export does not fit the schemas in {folder}.", "Nothing was written.")
    messages.print(f"The export fits the schemas in {folder}.", soft_wrap=True, markup=False)


def _write(text: str, out: Path) -> None:
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ExchangeError(f"{out} cannot be written: {error.strerror}.", "Name a file in a folder that is there.") from error
