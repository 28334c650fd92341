"""Reference numbers: unguessable, unambiguous, and a slip of the finger is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.submissions.references import ALPHABET, is_valid, looks_like_reference, new_reference, reference_in

NUMBERS = st.sampled_from(["offer", "need"]).map(new_reference)


def characters(reference: str) -> str:
    return "".join(reference.split("-")[1:])


def test_no_number_comes_twice_and_none_has_a_character_that_is_mistaken_for_another() -> None:
    numbers = {new_reference("offer") for _ in range(5000)}
    assert len(numbers) == 5000
    assert not set("01ILOU") & set(ALPHABET)
    assert all(set(characters(number)) <= set(ALPHABET) for number in numbers)


@given(NUMBERS, st.data())
def test_one_wrong_character_is_seen(number: str, data: st.DataObject) -> None:
    typed = list(characters(number))
    place = data.draw(st.integers(0, len(typed) - 1))
    typed[place] = data.draw(st.sampled_from([each for each in ALPHABET if each != typed[place]]))
    assert not is_valid("".join(typed))


@given(NUMBERS)
def test_a_number_is_found_however_it_is_typed(number: str) -> None:
    spaced = number.replace("-", " ")
    for message in (
        number,
        number.lower(),
        f"please withdraw {number}!",
        f"my number is {spaced.lower()}, thanks",
        number.replace("-", ""),
    ):
        assert reference_in(message) == number, message


@pytest.mark.parametrize(
    "message", ["", "OFF-1234", "OFF-ABCD-EFGH-JKMN-PQ", "we are off to need a hand with twelve pupils", "I need somebody"]
)
def test_what_is_no_number_is_none(message: str) -> None:
    assert reference_in(message) == ""


def test_an_incomplete_number_is_known_as_an_attempt() -> None:
    assert looks_like_reference("withdraw OFF-7K3M")
    assert not looks_like_reference("a day off in May")
