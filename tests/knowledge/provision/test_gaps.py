"""All planted gaps are found, and none is invented."""

from __future__ import annotations

from knowledge.provision import Demand, Gap, Rules, entries_behind, find_gaps
from tests.knowledge.provision.planted import planted_gaps, provision_of, record

PLANTED = {("Moray", "", "engineering"), ("Orkney Islands", "", "engineering"), ("Dundee City", "primary", "computing")}
ROBOTS = Demand("unanswered", ("Fife",), ("robotics",), ("early-years",), times=2)


def found(*demands: Demand) -> dict[tuple[str, str, str], Gap]:
    gaps = find_gaps(provision_of(planted_gaps()), demands, Rules.default())
    assert list(gaps) == sorted(gaps, key=lambda gap: -gap.score)
    return {(gap.area, gap.stage, gap.topic): gap for gap in gaps}


def test_all_planted_gaps_are_found_and_none_is_invented() -> None:
    assert set(found()) == PLANTED


def test_a_catalogue_in_which_all_areas_have_the_same_has_no_gap() -> None:
    provision = provision_of([record("same", tuple(provision_of([]).areas))])
    assert find_gaps(provision, (), Rules.default()) == ()


def test_an_area_of_which_little_is_known_altogether_is_not_full_of_gaps() -> None:
    assert not [area for area, _, _ in found() if area == "Stirling"]


def test_what_only_one_area_has_is_no_gap_elsewhere() -> None:
    assert not [topic for _, _, topic in found() if topic in {"biology", "marine"}]


def test_a_question_without_an_answer_makes_a_gap_of_its_own_topic_alone() -> None:
    gaps = found(ROBOTS)
    assert set(gaps) == {*PLANTED, ("Fife", "", "robotics")}
    assert gaps["Fife", "", "robotics"].stages == ("early-years",)
    assert gaps["Fife", "", "robotics"].questions == 2


def test_a_need_counts_more_than_a_question_and_a_dropped_wish_less() -> None:
    scores = {
        cause: found(Demand(cause, ("Fife",), ("robotics",), times=3))["Fife", "", "robotics"].score
        for cause in ("unanswered", "relaxed", "need")
    }
    assert scores["need"] > scores["unanswered"] > scores["relaxed"]


def test_one_dropped_wish_alone_is_no_gap() -> None:
    assert set(found(Demand("relaxed", ("Fife",), ("robotics",)))) == PLANTED


def test_what_people_ask_for_puts_a_gap_first() -> None:
    gaps = found(Demand("unanswered", ("Orkney Islands",), ("engineering",), times=2))
    assert next(iter(gaps)) == ("Orkney Islands", "", "engineering")


def test_a_question_about_a_narrower_topic_is_told_with_the_gap_of_the_broader() -> None:
    gaps = found(Demand("unanswered", ("Moray",), ("robotics",)))
    # Robotics is engineering, which Moray lacks, and computing, which its like do not have either.
    assert set(gaps) == PLANTED
    assert gaps["Moray", "", "engineering"].questions == 1


def test_asking_again_and_again_does_not_make_a_gap_ever_bigger() -> None:
    often, always = (
        found(Demand("unanswered", ("Fife",), ("robotics",), times=times))["Fife", "", "robotics"].score for times in (10, 1000)
    )
    assert often == always


def test_a_question_that_names_no_area_or_half_of_scotland_tells_of_no_gap() -> None:
    wide = tuple(provision_of([]).areas[:10])
    assert set(found(Demand("unanswered", (), ("robotics",)), Demand("unanswered", wide, ("robotics",)))) == PLANTED


def test_where_something_is_offered_a_question_makes_no_gap() -> None:
    assert set(found(Demand("unanswered", ("Highland",), ("engineering",), ("primary",), times=5))) == PLANTED


def test_a_gap_says_why_in_words() -> None:
    gap = found(Demand("unanswered", ("Moray",), ("engineering",), times=2), Demand("need", ("Moray",), ("engineering",)))[
        "Moray", "", "engineering"
    ]
    assert gap.reasons == (
        "No entry about engineering names Moray.",
        "4 are for all of Scotland.",
        "6 of 7 other rural areas have at least one; in line with them there would be about 2.6.",
        "2 questions about it found no good answer.",
        "1 need left by schools is not met by an offer.",
    )


def test_a_gap_names_the_entries_behind_it() -> None:
    provision = provision_of(planted_gaps())
    gap = next(each for each in find_gaps(provision, (), Rules.default()) if each.area == "Moray")
    national, elsewhere = entries_behind(gap, provision)
    assert [each.id for each in national] == [f"national-{number}" for number in range(4)]
    assert len(elsewhere) == 6 * 3
    assert {each.areas[0] for each in elsewhere} == set(gap.similar_with)
