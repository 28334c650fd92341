"""CSV for spreadsheets: nothing in it starts a formula, and people may reorder it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from knowledge.catalogue import Resource
from knowledge.exchange import csv_table
from tests.knowledge.exchange.invented import resource, resources


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "  =1", "\t=1", "\n=1", "＝1", "'=1", "\r=1"])
def test_no_cell_can_be_taken_for_a_formula(text: str) -> None:
    contact = {"url": "https://example.org", "phone": "+44 1632 960001"}
    row = cells(csv_table.write([resource(name=f"{text} x", keywords=[text], cost_note=text, contact=contact)]))[0]
    for column in ("name", "keywords", "cost_note", "contact.phone"):
        assert row[column][:1] not in "=+-@＝\t\r\n", column
        assert row[column].strip()[:1] not in "=+-@＝", column
    assert row["contact.phone"] == "'+44 1632 960001"


def test_a_list_reads_well() -> None:
    row = cells(csv_table.write([resource(keywords=["coding", "a|b", "back\\slash"])]))[0]
    assert row["keywords"] == "coding | a\\|b | back\\\\slash"


def test_nothing_said_and_an_empty_text_differ() -> None:
    rows = cells(csv_table.write([resource(cost_note=None), resource(id="b", cost_note="")]))
    assert [row["cost_note"] for row in rows] == ["", "'"]


def test_columns_may_be_moved_and_left_out_where_not_needed() -> None:
    rows = cells(csv_table.write([resource()]))
    kept = [column for column in reversed(rows[0]) if rows[0][column]]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    assert csv_table.read(out.getvalue()).records == (resource(),)


def test_rows_in_which_nothing_stands_are_passed_over() -> None:
    table = csv_table.write([resource()])
    empty = "," * table.splitlines()[0].count(",")
    assert csv_table.read(f"{table}{empty}\r\n \r\n\r\n").records == (resource(),)


@given(records=resources())
def test_a_spreadsheet_that_opens_and_saves_it_loses_nothing(records: list[Resource]) -> None:
    opened = list(csv.reader(io.StringIO(csv_table.write(records).encode("utf-8").decode("utf-8-sig"), newline="")))
    assert all(len(row) == len(opened[0]) for row in opened)
    for dialect, separator in ((csv.excel, "\r\n"), (csv.unix_dialect, "\n")):
        saved = io.StringIO(newline="")
        csv.writer(saved, dialect=dialect, lineterminator=separator).writerows(opened)
        assert list(csv_table.read(saved.getvalue()).records) == records


@given(records=resources())
def test_no_cell_of_any_record_can_be_taken_for_a_formula(records: list[Resource]) -> None:
    opened = csv.reader(io.StringIO(csv_table.write(records).removeprefix("\ufeff"), newline=""))
    assert not [cell for row in opened for cell in row if cell.lstrip()[:1] and cell.lstrip()[0] in "=+-@＝＋－＠"]


def test_a_list_typed_by_hand_without_spaces_is_read() -> None:
    typed = csv_table.write([resource(stages=["primary", "college"])]).replace("primary | college", "primary|college")
    assert csv_table.read(typed).records[0].stages == ("primary", "college")
