"""Take records into a folder of records that is there: new ids are added, known ones replaced, nothing else is touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalogue import Problem, Resource, load_catalogue
from knowledge.errors import ExchangeError
from knowledge.exchange.catalogue_yaml import file_of, record_text
from knowledge.exchange.folder import take_the_place

_State = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True)
class Merge:
    """What a merge changes.

    Attributes:
        new: ids that the folder does not have yet.
        changed: id -> fields that differ.
        same: ids whose record says the same already; their files stay as they are.
        problems: what the check of the whole catalogue found; with one, nothing is written.
    """

    new: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    same: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def merge_records(resources: Sequence[Resource], folder: Path, dry_run: bool = False) -> Merge:
    """Merge records into ``folder``: all of them or none, checked together with what is there, in one step.

    The folder is copied, changed and checked beside itself, and the copy then takes its place. What the folder holds besides
    is copied along; no record is ever deleted.

    Args:
        resources: the records, each id once.
        folder: a folder of records.
        dry_run: look and check, write nothing.

    Raises:
        ExchangeError: the folder is not there, has mistakes already, was changed meanwhile, or cannot be written.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise ExchangeError(f"{folder} is no folder of records.", "Leave --merge out to make a new one.")
    before = _state(folder)
    merge = compared(resources, _known(folder))
    changing = [each for each in resources if each.id not in merge.same]
    if not changing:
        return merge
    try:
        # Beside the folder: the decisions on set-aside ids stand there, and a rename needs the same disk.
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-merge-", dir=folder.parent))
    except OSError as error:
        raise ExchangeError(f"{folder.parent} cannot be written: {error.strerror}.", "Nothing was changed.") from error
    try:
        shutil.copytree(folder, beside, symlinks=True, dirs_exist_ok=True)
        _write(changing, beside)
        problems = load_catalogue(beside).problems
        if not problems and not dry_run:
            if _state(folder) != before:
                raise ExchangeError(f"Somebody changed {folder} meanwhile.", "Nothing was merged; try again.")
            take_the_place(beside, folder)
        return Merge(merge.new, merge.changed, merge.same, problems)
    except OSError as error:
        raise ExchangeError(f"{folder} cannot be written: {error}.", "Nothing was changed.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def compared(resources: Sequence[Resource], known: Mapping[str, Resource]) -> Merge:
    """Return what would change if ``resources`` came to ``known``; nothing is checked."""
    new = [each.id for each in resources if each.id not in known]
    changed = {each.id: _differing(known[each.id], each) for each in resources if each.id in known}
    same = [name for name, fields in changed.items() if not fields]
    return Merge(tuple(new), {name: fields for name, fields in changed.items() if fields}, tuple(same))


def _known(folder: Path) -> Mapping[str, Resource]:
    catalogue = load_catalogue(folder)
    if catalogue.problems:
        raise ExchangeError(
            f"The records in {folder} have {len(catalogue.problems)} mistakes already. First: {catalogue.problems[0]}",
            "Mend them first.",
        )
    return catalogue.resources


def _differing(before: Resource, after: Resource) -> tuple[str, ...]:
    return tuple(name for name in Resource.model_fields if getattr(before, name) != getattr(after, name))


def _write(resources: Sequence[Resource], folder: Path) -> None:
    files = {path.stem: path for path in folder.rglob("*.yaml")}
    for resource in resources:
        path = folder / file_of(resource)
        path.parent.mkdir(exist_ok=True)
        path.write_text(record_text(resource), encoding="utf-8", newline="\n")
        if files.get(resource.id, path) != path:
            # Its kind is another now, and with it the folder.
            files[resource.id].unlink()


def _state(folder: Path) -> _State:
    found = ((path, path.lstat()) for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(folder): (stat.st_mtime_ns, stat.st_size) for path, stat in found}
