"""Misspellings are read as what was meant, and ordinary words are left alone."""

from __future__ import annotations

import pytest
from wordfreq import top_n_list

from knowledge.understanding import Understander
from knowledge.understanding.spelling import Speller

KNOWN = ["aberdeen", "chemistry", "robotics", "inverness", "perth", "ayr", "engineering"]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("abredeen", "aberdeen"),
        ("chemsitry", "chemistry"),
        ("robtics", "robotics"),
        ("invernes", "inverness"),
        ("enginering", "engineering"),
        ("engineerring", "engineering"),
    ],
)
def test_a_word_an_edit_or_two_from_a_known_one_is_read_as_that(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize("typed", ["aberdeen", "ay", "perht1", "zzzzzzzz", "qhemistry", "erth", ""])
def test_known_short_strange_and_distant_words_are_left_alone(speller: Speller, typed: str) -> None:
    assert speller.correct(typed) is None


def test_the_commonest_english_words_are_never_corrected() -> None:
    for word in top_n_list("en", 5000, wordlist="small"):
        if word.isalpha() and word.isascii():
            assert Understander.default().understand(word).corrections == (), word


@pytest.mark.parametrize(
    "sentence",
    [
        "could somebody please phone me back tomorrow about the meeting",
        "the children were singing and dancing in the playground all morning",
        "we are looking forward to hearing from you before the holidays",
        "my neighbours have painted their kitchen a cheerful yellow",
    ],
)
def test_an_ordinary_sentence_is_read_as_it_stands(sentence: str) -> None:
    assert Understander.default().understand(sentence).corrections == ()
