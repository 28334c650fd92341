"""Scots is read as it is meant, and nobody is told that they cannot spell."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.understanding import Understander


def wishes(message: str) -> dict[str, Any]:
    return Understander.default().understand(message).wishes.to_json()


@pytest.mark.parametrize(
    ("message", "facet", "values"),
    [
        ("can somebody come oot tae oor scuil", "delivery", ["in-school"]),
        ("we've nae money", "cost", ["free"]),
        ("a len o a kit", "delivery", ["kit-loan"]),
        ("whit's on in Nairn", "kind", ["event"]),
        ("the wee yin is 3", "stage", ["early-years"]),
        ("the bairns are 6 an 8", "stage", ["primary"]),
        ("he likes fermin", "topic", ["agriculture"]),
        ("a seven year auld", "stage", ["primary"]),
        ("oor skail", "audience", ["teacher"]),
    ],
)
def test_scots_words_are_understood(message: str, facet: str, values: list[str]) -> None:
    assert wishes(message)[facet] == values


def test_scots_is_no_misspelling() -> None:
    said = Understander.default().understand("whaur dae ma bairns lairn codin")
    assert [typed for typed, _ in said.corrections] == ["codin"]


def test_what_is_searched_for_is_put_in_words_that_records_use() -> None:
    assert Understander.default().understand("onything fur bairns in Annan").free_text == "anything for children in"


def test_a_place_keeps_its_name_though_it_holds_a_scots_word() -> None:
    assert wishes("coding in the Blue Toon")["place"] == ["Aberdeenshire"]


@pytest.mark.parametrize("message", ["oor wee yin is 4, Ayr", "ma dochter's six, likes brigs, Tain", "a len o a kit fur P5s"])
def test_mentions_lie_where_they_were_typed_though_words_are_read_otherwise(message: str) -> None:
    for mention in Understander.default().understand(message).mentions:
        assert mention.text == message[mention.start : mention.end]
        assert mention.text.strip() == mention.text
