"""Bad input: every mistake is told with its record and field, nothing is taken for right, and nothing falls over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.exchange import FORMATS, Format
from tests.knowledge.exchange.invented import resource

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
JSON_FORMATS = pytest.mark.parametrize("form", [FORMATS["hsds"], FORMATS["schema-org"]], ids=["hsds", "schema-org"])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def told(form: Format, text: str) -> list[str]:
    return [str(mistake) for mistake in form.read(text).mistakes]


def page(form: Format, *records: Any) -> Any:
    return json.loads(form.write(list(records) or [resource()]))


def entries(data: Any) -> list[Any]:
    found: list[Any] = data.get("contents") or data["@graph"]
    return found


@EVERY_FORMAT
@pytest.mark.parametrize("text", ["", "\ufeff", " \n", "null", "0", "[]", "{}", "[[]]", '"', "\0", "@@@", "<html>", "a,b\r\n1"])
def test_what_is_no_export_is_refused(form: Format, text: str) -> None:
    reading = form.read(text)
    assert reading.records == ()
    assert reading.mistakes


@EVERY_FORMAT
@given(text=st.text(max_size=60))
def test_no_text_makes_reading_fall_over(form: Format, text: str) -> None:
    assert form.read(text).mistakes


@JSON_FORMATS
def test_json_cut_off_anywhere_is_refused(form: Format) -> None:
    text = form.write([resource()]).rstrip()
    for length in range(0, len(text), 97):
        assert told(form, text[:length])


@JSON_FORMATS
@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000], ids=["lists", "objects"])
def test_json_nested_without_end_is_refused(form: Format, text: str) -> None:
    assert told(form, text)


@JSON_FORMATS
@pytest.mark.parametrize("depth", [50, 300, 600, 900, 5_000])
def test_a_value_nested_deeply_is_told_and_not_repeated(form: Format, depth: int) -> None:
    said = page(form)
    inside = entries(said)[0]
    deep = "[" * depth + "]" * depth
    for name in list(inside):
        text = json.dumps({**said, list(said)[-1]: [{**inside, name: "HERE"}]}).replace('"HERE"', deep)
        reading = form.read(text)
        assert bool(reading.records) != bool(reading.mistakes)
        assert all(len(str(mistake)) < 500 for mistake in reading.mistakes)
    assert told(form, json.dumps({**said, list(said)[-1]: "HERE"}).replace('"HERE"', deep))


@JSON_FORMATS
@given(data=st.data(), value=JSON_VALUES)
def test_any_value_in_any_place_is_read_or_told(form: Format, data: st.DataObject, value: Any) -> None:
    said = page(form)
    inside = entries(said)[0]
    inside[data.draw(st.sampled_from(sorted(inside)))] = value
    reading = form.read(json.dumps(said))
    assert bool(reading.records) != bool(reading.mistakes)


@EVERY_FORMAT
def test_an_id_that_comes_twice_is_told(form: Format) -> None:
    found = told(form, form.write([resource(), resource(name="Another Club")]))
    assert len(found) == 1
    assert found[0].startswith("good-club: id: stands twice")


@EVERY_FORMAT
def test_a_huge_field_is_refused_by_name(form: Format) -> None:
    huge = resource().model_copy(update={"employer_offer": "x" * 100_000})
    assert told(form, form.write([huge])) == ["good-club: employer_offer: has more than 20000 characters"]


@EVERY_FORMAT
def test_every_mistake_is_told_with_record_and_field(form: Format) -> None:
    wrong = resource().model_copy(update={"areas": ("Atlantis",), "as_of": "x", "source_url": "nowhere"})
    other = resource(id="other-club").model_copy(update={"summary": "short"})
    found = told(form, form.write([wrong, resource(id="right-club"), other]))
    places = {tuple(each.split(": ")[:2]) for each in found}
    assert places == {
        *(("good-club", field) for field in ("areas.0", "as_of", "source_url")),
        ("other-club", "summary"),
    }


@EVERY_FORMAT
def test_a_message_never_repeats_a_long_text(form: Format) -> None:
    wrong = resource().model_copy(update={"areas": ("A" * 15_000,)})
    assert all(len(each) < 400 for each in told(form, form.write([wrong])))


def test_a_form_without_a_needed_field_names_it() -> None:
    for form in (FORMATS["hsds"], FORMATS["schema-org"]):
        said = page(form)
        entries(said)[0].pop("description")
        assert told(form, json.dumps(said)) == ["good-club: summary: is missing; every record has it"]
    table = FORMATS["csv"].write([resource()]).replace('"2026-01-31"', '""')
    assert told(FORMATS["csv"], table) == ["good-club: checked_on: is missing; every record has it"]
    records = FORMATS["catalogue"].write([resource()]).replace("status: active\n", "")
    assert told(FORMATS["catalogue"], records) == ["good-club: status: is missing; every record has it"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name,colour\r\n", "unknown: 'colour'"),
        ("id,id\r\n", "one stands twice"),
        ("id,name\r\na\r\n", "has 1 cell, the first row has 2"),
        ('id,name\r\na,"b', "not CSV"),
        ('"id"x\r\n', "not CSV"),
    ],
)
def test_csv_that_does_not_hang_together_is_told(text: str, said: str) -> None:
    assert said in told(FORMATS["csv"], text)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x]\nb: *a\n", "aliases"),
        ("id: a\nid: b\n", "b: id: stands twice; keep one"),
        ("- a\n", "is not a record"),
        ("a: [", "not YAML"),
        ("? [a]\n: b\n", "not YAML"),
        ("a: !!python/object/apply:os.getcwd []\n", "not YAML"),
        ("a: 2024-99-99\n", "not YAML"),
        ("[" * 900 + "]" * 900, "nested more than"),
        ("[" * 50_000, "not YAML"),
        ("{a: " * 9 + "1" + "}" * 9, "nested more than"),
    ],
)
def test_yaml_that_is_no_record_is_told(text: str, said: str) -> None:
    assert said in told(FORMATS["catalogue"], text)[0]


def test_json_that_says_something_twice_or_no_number_is_refused() -> None:
    for text in ('{"contents": [], "contents": []}', '{"contents": [NaN]}'):
        assert "It is not JSON that can be read" in told(FORMATS["hsds"], text)[0]
