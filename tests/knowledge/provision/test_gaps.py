"""All planted gaps are found, and none is invented."""

from __future__ import annotations

from dataclasses import replace

from knowledge.provision import Demand, FittingNeeds, Gap, Rules, entries_behind, find_gaps, fitting_needs
from tests.knowledge.provision.planted import planted_gaps, provision_of, record

PLANTED = {("Moray", "", "engineering"), ("Orkney Islands", "", "engineering"), ("Dundee City", "primary", "computing")}
ROBOTS = Demand("unanswered", ("Fife",), ("robotics",), ("early-years",), times=3)


def found(*demands: Demand) -> dict[tuple[str, str, str], Gap]:
    gaps = find_gaps(provision_of(planted_gaps()), demands, Rules.default())
    assert list(gaps) == sorted(gaps, key=lambda gap: -gap.score)
    return {(gap.area, gap.stage, gap.topic): gap for gap in gaps}


def fitting(*demands: Demand) -> tuple[FittingNeeds, ...]:
    """The needs that entries of the planted catalogue may meet."""
    return fitting_needs(provision_of(planted_gaps()), demands, Rules.default().gaps.most_areas_of_a_question)


def test_all_planted_gaps_are_found_and_none_is_invented() -> None:
    assert set(found()) == PLANTED


def test_what_few_of_its_like_have_much_of_or_what_is_not_compared_is_no_gap() -> None:
    # One entry or more would be expected: only the share of areas, and the list of subjects, speak against it.
    assert not [gap for gap in found().values() if gap.topic in {"physics", "gaelic"}]


def test_the_score_is_that_of_the_documents() -> None:
    # Three times the share of similar areas; for Dundee nothing is there for all of Scotland either.
    assert {gap.area: gap.score for gap in found().values()} == {
        "Moray": round(3 * 6 / 7, 2),
        "Orkney Islands": 3.0,
        "Dundee City": 3.0 + 1.0,
    }


def test_the_three_island_areas_are_compared_with_the_mainland_areas_of_many_islands_too() -> None:
    similar = ("Argyll and Bute", "Highland", "Na h-Eileanan Siar", "Shetland Islands")
    assert found()["Orkney Islands", "", "engineering"].similar_with == similar


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
    assert gaps["Fife", "", "robotics"].questions == 3


def test_a_need_counts_more_than_a_question_and_a_dropped_wish_less() -> None:
    scores = {
        cause: found(Demand(cause, ("Fife",), ("robotics",), times=3))["Fife", "", "robotics"].score
        for cause in ("unanswered", "relaxed", "need")
    }
    assert scores["need"] > scores["unanswered"] > scores["relaxed"]


def test_one_dropped_wish_alone_is_no_gap() -> None:
    assert set(found(Demand("relaxed", ("Fife",), ("robotics",)))) == PLANTED


def test_what_people_ask_for_puts_a_gap_first() -> None:
    gaps = found(Demand("unanswered", ("Orkney Islands",), ("engineering",), times=3))
    assert next(iter(gaps)) == ("Orkney Islands", "", "engineering")


def test_a_question_about_a_narrower_topic_is_told_with_the_gap_of_the_broader() -> None:
    gaps = found(Demand("unanswered", ("Moray",), ("robotics",), times=3))
    # Robotics is engineering, which Moray lacks, and computing, which its like do not have either.
    assert set(gaps) == PLANTED
    assert gaps["Moray", "", "engineering"].questions == 3


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


def test_a_gap_has_what_speaks_for_it() -> None:
    gap = found(
        Demand("unanswered", ("Moray",), ("engineering",), times=3),
        Demand("need", ("Moray",), ("engineering",)),
        Demand("need", ("Moray",), ("robotics",)),
    )["Moray", "", "engineering"]
    assert (gap.national, len(gap.similar_with), gap.similar_in_all, gap.expected) == (4, 6, 7, 2.6)
    assert (gap.kind, gap.questions, gap.needs) == ("rural", 3, 2)


def test_fewer_than_three_questions_are_told_nowhere_and_count_for_nothing() -> None:
    assert Rules.default().gaps.fewest_questions == 3
    twice = Demand("unanswered", ("Fife",), ("robotics",), ("early-years",), times=2)
    assert set(found(twice)) == PLANTED
    one = found(replace(twice, areas=("Moray",), topics=("engineering",)))["Moray", "", "engineering"]
    assert one == found()["Moray", "", "engineering"]
    assert found(twice, replace(twice, times=1))["Fife", "", "robotics"].questions == 3


def test_questions_about_narrower_subjects_do_not_show_a_single_one_about_the_broader() -> None:
    narrower = Demand("unanswered", ("Fife",), ("robotics",), times=2)
    assert set(found(narrower, Demand("unanswered", ("Fife",), ("engineering",)))) == PLANTED


def test_a_stage_that_fewer_than_three_asked_for_is_not_told() -> None:
    gap = found(replace(ROBOTS, stages=(), times=2), replace(ROBOTS, times=2))["Fife", "", "robotics"]
    assert gap.questions == 4
    assert gap.stages == ()


def test_a_single_need_makes_a_gap_and_names_its_stage() -> None:
    gap = found(Demand("need", ("Fife",), ("robotics",), ("primary",)))["Fife", "", "robotics"]
    assert (gap.needs, gap.questions, gap.stages) == (1, 0, ("primary",))


def test_a_need_that_an_entry_may_meet_is_no_gap_and_says_how_many_fit() -> None:
    # Highland has three entries about engineering for primary schools.
    need = Demand("need", ("Highland",), ("engineering",), ("early-years", "primary"))
    assert set(found(need, need)) == PLANTED
    (told,) = fitting(need, need)
    assert (told.area, told.topics, told.stages, told.needs) == (
        "Highland",
        ("engineering",),
        ("early-years", "primary"),
        2,
    )
    assert len(told.entries) == 3
    assert {each.areas for each in told.entries} == {("Highland",)}


def test_a_need_in_two_areas_is_a_gap_where_nothing_fits_alone() -> None:
    need = Demand("need", ("Highland", "Fife"), ("engineering",))
    assert set(found(need)) == {*PLANTED, ("Fife", "", "engineering")}
    assert [each.area for each in fitting(need)] == ["Highland"]


def test_what_is_for_other_stages_about_broader_subjects_or_all_of_scotland_does_not_fit_a_need() -> None:
    adults = Demand("need", ("Highland",), ("engineering",), ("adult",))
    robots = Demand("need", ("Highland",), ("robotics",))
    here = Demand("need", ("Moray",), ("engineering",))
    assert fitting(adults, robots, here) == ()
    assert set(found(adults, robots, here)) == {*PLANTED, ("Highland", "adult", "engineering"), ("Highland", "", "robotics")}


def test_a_question_is_no_need_that_an_entry_may_meet() -> None:
    assert fitting(Demand("unanswered", ("Highland",), ("engineering",), times=5)) == ()


def test_a_need_that_tells_no_subject_or_no_area_is_left_out() -> None:
    wide = tuple(provision_of([]).areas[:10])
    demands = [Demand("need", areas, topics) for areas, topics in (((), ("robotics",)), (("Fife",), ()), (wide, ("robotics",)))]
    assert set(found(*demands)) == PLANTED
    assert fitting(*demands) == ()


def test_a_gap_names_the_entries_behind_it() -> None:
    provision = provision_of(planted_gaps())
    gap = next(each for each in find_gaps(provision, (), Rules.default()) if each.area == "Moray")
    national, elsewhere = entries_behind(gap, provision)
    assert [each.id for each in national] == [f"national-{number}" for number in range(4)]
    assert len(elsewhere) == 6 * 3
    assert {each.areas[0] for each in elsewhere} == set(gap.similar_with)
