"""Every form of the catalogue gives back what went in, and the same bytes when written again."""

from __future__ import annotations

import pytest
from hypothesis import given

from knowledge.catalogue import Resource, load_catalogue
from knowledge.exchange import FORMATS, Format
from tests.knowledge.exchange.invented import HOSTILE, resource, resources

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def assert_goes_round(form: Format, records: list[Resource]) -> None:
    text = form.write(records)
    reading = form.read(text)
    assert [str(mistake) for mistake in reading.mistakes] == []
    assert list(reading.records) == records
    assert form.write(reading.records) == text


@EVERY_FORMAT
@given(records=resources())
def test_any_records_come_back_as_they_went(form: Format, records: list[Resource]) -> None:
    assert_goes_round(form, records)


@EVERY_FORMAT
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_something_else_stays_a_text(form: Format, text: str) -> None:
    names = [text.strip()]
    assert_goes_round(form, [resource(also_known_as=names, keywords=[text, text], cost_note=text, asked_as=[text, "x"])])


@EVERY_FORMAT
def test_the_whole_catalogue_comes_back(form: Format) -> None:
    assert_goes_round(form, list(load_catalogue().resources.values()))


@EVERY_FORMAT
def test_the_text_survives_a_file(form: Format) -> None:
    text = form.write([resource(summary="One line\nand another\r\nand a third, long enough for a summary.")])
    assert form.read(text.encode("utf-8").decode("utf-8")).records[0].summary.count("\r\n") == 1
