"""Put imported records into a folder as the catalogue's own files: all of them or none, and never over what is there unasked."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge.catalogue import Problem, Resource, load_catalogue
from knowledge.errors import ExchangeError
from knowledge.exchange.catalogue_yaml import file_of, record_text

_HERE = -100
"""Linux: paths are meant from the working directory (AT_FDCWD)."""
_EXCHANGE = 2
"""Linux: both paths are there and change places (RENAME_EXCHANGE)."""


def place_records(resources: Sequence[Resource], folder: Path, replace: bool = False) -> tuple[Problem, ...]:
    """Write the records below ``folder``; return what the catalogue's check found instead, and then nothing is written.

    The files are written beside the folder, checked there with everything the catalogue checks, and then take the folder's
    place in one step, so that a fault on the way leaves what was there.

    Args:
        resources: the records, at least one.
        folder: where the catalogue shall stand; made if it is not there.
        replace: whether a catalogue that stands there already may go.

    Raises:
        ExchangeError: the folder holds something that must stay, or cannot be written.
    """
    _refuse_to_destroy(folder, replace)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Beside the folder: the decisions on set-aside ids stand there, and a rename needs the same disk.
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-import-", dir=folder.parent))
    except OSError as error:
        raise ExchangeError(f"{folder} cannot be written: {error.strerror}.", "Choose a folder that you may write.") from error
    try:
        _write(resources, beside)
        problems = load_catalogue(beside).problems
        if not problems:
            take_the_place(beside, folder)
        return problems
    except OSError as error:
        raise ExchangeError(f"{folder} cannot be written: {error}.", "Nothing was changed.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refuse_to_destroy(folder: Path, replace: bool) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ExchangeError(f"{folder} is not a folder.", "Name a folder that is new or empty.")
    files = [path for path in folder.rglob("*") if not path.is_dir()] if folder.is_dir() else []
    others = [path for path in files if path.suffix != ".yaml" or path.is_symlink()]
    if others:
        other = others[0].relative_to(folder)
        raise ExchangeError(
            f"{folder} holds {other}, which is no record; replacing the folder would delete it.", "Name another folder."
        )
    if files and not replace:
        raise ExchangeError(
            f"There are {len(files)} records in {folder} already; they stay.", "Name another folder, or add --replace."
        )


def _write(resources: Sequence[Resource], folder: Path) -> None:
    folder.chmod(0o755)
    for resource in resources:
        path = folder / file_of(resource)
        path.parent.mkdir(exist_ok=True)
        path.write_text(record_text(resource), encoding="utf-8", newline="\n")


def take_the_place(fresh: Path, folder: Path) -> None:
    """Put ``fresh`` where ``folder`` stands: in one step where the system can, else in two, the first of which is taken back.

    What stood there before may stand at ``fresh`` afterwards; whoever made that removes it.

    Raises:
        OSError: it cannot be done; ``folder`` is as it was.
    """
    if folder.exists() and _exchanged(fresh, folder):
        return
    before = fresh.with_name(f"{fresh.name}-before")
    if folder.exists():
        folder.rename(before)
    try:
        fresh.rename(folder)
    except OSError:
        if before.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _exchanged(first: Path, second: Path) -> bool:
    """Let two folders change places in one step, so that not even a power cut leaves neither; return whether that was done."""
    if sys.platform != "linux":
        return False
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return swap is not None and swap(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0
