"""A record's file after an edit: the changed fields' lines and no others."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.record_text import edited_text, new_text, read_record
from knowledge.catalogue.files import RECORDS
from knowledge.catalogue.resource import Contact, Resource

FILES = sorted(RECORDS.rglob("*.yaml"))
ROBOTS = """id: robot-shed
name: Robot Shed
also_known_as: [Shed, 'The: Shed']
kind: programme
provider: Invented Robots
summary: >-
  Twelve weeks of building a robot together, for anybody who wants to; kit is lent, and a mentor comes
  by twice.
audiences: [pupil]
topics: [technology]
areas: [Fife]
cost: free
contact:
  url: https://robots.example.org
source_url: https://robots.example.org/shed
as_of: '2025'
checked_on: 2025-02-03
status: active
confidence: sourced
"""
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300).map(
    lambda text: " ".join(text.split())
)


def shed(**changes: object) -> Resource:
    """The record, changed."""
    return Resource.model_validate({**read_record(ROBOTS).model_dump(), **changes})


def test_every_record_of_the_catalogue_comes_back_byte_for_byte_when_nothing_changed() -> None:
    assert len(FILES) > 500
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        record = read_record(text)
        assert edited_text(text, record, record) == text, path


def test_every_record_of_the_catalogue_could_be_written_anew() -> None:
    for path in FILES:
        record = read_record(path.read_text(encoding="utf-8"))
        assert read_record(new_text(record)) == record, path


def changed_lines(text: str, edited: str) -> tuple[list[str], list[str]]:
    """Lines that went, and lines that came."""
    before, after = text.splitlines(), edited.splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("changes", "gone", "come"),
    [
        ({"checked_on": datetime.date(2026, 3, 4)}, ["checked_on: 2025-02-03"], ["checked_on: 2026-03-04"]),
        ({"as_of": "2026"}, ["as_of: '2025'"], ["as_of: '2026'"]),
        ({"areas": ("Fife", "Angus")}, ["areas: [Fife]"], ["areas: [Fife, Angus]"]),
        ({"stages": ("primary",)}, [], ["stages: [primary]"]),
        ({"also_known_as": ()}, ["also_known_as: [Shed, 'The: Shed']"], []),
        ({"asked_as": ("robots, please", "- a shed")}, [], ["asked_as:", "  - robots, please", "  - '- a shed'"]),
        ({"cost_note": "Free: all of it."}, [], ["cost_note: 'Free: all of it.'"]),
        (
            {"contact": Contact(url="https://robots.example.org", email="hello@robots.example.org", phone="01632 960001")},
            [],
            ["  email: hello@robots.example.org", "  phone: 01632 960001"],
        ),
    ],
)
def test_an_edit_touches_the_lines_of_its_field_alone(changes: dict[str, object], gone: list[str], come: list[str]) -> None:
    edited = edited_text(ROBOTS, read_record(ROBOTS), shed(**changes))
    assert changed_lines(ROBOTS, edited) == (gone, come)
    assert read_record(edited) == shed(**changes)


def test_a_new_field_stands_where_the_schema_has_it() -> None:
    edited = edited_text(ROBOTS, read_record(ROBOTS), shed(stages=("primary",))).splitlines()
    assert edited[edited.index("stages: [primary]") - 1] == "audiences: [pupil]"


@given(words=WORDS)
def test_whatever_is_typed_comes_back_as_it_was(words: str) -> None:
    changed = shed(cost_note=words or None, keywords=tuple(filter(None, (words, "x"))), asked_as=(words,) if words else ())
    edited = edited_text(ROBOTS, read_record(ROBOTS), changed)
    assert read_record(edited) == changed
    assert read_record(new_text(changed)) == changed


def test_a_file_without_a_last_line_end_keeps_its_fields_apart(tmp_path: Path) -> None:
    text = ROBOTS.rstrip("\n")
    edited = edited_text(text, read_record(text), shed(related=("other-shed",)))
    assert read_record(edited).related == ("other-shed",)
