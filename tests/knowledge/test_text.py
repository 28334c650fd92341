"""Folding and splitting text, with offsets that still fit the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import fold, normalised, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Dùn Èideann", "dun eideann"),
        ("GÀIDHLIG", "gaidhlig"),
        ("don’t", "don't"),
        ("P5–P7", "p5-p7"),
        ("Åse Øster", "ase oster"),
        ("", ""),
    ],
)
def test_accents_capitals_and_typographic_signs_do_not_matter(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Argyll & Bute", ["argyll", "and", "bute"]),
        ("D&G", ["d&g"]),
        ("C++ or C#?", ["c++", "or", "c#"]),
        ("after-school/holiday", ["after", "school", "holiday"]),
        ("she doesn't", ["she", "doesn't"]),
        ("  ... ", []),
    ],
)
def test_words_are_split_as_people_mean_them(typed: str, expected: list[str]) -> None:
    assert [word.text for word in words(typed)] == expected


def test_a_phrase_is_the_same_however_it_is_punctuated() -> None:
    assert normalised("Na h-Eileanan Siar!") == normalised("na  H Eileanan, siar") == "na h eileanan siar"


@given(st.text())
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_every_word_stands_where_its_offsets_say(text: str) -> None:
    position = 0
    for word in words(text):
        assert position <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.text or text[word.start : word.end] == "&" or word.text == "and"
        position = word.end
