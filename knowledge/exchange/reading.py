"""What comes of reading an exchange file: the records, and every mistake with its record and field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from knowledge.catalogue.resource import Resource

LONGEST_TEXT = 20_000
"""More than any field may have: a longer text is refused before anything looks at it closely."""
WHOLE_FILE = "the file"
_LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class Mistake:
    """One mistake in a file to be imported.

    Attributes:
        record: the record's id, or its place in the file where it has none.
        field: the field, or "" where the whole record is meant.
        message: what is wrong.
    """

    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.record, self.field, self.message) if part)


@dataclass(frozen=True)
class Reading:
    """What a file holds.

    Attributes:
        records: the valid records, in the order of the file.
        mistakes: everything that is wrong; a file with a mistake is not imported.
    """

    records: tuple[Resource, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Entry:
    """One record as a file says it, before it is checked.

    Attributes:
        place: where it stands in the file, for people.
        data: field -> value.
        mistakes: what was wrong already while it was taken apart; such an entry is not checked further.
    """

    place: str
    data: Mapping[str, Any]
    mistakes: tuple[Mistake, ...] = ()


def unreadable(message: str) -> Reading:
    """Return the reading of a file that cannot be read at all."""
    return Reading((), (Mistake(WHOLE_FILE, "", message[:_LONGEST_MESSAGE]),))


def checked(entries: Iterable[Entry]) -> Reading:
    """Check every entry against the catalogue's schema, and that no id comes twice."""
    records: dict[str, Resource] = {}
    mistakes: list[Mistake] = []
    places: dict[str, str] = {}
    seen = 0
    for entry in entries:
        seen += 1
        found = list(entry.mistakes) or _mistakes_of_size(entry)
        record = None
        if not found:
            try:
                record = Resource.model_validate(dict(entry.data))
            except ValidationError as error:
                found = _mistakes_of_schema(error, name_of(entry.data, entry.place))
        mistakes.extend(found)
        if record is None:
            continue
        if record.id in records:
            mistakes.append(Mistake(record.id, "id", f"stands twice: as {places[record.id]} and as {entry.place}"))
            continue
        records[record.id] = record
        places[record.id] = entry.place
    if not seen:
        return unreadable("It holds no record.")
    return Reading(tuple(records.values()), tuple(mistakes))


def name_of(data: Mapping[str, Any], place: str) -> str:
    """Return the record's id where it has one that can be shown, or its place."""
    found = data.get("id")
    return found[:80] if isinstance(found, str) and found.strip() else place


def _mistakes_of_size(entry: Entry) -> list[Mistake]:
    name = name_of(entry.data, entry.place)
    return [
        Mistake(name, str(field)[:80], f"has more than {LONGEST_TEXT} characters")
        for field, value in entry.data.items()
        if _longest(value) > LONGEST_TEXT
    ]


def _longest(value: Any, depth: int = 2) -> int:
    if isinstance(value, str):
        return len(value)
    if depth and isinstance(value, Mapping):
        return max((_longest(each, depth - 1) for each in value.values()), default=0)
    if depth and isinstance(value, list | tuple):
        return max((_longest(each, depth - 1) for each in value), default=0) if len(value) <= LONGEST_TEXT else len(value)
    return 0


def _mistakes_of_schema(error: ValidationError, name: str) -> list[Mistake]:
    found = []
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        # pydantic leaves wrong items out, and then also finds the list too short: that is one mistake.
        place = detail["loc"]
        if detail["type"] == "too_short" and any(each["loc"][: len(place)] == place for each in details if each is not detail):
            continue
        field = ".".join(str(part) for part in place)[:80]
        message = str(detail["msg"]).removeprefix("Value error, ")
        if detail["type"] == "missing":
            message = "is missing; every record has it"
        elif detail["type"] == "extra_forbidden":
            message = "is not a field of the catalogue"
        found.append(Mistake(name, field, message[:_LONGEST_MESSAGE]))
    return found
