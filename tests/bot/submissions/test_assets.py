"""What kinds of thing a text offers or asks for."""

from __future__ import annotations

import pytest

from bot.submissions.assets import Assets


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Two engineers who can talk about sensors", ("people",)),
        ("a talk on robots for P6", ("people",)),
        ("ten sensors and two robots to lend", ("kit",)),
        ("somebody to bring sensors, and a grant for travel", ("people", "kit", "money")),
        ("nothing of the kind", ()),
    ],
)
def test_a_subject_is_no_thing_that_is_given(text: str, kinds: tuple[str, ...]) -> None:
    assert Assets.default().kinds_in(text) == kinds
