"""Offers and needs brought together: by place, stage, subject and kind, each with its reasons."""

from __future__ import annotations

from bot.submissions.matching import Nearness, matches
from tests.bot.submissions.leaving import left

BEES = "Someone to talk about biology and bees to a class"


def test_an_offer_in_the_same_council_area_matches_and_says_why() -> None:
    offer = left("offer", what="Scientists who talk about biology", place="Stromness", stage="P6")
    [match] = matches(left("need", what=BEES, place="Kirkwall", stage="P6"), [offer])
    assert match.other == offer
    assert match.nearness is Nearness.SAME_AREA
    assert match.reasons[0] == "Both in Orkney Islands"
    assert any("Primary" in reason for reason in match.reasons)
    assert any("people" in reason for reason in match.reasons)


def test_nothing_from_the_other_end_of_the_country_matches() -> None:
    offer = left("offer", what="Scientists who talk about biology", place="Hawick", stage="P6")
    assert matches(left("need", what=BEES, place="Kirkwall"), [offer]) == []


def test_an_offer_for_anywhere_reaches_every_area_and_says_so() -> None:
    offer = left("offer", what="Scientists who talk about biology", place="anywhere in Scotland", stage="any")
    [match] = matches(left("need", what=BEES, place="Lerwick"), [offer])
    assert match.nearness is Nearness.NATIONAL
    assert "Anywhere in Scotland" in match.reasons


def test_a_neighbouring_area_is_called_one() -> None:
    offer = left("offer", what="Scientists who talk about biology", place="Stirling", stage="P6")
    [match] = matches(left("need", what=BEES, place="Falkirk"), [offer])
    assert match.nearness is Nearness.SAME_REGION
    assert "Neighbours" in match.reasons[0]


def test_the_nearest_come_first() -> None:
    here, there, anywhere = (
        left("offer", what="Scientists who talk about biology", place=place, stage="P6")
        for place in ("Falkirk", "Stirling", "anywhere in Scotland")
    )
    found = matches(left("need", what=BEES, place="Falkirk"), [anywhere, there, here])
    assert [match.other for match in found] == [here, there, anywhere]


def test_other_ages_another_subject_or_another_kind_do_not_match() -> None:
    need = left("need", what="Someone to talk about robotics to a class", place="Fife", stage="P6")
    for what, stage in (
        ("Engineers who talk about robotics", "S5"),
        ("Scientists who talk about biology", "P6"),
        ("Money for robotics equipment", "P6"),
    ):
        assert matches(need, [left("offer", place="Fife", what=what, stage=stage)]) == [], what
    assert matches(need, [left("offer", place="Fife", what="Engineers who talk about robotics", stage="any")])


def test_a_shared_place_alone_brings_nobody_together() -> None:
    need = left("need", what="Something lovely for our summer fair", place="Fife", stage="any")
    assert matches(need, [left("offer", what="Anything you would care for", place="Fife", stage="any")]) == []


def test_offers_are_not_brought_together_with_offers() -> None:
    offer = left("offer")
    assert matches(offer, [offer, left("offer")]) == []
