"""Build an index snapshot: validate, make text views, embed what changed, write aside, switch over atomically."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from indexer.model_export import export_model, is_exported, model_key
from indexer.vectors import VectorStore, embed_missing
from knowledge.catalogue import Problem, load_catalogue
from knowledge.embedding.loading import load_encoder
from knowledge.errors import SnapshotError
from knowledge.search.lexical import LexicalIndex
from knowledge.search.searcher import Encoder
from knowledge.search.snapshot import LAYOUT, MANIFEST, POINTER, TABLE, VECTORS, Snapshot, current_name
from knowledge.search.views import dense_views, lexical_text
from knowledge.settings import Settings
from knowledge.vocabulary import Vocabulary

SNAPSHOTS_KEPT = 3
FORMAT = 3
LOCK = ".lock"
WAITING = "Waiting for another build to end"
Progress = Callable[[str, int, int], None]
"""Called with (step, done, total)."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    Attributes:
        name: the snapshot now in service.
        records: how many records it holds.
        embedded: how many texts were embedded anew.
        unchanged: True where the snapshot in service was already this one.
        problems: mistakes in the catalogue; the records concerned are left out.
    """

    name: str
    records: int
    embedded: int
    unchanged: bool
    problems: tuple[Problem, ...]


def no_progress(step: str, done: int, total: int) -> None:
    """Report to nobody."""


def prepare_model(settings: Settings, progress: Progress = no_progress) -> None:
    """Export the embedding model unless the export is there. Rasa trains on an export whatever runs in the finder."""
    backend = "onnx" if settings.backend == "torch" else settings.backend
    if not is_exported(settings.model_folder, settings.model, backend):
        progress("Preparing the embedding model", 0, 1)
        export_model(settings.model_folder, settings.model, backend)
        progress("Preparing the embedding model", 1, 1)


def build_index(
    settings: Settings, progress: Progress = no_progress, encoder_for: Callable[[Settings], Encoder] = load_encoder
) -> BuildReport:
    """Build the index from the catalogue and put it into service.

    Everything is written to a folder of its own first; the pointer file is replaced in one step at the end. A build
    killed at any moment leaves the snapshot in service as it was, and vectors embedded so far are kept. One build works
    at a time: another one waits until it has ended, and then mostly finds nothing left to do.

    Args:
        settings: where things are and which model to use.
        progress: told about each step.
        encoder_for: gives the encoder; called only when something must be embedded.

    Raises:
        CatalogueError: no valid record.
        ModelError: the embedding model cannot be prepared.
    """
    folder = settings.index_folder
    folder.mkdir(parents=True, exist_ok=True)
    with _building_alone(folder, progress):
        _remove_leftovers(folder)
        prepare_model(settings, progress)
        return _build(settings, progress, encoder_for)


def _build(settings: Settings, progress: Progress, encoder_for: Callable[[Settings], Encoder]) -> BuildReport:
    folder = settings.index_folder
    catalogue = load_catalogue(settings.catalogue)
    vocabulary = Vocabulary.default()
    resources = list(catalogue.resources.values())
    views = [dense_views(resource, vocabulary) for resource in resources]
    lexical = [lexical_text(resource, vocabulary) for resource in resources]
    table = json.dumps([resource.model_dump(mode="json", exclude_defaults=True) for resource in resources], ensure_ascii=False)
    key = model_key(settings.model, settings.backend)
    content = _digest([key, str(FORMAT), table, *lexical, *(text for texts in views for _, text in texts)])
    serving = current_name(folder)
    if serving and _holds(folder / serving, content):
        return BuildReport(serving, len(resources), 0, True, catalogue.problems)

    layout = np.array([(record, view) for record, texts in enumerate(views) for view, _ in texts], dtype=np.int32)
    texts = [text for texts in views for _, text in texts]
    with VectorStore(settings.var / "vectors.sqlite") as store:
        vectors, embedded = embed_missing(texts, key, store, lambda: encoder_for(settings), progress)

    # Names sort by time, down to the microsecond.
    name = f"{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%S%f}-{content[:8]}-{uuid.uuid4().hex[:4]}"
    aside = folder / f".building-{name}"
    aside.mkdir()
    progress("Writing the snapshot", 0, 1)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(aside / VECTORS))
    np.save(aside / LAYOUT, layout)
    LexicalIndex.build(lexical).save(aside)
    (aside / TABLE).write_text(table, encoding="utf-8")
    manifest = {
        "format": FORMAT,
        "model": key,
        "dimension": int(vectors.shape[1]),
        "vectors": len(texts),
        "records": len(resources),
        "content_hash": content,
        "files_hash": _files_hash(aside),
        "built_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    (aside / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    aside.rename(folder / name)
    _point_to(folder, name)
    _remove_old(folder, name)
    progress("Writing the snapshot", 1, 1)
    return BuildReport(name, len(resources), embedded, False, catalogue.problems)


@contextlib.contextmanager
def _building_alone(folder: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock of ``folder``; the system lets go of it when a build is killed."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(WAITING, 0, 1)
            fcntl.flock(lock, fcntl.LOCK_EX)
            progress(WAITING, 1, 1)
        yield


def _holds(snapshot: Path, content: str) -> bool:
    """Return whether ``snapshot`` is undamaged and holds ``content``."""
    try:
        manifest = Snapshot.load(snapshot).manifest
    except SnapshotError:
        return False
    return bool(manifest.get("content_hash") == content and manifest.get("files_hash") == _files_hash(snapshot))


def _files_hash(snapshot: Path) -> str:
    """Return one hash over every file of a snapshot but its manifest."""
    files = sorted(path for path in snapshot.rglob("*") if path.is_file() and path.name != MANIFEST)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(snapshot).as_posix().encode("utf-8"))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _digest(parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8"))
        digest.update(b"\0")
    return digest.hexdigest()


def _point_to(folder: Path, name: str) -> None:
    pointer = folder / f".{POINTER}-{uuid.uuid4().hex[:8]}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(pointer, folder / POINTER)


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed builds left behind; with the lock held, no running build owns it."""
    for leftover in [*folder.glob(".building-*"), *folder.glob(f".{POINTER}-*")]:
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)


def _remove_old(folder: Path, name: str) -> None:
    """Remove snapshots long out of service."""
    snapshots = sorted(path for path in folder.iterdir() if path.is_dir())
    for old in snapshots[:-SNAPSHOTS_KEPT]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
