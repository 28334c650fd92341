"""Commands of the indexer: ``stemfinder index build|check|status|schema|guard``, and its parts of ``stemfinder evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from knowledge.console import console, progress_bars
from knowledge.settings import load_settings

Folder = Annotated[Path | None, typer.Argument(help="Folder of records; the catalogue of the settings if left out.")]


def add_commands(app: typer.Typer) -> None:
    """Add the indexer's commands to ``app``."""
    index = typer.Typer(help="Build, check and describe the index of the catalogue.", no_args_is_help=True)
    index.command("build")(build)
    index.command("check")(check)
    index.command("status")(status)
    index.command("schema")(schema)
    index.command("guard")(guard)
    app.add_typer(index, name="index")


def build() -> None:
    """Build the index and put it into service; only what changed is embedded again."""
    from indexer.build import build_index

    with progress_bars() as progress:
        report = build_index(load_settings(), progress=progress)
    for problem in report.problems:
        console.print(f"left out or doubtful: {problem}", soft_wrap=True)
    done = "unchanged" if report.unchanged else f"built, {report.embedded} texts embedded"
    console.print(f"Index {report.name}: {report.records} records, {done}.")


def check(folder: Folder = None) -> None:
    """Check every record: one line a mistake, with file, line, what is wrong and what would be right."""
    from knowledge.catalogue import load_catalogue

    catalogue = load_catalogue(folder or load_settings().catalogue)
    for problem in catalogue.problems:
        print(problem)
    files = len(catalogue.resources)
    if catalogue.problems:
        print(f"{len(catalogue.problems)} mistakes; {files} records are fine.")
        raise typer.Exit(1)
    copies = sum(resource.source_is_copy for resource in catalogue.resources.values())
    print(f"{files} records, no mistake. {copies} rest on a copy of their source (source_is_copy): look for the original.")


def status() -> None:
    """Tell which index is in service and what it holds."""
    from knowledge.errors import SnapshotError
    from knowledge.search.snapshot import MANIFEST, REMEDY, current_name

    folder = load_settings().index_folder
    name = current_name(folder)
    if name is None:
        raise SnapshotError(f"There is no index at {folder}.", REMEDY)
    manifest = json.loads((folder / name / MANIFEST).read_text(encoding="utf-8"))
    for key, value in {"snapshot": name, **manifest}.items():
        console.print(f"{key:14} {value}", soft_wrap=True)


def schema() -> None:
    """Print the JSON Schema of a catalogue record."""
    from knowledge.catalogue import Resource

    print(json.dumps(Resource.model_json_schema(), indent=2, ensure_ascii=False))


def guard() -> None:
    """Take one of its own questions from each record, ask it, and tell how often the record is found without it."""
    from indexer.held_out import held_out_scores
    from knowledge.embedding.loading import load_encoder
    from knowledge.search import Snapshot

    settings = load_settings()
    scores = held_out_scores(Snapshot.load_current(settings.index_folder), load_encoder(settings))
    console.print(
        f"{scores.questions} questions: MRR {scores.mrr:.3f}, among the first three {scores.in_first_three:.3f}, "
        f"among the first ten {scores.in_first_ten:.3f}."
    )


def evaluate_search(questions: Path, report: Path | None, misses: bool) -> None:
    """Measure the search on judged questions, beside BM25 alone, dense alone and both fused."""
    from indexer.evaluation import evaluate_file
    from indexer.evaluation_report import print_misses, print_tables, write_html

    evaluation = evaluate_file(questions, load_settings())
    print_tables(evaluation, console)
    if misses:
        print_misses(evaluation, console)
    if report:
        write_html(evaluation, report)
        console.print(f"Table and picture: {report}")


def evaluate_entities(messages: Path) -> None:
    """Measure what is understood of messages, facet by facet."""
    from indexer.entity_report import entity_scores, load_entities
    from indexer.entity_table import print_entities
    from knowledge.embedding.loading import load_encoder
    from knowledge.search import Searcher, Snapshot

    settings = load_settings()
    searcher = Searcher(Snapshot.load_current(settings.index_folder), load_encoder(settings))
    print_entities(entity_scores(load_entities(messages), searcher.understander), console)
