"""Lenses look at some areas, entries and gaps alone."""

from __future__ import annotations

import pytest

from knowledge.provision import Lens, Rules, areas_seen, entries_seen, find_gaps, gaps_seen
from tests.knowledge.provision.planted import COUNCILS, of_kind, planted_gaps, provision_of, record


def lens(lens_id: str) -> Lens:
    found = Rules.default().lens(lens_id)
    assert found is not None
    return found


def test_there_is_a_lens_for_each_thing_that_was_asked_for() -> None:
    assert [each.id for each in Rules.default().lenses] == ["rural", "island", "gender-balance", "early-years"]


def test_without_a_lens_everything_is_seen() -> None:
    assert areas_seen(None, COUNCILS) == set(COUNCILS)
    assert len(entries_seen(None, planted_gaps())) == len(planted_gaps())


def test_the_rural_lens_sees_rural_and_island_areas() -> None:
    assert areas_seen(lens("rural"), COUNCILS) == set(of_kind("rural", "islands"))


def test_the_island_lens_sees_mainland_councils_with_islands_too() -> None:
    seen = areas_seen(lens("island"), COUNCILS)
    assert {"Orkney Islands", "Highland", "Argyll and Bute", "North Ayrshire"} <= seen
    assert "Fife" not in seen


@pytest.mark.parametrize(
    ("lens_id", "fields", "seen"),
    [
        ("rural", {"delivery": ("venue",)}, False),
        ("rural", {"delivery": ("online",)}, True),
        ("rural", {"delivery": ("venue",), "rural_note": "Travel is paid for from islands."}, True),
        ("gender-balance", {}, False),
        ("gender-balance", {"topics": ("gender-balance",)}, True),
        ("gender-balance", {"equity_note": "Half of the places are kept for girls."}, True),
        ("gender-balance", {"equity_note": "For pupils from low-income families."}, False),
        ("early-years", {}, False),
        ("early-years", {"stages": ("early-years",)}, True),
        ("early-years", {"audiences": ("early-years-practitioner",)}, True),
    ],
)
def test_a_lens_counts_what_it_looks_for(lens_id: str, fields: dict[str, object], seen: bool) -> None:
    assert bool(entries_seen(lens(lens_id), [record("one", ("Moray",), **fields)])) == seen  # type: ignore[arg-type]


def test_a_lens_shows_the_gaps_of_its_areas() -> None:
    gaps = find_gaps(provision_of(planted_gaps()), (), Rules.default())
    assert {gap.area for gap in gaps_seen(lens("rural"), gaps, COUNCILS)} == {"Moray", "Orkney Islands"}
    assert {gap.area for gap in gaps_seen(lens("island"), gaps, COUNCILS)} == {"Orkney Islands"}
    assert gaps_seen(lens("early-years"), gaps, COUNCILS) == ()
