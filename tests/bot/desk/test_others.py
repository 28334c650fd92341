"""What other entries take: names, ids, and ids of old; and an id for a new entry."""

from __future__ import annotations

import pytest

from bot.desk.others import OtherEntries
from tests.bot.desk.test_record_text import shed

OTHERS = OtherEntries.of([shed(id="robot-shed", name="Robot Shed", retired_ids=("robot-hut",))], ["robot-shed", "robot-barn"])


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("STEM on Skye", "stem-on-skye"),
        ("Dòtaman & Friends' Club", "dotaman-and-friends-club"),
        ("Robot Barn", "robot-barn-2"),
        ("Robot hut", "robot-hut-2"),
        ("", ""),
        ("日本", ""),
    ],
)
def test_an_id_is_made_from_the_name_and_none_is_taken_twice(name: str, made: str) -> None:
    assert OTHERS.free_id(name) == made


def test_an_id_of_a_long_name_is_cut() -> None:
    made = OTHERS.free_id("a very long name " * 20)
    assert len(made) <= 80
    assert not made.endswith("-")


def test_an_entry_whose_file_is_gone_takes_nothing() -> None:
    assert OtherEntries.of([shed(name="Robot Shed")], []).names == {}
