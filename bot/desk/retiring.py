"""Merge an entry into another: its id, its names and every link to it lead there afterwards, and the reason is kept."""

from __future__ import annotations

import logging
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from bot.desk.record_files import RecordError, RecordFiles
from knowledge.catalogue.resource import Resource
from knowledge.catalogue.set_aside import FILE_NAME

LOG = logging.getLogger(__name__)
_WIDTH = 118


@dataclass(frozen=True)
class Merged:
    """What a merge did.

    Attributes:
        changed: ids of the entries that were changed.
        reason_kept: whether the reason stands beside the records; that folder may be one that cannot be written.
    """

    changed: tuple[str, ...]
    reason_kept: bool


def merge(records: RecordFiles, resource_id: str, edition: str, into: str, why: str) -> Merged:
    """Take an entry out in favour of another.

    The other one is written first and the entry is removed last: whatever fails between, nothing is lost, and doing it again
    completes it.

    Args:
        records: the files.
        resource_id: of the entry that is taken out.
        edition: of its file when this was begun.
        into: id of the entry that is the same.
        why: for curators.

    Raises:
        RecordError: one of them is not there, was changed meanwhile, or cannot be written.
    """
    gone, kept = records.read(resource_id), records.read(into)
    if gone is None or kept is None or resource_id == into:
        raise RecordError("One of the two entries is not there.", "Look for it in the list of entries.")
    if gone.edition != edition:
        raise RecordError("Somebody else changed this entry while you were editing it.", "Open it again, and look once more.")
    changed = []
    for each in sorted({*records.holding(resource_id), into} - {resource_id}, key=lambda each: each != into):
        file = records.read(each)
        if file is None:
            continue
        after = taken_in(file.resource, gone.resource) if each == into else _led_on(file.resource, resource_id, into)
        # As a file has it: what is written must be valid.
        if records.change(Resource.model_validate(after.model_dump()), file.edition):
            changed.append(each)
    records.remove(resource_id, edition)
    return Merged(tuple(changed), _is_noted(records.folder.parent / FILE_NAME, resource_id, into, why))


def taken_in(kept: Resource, gone: Resource) -> Resource:
    """Return ``kept`` as it is once ``gone`` is merged into it."""
    return _with_names(_led_on(kept, gone.id, kept.id), gone)


def _led_on(resource: Resource, old: str, new: str) -> Resource:
    """Return a record whose links to ``old`` lead to ``new``, once each and never to itself."""
    links = {
        relation: tuple(dict.fromkeys(new if each == old else each for each in targets if {each, resource.id} != {old, new}))
        for relation, targets in resource.links.items()
    }
    return resource.model_copy(update=links)


def _with_names(kept: Resource, gone: Resource) -> Resource:
    """Return ``kept`` with the ids and the name by which ``gone`` was known."""
    names = [*kept.also_known_as, gone.name] if gone.name != kept.name else kept.also_known_as
    old_ids = (*kept.retired_ids, gone.id, *gone.retired_ids)
    return kept.model_copy(update={"also_known_as": tuple(dict.fromkeys(names)), "retired_ids": tuple(dict.fromkeys(old_ids))})


def _is_noted(file: Path, old: str, into: str, why: str) -> bool:
    """Note the decision beside the records, and lead earlier decisions on; return whether that could be done."""
    reason = textwrap.wrap(" ".join(why.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)
    lines = [f"- id: {old}", f"  into: {into}", "  reason: >-", *(f"    {line}" for line in reason)]
    try:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        text = re.sub(rf"(?m)^(\s+into: ){re.escape(old)}$", rf"\g<1>{into}", text)
        gap = "" if not text or text.endswith("\n") else "\n"
        file.write_text(f"{text}{gap}{chr(10).join(lines)}\n", encoding="utf-8")
    except OSError as error:
        LOG.warning("The reason for merging %s into %s could not be kept in %s: %s", old, into, FILE_NAME, error.strerror)
        return False
    return True
