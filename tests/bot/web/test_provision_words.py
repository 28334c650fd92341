"""What the map of provision says of what it counted."""

from __future__ import annotations

import pytest

from bot.texts import Texts
from bot.web.provision_words import ProvisionWords
from knowledge.provision import Demand, Rules, find_gaps
from knowledge.vocabulary import Vocabulary
from tests.knowledge.provision.planted import planted_gaps, provision_of


def test_a_gap_says_why_in_words() -> None:
    demands = [Demand("unanswered", ("Moray",), ("engineering",), times=4), Demand("need", ("Moray",), ("robotics",))]
    gap = next(each for each in find_gaps(provision_of(planted_gaps()), demands, Rules.default()) if each.area == "Moray")
    words = ProvisionWords(Texts.default(), Vocabulary.default())
    assert words.gap(gap) == "Moray: Engineering"
    assert words.gap_reasons(gap) == (
        "No entry about engineering names Moray. 4 are for all of Scotland. 6 of 7 other rural areas have at least one; in line "
        "with them there would be about 3. 4 questions about it found no good answer. 1 request left by a school is met neither "
        "by an offer nor by an entry."
    )


def test_a_long_list_is_cut_in_a_sentence() -> None:
    words = ProvisionWords(Texts.default(), Vocabulary.default())
    assert words.listed(("Fife", "Moray")) == "Fife and Moray"
    assert words.listed("ABCDEFG") == "A, B, C, D and 3 more"
    assert words.unknown(("x", "y")) == "This page does not know “x” or “y”. It shows everything instead."
    assert words.unknown(()) == ""


@pytest.mark.parametrize("kind", Rules.default().similar)
def test_every_kind_of_area_and_every_lens_has_its_words(kind: str) -> None:
    words, say = ProvisionWords(Texts.default(), Vocabulary.default()), Texts.default().say
    assert say(f"provision_reason_similar_{kind}", having=1, all=2, expected=3)
    assert say(f"provision_area_average_{kind}", average=1)
    assert all(words.lens(lens) and words.lens_text(lens) for lens in Rules.default().lenses)
