"""What visitors say is wrong: kept until a curator has looked at it, and forgotten in time."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bot.corrections import KINDS, CorrectionStore, UnknownCorrectionError
from bot.corrections.store import LONGEST
from bot.storage import Database

DAY = datetime.date(2026, 3, 1)


class Calendar:
    """A day that tests move on."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> datetime.date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(tmp_path: Path, calendar: Calendar) -> CorrectionStore:
    return CorrectionStore(Database(tmp_path / "store.sqlite"), days=30, most=3, today=calendar)


def test_the_same_mistake_told_twice_is_counted_not_stored_twice(store: CorrectionStore, calendar: Calendar) -> None:
    first = store.add("code-club", "link", "The page is gone")
    calendar.day += datetime.timedelta(days=2)
    assert store.add("code-club", "link", "The page is gone") == first
    store.add("code-club", "cost", "The page is gone")
    told = store.corrections()
    assert [(each.what, each.times, each.first_day, each.last_day) for each in told] == [
        ("link", 2, "2026-03-01", "2026-03-03"),
        ("cost", 1, "2026-03-03", "2026-03-03"),
    ]
    assert [each.what for each in store.corrections(entry="code-club")] == ["link", "cost"]
    assert store.corrections(entry="sserc") == []


def test_a_settled_correction_leaves_the_list_and_the_same_can_be_told_anew(store: CorrectionStore) -> None:
    number = store.add("code-club", "closed", "")
    settled = store.settle(number, "mended")
    assert (settled.status, settled.settled_day) == ("mended", "2026-03-01")
    assert store.corrections() == []
    assert store.add("code-club", "closed", "") != number
    assert len(store.corrections(status=None)) == 2


def test_settling_what_is_not_open_is_refused(store: CorrectionStore) -> None:
    number = store.add("code-club", "closed", "")
    store.settle(number, "dismissed")
    with pytest.raises(UnknownCorrectionError, match=f"no open correction {number}"):
        store.settle(number, "mended")


def test_only_the_kinds_of_the_form_are_stored(store: CorrectionStore) -> None:
    with pytest.raises(UnknownCorrectionError, match="Use one of closed, contact"):
        store.add("code-club", "rude", "")
    assert list(KINDS)[-1] == "other"


def test_words_are_kept_up_to_the_longest(store: CorrectionStore) -> None:
    store.add("code-club", "other", "x" * (LONGEST + 50))
    assert len(store.corrections()[0].said) == LONGEST


def test_the_old_and_the_too_many_are_forgotten_settled_ones_first(store: CorrectionStore, calendar: Calendar) -> None:
    store.add("a", "link", "")
    calendar.day += datetime.timedelta(days=31)
    settled = store.add("b", "link", "")
    store.settle(settled, "mended")
    for entry in ("c", "d", "e"):
        store.add(entry, "link", "")
    assert store.purge() == 2
    assert [each.entry for each in store.corrections(status=None)] == ["c", "d", "e"]
