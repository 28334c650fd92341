"""The catalogue as CSV (RFC 4180): one row a record, made so that a spreadsheet may open it and nothing is lost.

A list stands in one cell, its items joined by " | "; a backslash before a bar or a backslash makes it an ordinary sign.
A cell that a spreadsheet could take for a formula gets an apostrophe in front; so does one that begins with an apostrophe,
so that reading takes exactly one away and has the text as it was. An empty cell is "not said"; an apostrophe alone is an
empty text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_origin

from knowledge.catalogue.resource import Contact, Resource
from knowledge.exchange.reading import Entry, Mistake, Reading, checked, name_of, unreadable

BYTE_ORDER_MARK = "\ufeff"
"""Stands first, so that spreadsheets read UTF-8."""
_GUARD = "'"
_COULD_BE_A_FORMULA = re.compile(r"\s*[-=+@'＝＋－＠]|[\t\r\n\0]")
_JOINED_BY = " | "
_LISTS = frozenset(name for name, field in Resource.model_fields.items() if get_origin(field.annotation) is tuple)
_COLUMNS = tuple(
    column
    for name in Resource.model_fields
    for column in ([f"contact.{part}" for part in Contact.model_fields] if name == "contact" else [name])
)


def write(resources: Iterable[Resource]) -> str:
    """Return the records as CSV, every cell in quotes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for resource in resources:
        writer.writerow([_cell(resource, column) for column in _COLUMNS])
    return BYTE_ORDER_MARK + out.getvalue()


def read(text: str) -> Reading:
    """Return the records of a CSV text; columns may stand in any order, and those not needed may be left out."""
    rows = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True)
    try:
        header = [_unguarded(cell.strip()) for cell in next(rows, [])]
        unknown = [name[:40] for name in header if name not in _COLUMNS]
        if unknown or len(set(header)) < len(header):
            wrong = f"unknown: {', '.join(map(repr, unknown))}" if unknown else "one stands twice"
            return unreadable(f"The first row names the columns; {wrong}.")
        return checked(list(_entries(header, rows)))
    except csv.Error as error:
        return unreadable(f"It is not CSV: {error}, near line {rows.line_num}.")


def _entries(header: list[str], rows: Iterator[list[str]]) -> Iterator[Entry]:
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            # Spreadsheets like to save rows in which nothing stands.
            continue
        place = f"row {number}"
        data: dict[str, Any] = {}
        for column, cell in zip(header, row, strict=False):
            if cell:
                _put(data, column, cell)
        mistakes = []
        if len(row) != len(header):
            message = f"has {len(row)} cell{'' if len(row) == 1 else 's'}, the first row has {len(header)}"
            mistakes.append(Mistake(name_of(data, place), "", message))
        yield Entry(place, data, tuple(mistakes))


def _put(data: dict[str, Any], column: str, cell: str) -> None:
    text = _unguarded(cell)
    if column.startswith("contact."):
        data.setdefault("contact", {})[column.removeprefix("contact.")] = text
    else:
        data[column] = _split(text) if column in _LISTS else text


def _cell(resource: Resource, column: str) -> str:
    part = column.removeprefix("contact.")
    value = getattr(resource, column) if part == column else getattr(resource.contact, part)
    if value is None or value is False or value == ():
        return ""
    if isinstance(value, tuple):
        return _guarded(_JOINED_BY.join(re.sub(r"([\\|])", r"\\\1", item) for item in value))
    return "true" if value is True else _guarded(str(value))


def _guarded(text: str) -> str:
    return _GUARD + text if not text or _COULD_BE_A_FORMULA.match(text) else text


def _unguarded(cell: str) -> str:
    return cell.removeprefix(_GUARD)


def _split(text: str) -> list[str]:
    """Take apart what was joined: one space on each side of a bar belongs to the bar."""
    items = [""]
    for escaped, sign in re.findall(r"\\(.)|(.)", text, re.DOTALL):
        if sign == "|":
            items.append("")
        else:
            items[-1] += escaped or sign
    last = len(items) - 1
    return [
        item.removeprefix(" " if position else "").removesuffix(" " if position < last else "")
        for position, item in enumerate(items)
    ]
