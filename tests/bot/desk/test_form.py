"""The form of an entry: made from the schema, checked by the schema."""

from __future__ import annotations

import datetime

import pytest

from bot.desk.form import Typed, empty_form, form_fields, form_sections, in_order_of, typed_in, values_of
from bot.desk.form import checked as checked_in
from bot.desk.others import OtherEntries
from bot.desk.record_text import edited_text, read_record
from bot.texts import Texts
from knowledge.catalogue import load_catalogue
from knowledge.catalogue.files import RECORDS
from knowledge.catalogue.resource import Contact, Resource
from knowledge.vocabulary import Vocabulary

FILES = sorted(RECORDS.rglob("*.yaml"))
OTHERS = OtherEntries.of(load_catalogue().resources.values(), {path.stem for path in FILES})


def checked(resource_id: str, typed: Typed) -> tuple[Resource | None, dict[str, list[str]]]:
    """What is said of an entry among those of the catalogue."""
    return checked_in(resource_id, typed, OTHERS, Texts.default())


def sent(typed: Typed) -> dict[str, list[str]]:
    """What a browser sends of a form."""
    found = {}
    for name, field in form_fields().items():
        value = typed[name]
        if field.widget == "lines":
            found[name] = ["\r\n".join(value)]
        elif isinstance(value, list):
            found[name] = [option for option, _ in field.options if option in value]
        else:
            found[name] = [value] if value or field.widget != "tick" else []
    return found


def crest() -> Resource:
    """A record with most of the fields."""
    return read_record((RECORDS / "award" / "crest-awards.yaml").read_text(encoding="utf-8"))


def test_every_field_of_the_schema_stands_in_the_form_once() -> None:
    names = [field.name for section in form_sections() for field in section.fields]
    wanted = (set(Resource.model_fields) - {"id", "contact"}) | {f"contact.{name}" for name in Contact.model_fields}
    assert set(names) == wanted
    assert len(names) == len(set(names))


def test_vocabularies_are_boxes_to_tick_and_say_what_people_call_them() -> None:
    fields = form_fields()
    assert fields["topics"].widget == "several"
    assert dict(fields["topics"].options) == {
        each: Vocabulary.default().label("topic", each) for each in Vocabulary.default().ids("topic")
    }
    assert [fields[name].widget for name in ("kind", "status", "summary", "asked_as", "checked_on", "source_is_copy")] == [
        *("choice", "choice", "long", "lines", "date", "tick"),
    ]


def test_every_record_goes_through_the_form_and_its_file_stays_the_same() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        record = read_record(text)
        browser = sent(values_of(record))
        again, mistakes = checked(record.id, in_order_of(record, typed_in(browser.__getitem__)))
        assert mistakes == {}, path
        assert again is not None
        assert edited_text(text, record, again) == text, path


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "Fill this in."),
        ({"summary": "Too short."}, "summary", "Write at least 40 characters."),
        ({"audiences": []}, "audiences", "Choose at least one."),
        ({"topics": ["alchemy"]}, "topics", "not a known topic"),
        ({"areas": ["Atlantis"]}, "areas", "not an area"),
        ({"contact.email": "not an address"}, "contact.email", "name@example.org"),
        ({"contact.url": ""}, "contact.url", "Fill this in."),
        ({"source_url": "javascript:alert(1)"}, "source_url", "not a web address"),
        ({"more_sources": ["https://a.example.org", "ftp://b"]}, "more_sources", "not a web address"),
        ({"checked_on": "yesterday"}, "checked_on", "Give a day"),
        ({"checked_on": "2999-01-01"}, "checked_on", "still to come"),
        ({"status": "closed"}, "status", "Input should be"),
        ({"related": ["no-such-entry"]}, "related", "There is no entry no-such-entry."),
        ({"retired_ids": ["Not An Id"]}, "retired_ids", "lower-case words"),
        ({"retired_ids": ["sserc"]}, "retired_ids", "sserc belongs to sserc"),
        ({"retired_ids": ["bridges-to-schools"]}, "retired_ids", "belongs to ice-scotland-bridges-to-schools"),
        ({"related": ["bridges-to-schools"]}, "related", "was merged into ice-scotland-bridges-to-schools"),
        ({"name": "  sserc "}, "name", "the name of another entry, sserc"),
        ({"status": "renamed", "also_known_as": []}, "also_known_as", "Give the old name here"),
    ],
)
def test_a_mistake_stands_beside_its_field(changes: Typed, field: str, said: str) -> None:
    resource, mistakes = checked("crest-awards", {**values_of(crest()), **changes})
    assert resource is None
    assert list(mistakes) == [field]
    assert said in " ".join(mistakes[field])


def test_all_mistakes_are_told_at_once() -> None:
    _, mistakes = checked("new-entry", empty_form())
    required = {name for name, field in form_fields().items() if field.required}
    assert set(mistakes) == required


def test_lines_and_spaces_are_tidied() -> None:
    browser = sent(values_of(crest())) | {"keywords": ["  tide   pools \r\n\r\n rocks\n"], "name": [" CREST \n Awards "]}
    typed = typed_in(lambda name: browser[name])
    assert typed["keywords"] == ["tide pools", "rocks"]
    assert typed["name"] == "CREST Awards"


def test_today_can_be_the_day_it_was_checked() -> None:
    typed = {**values_of(crest()), "checked_on": datetime.date.today().isoformat()}
    assert checked("crest-awards", typed)[1] == {}
