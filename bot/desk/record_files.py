"""The folder of records that the desk reads and writes: one file a record, replaced in one step."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path

from bot.desk.record_text import edited_text, new_text, read_record
from knowledge.catalogue.resource import ID_PATTERN, Resource
from knowledge.errors import StemFinderError

_LONGEST_FILE_NAME = 240
"""Characters; with its ending every file system takes it. What is longer names no file."""


class RecordError(StemFinderError):
    """A record cannot be read or written, or somebody else was quicker."""


@dataclass(frozen=True)
class RecordFile:
    """A record as it stands in its file.

    Attributes:
        path: the file.
        text: what it holds.
        resource: the record in it.
    """

    path: Path
    text: str
    resource: Resource

    @property
    def edition(self) -> str:
        """What changes when the file does: a form names the edition it began with."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


class RecordFiles:
    """The records in their files.

    Args:
        folder: holds a folder for each kind.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()

    @property
    def can_be_written(self) -> bool:
        """Whether entries can be edited here."""
        return self._folder.is_dir() and os.access(self._folder, os.W_OK)

    @property
    def folder(self) -> Path:
        """Where the records are."""
        return self._folder

    def ids(self) -> set[str]:
        """Return the ids of all records, by the names of their files."""
        return {path.stem for path in self._folder.rglob("*.yaml")}

    def read(self, resource_id: str) -> RecordFile | None:
        """Return one record, or None where there is no such file.

        Raises:
            RecordError: the file holds no valid record.
        """
        if not re.fullmatch(ID_PATTERN, resource_id) or len(resource_id) > _LONGEST_FILE_NAME:
            return None
        path = next(iter(sorted(self._folder.glob(f"*/{resource_id}.yaml"))), None)
        if path is None:
            return None
        try:
            text = path.read_bytes().decode("utf-8")
            return RecordFile(path, text, read_record(text))
        except (OSError, ValueError) as error:
            raise RecordError(
                f"The file of {resource_id} holds no valid record.",
                "Run `stemfinder index check` and mend it in an editor first.",
            ) from error

    def add(self, resource: Resource) -> Path:
        """Write a record that has no file yet; return the file.

        Raises:
            RecordError: the id is taken, or the file cannot be written.
        """
        with self._writing:
            if resource.id in self.ids():
                raise RecordError(f"There is already an entry {resource.id!r}.", "Choose another id, or edit that entry.")
            path = self._place(resource)
            _write(path, new_text(resource), resource)
            return path

    def change(self, resource: Resource, edition: str) -> list[str]:
        """Write a changed record; return the names of the fields that changed, none where nothing did.

        Args:
            resource: the record as it is to be.
            edition: of the file when the change was begun.

        Raises:
            RecordError: the file was changed or removed meanwhile, or cannot be written.
        """
        with self._writing:
            present = self.read(resource.id)
            if present is None or present.edition != edition:
                raise RecordError(
                    "Somebody else changed this entry while you were editing it.",
                    "Open it again in another window, and carry your changes over.",
                )
            old, new = present.resource.model_dump(), resource.model_dump()
            changed = [name for name in Resource.model_fields if old[name] != new[name]]
            if changed:
                _write(present.path, edited_text(present.text, present.resource, resource), resource)
                place = self._place(resource)
                if place != present.path:
                    _move(present.path, place)
            return changed

    def holding(self, word: str) -> list[str]:
        """Return the ids of the records in whose files a word stands."""
        return sorted(path.stem for path in self._folder.rglob("*.yaml") if word in path.read_text(encoding="utf-8"))

    def remove(self, resource_id: str, edition: str) -> None:
        """Remove the file of a record.

        Raises:
            RecordError: the file was changed or removed meanwhile, or cannot be removed.
        """
        with self._writing:
            present = self.read(resource_id)
            if present is None or present.edition != edition:
                raise RecordError(
                    "Somebody else changed this entry while you were editing it.",
                    "Open it again in another window, and carry your changes over.",
                )
            try:
                present.path.unlink()
            except OSError as error:
                raise RecordError(f"The catalogue cannot be written: {error.strerror}.", "See docs/desk.md.") from error

    def _place(self, resource: Resource) -> Path:
        return self._folder / resource.kind / f"{resource.id}.yaml"


def _write(path: Path, text: str, resource: Resource) -> None:
    """Replace ``path`` in one step by ``text``, after making sure that it says what is meant."""
    if not _says(text, resource):
        raise RecordError(
            "This entry cannot be written as a file that says the same.", "Please report this, with the text you typed."
        )
    # A build that runs now does not see it: it reads *.yaml.
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        path.parent.mkdir(exist_ok=True)
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise RecordError(f"The catalogue cannot be written: {error.strerror}.", "See docs/desk.md.") from error


def _says(text: str, resource: Resource) -> bool:
    try:
        return read_record(text) == resource
    except ValueError:
        # Some characters cannot stand in YAML.
        return False


def _move(path: Path, place: Path) -> None:
    try:
        place.parent.mkdir(exist_ok=True)
        os.replace(path, place)
    except OSError as error:
        raise RecordError(f"The file cannot be moved: {error.strerror}.", "See docs/desk.md.") from error
