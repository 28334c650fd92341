"""What comes back: order, reasons, old names, ended things, relaxation, paging."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.search import Query, Searcher
from knowledge.search.query import SearchOutcome
from knowledge.understanding import Understanding, Wishes


def first(searcher: Searcher, question: str) -> str:
    return searcher.ask(question, limit=1).results[0].resource.id


def search(searcher: Searcher, text: str, wishes: Wishes, strict: frozenset[str] = frozenset()) -> SearchOutcome:
    return searcher.search(Query(text, searcher.understander.understand(text), wishes, strict=strict))


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("SQA", "qualifications-scotland"),
        ("Scottish Qualifications Authority", "qualifications-scotland"),
        ("YESC", "stemovators"),
        ("F1 in Schools", "stem-racing"),
        ("Satrosphere", "aberdeen-science-centre"),
        ("RAiSE", "raise-primary-science"),
        ("CSIC", "be-st"),
        ("Construction Scotland Innovation Centre", "be-st"),
        ("Prince's Trust Scotland", "kings-trust-scotland"),
        ("CodeClan", "codeclan"),
    ],
)
def test_an_old_name_finds_what_it_is_called_now(searcher: Searcher, old: str, now: str) -> None:
    assert first(searcher, old) == now


@pytest.mark.parametrize(
    ("question", "resource_id"),
    [
        ("who runs STEM Ambassadors in Scotland?", "stem-ambassadors-in-scotland"),
        ("SSERC", "sserc"),
        ("tell me about Glasgow Science Centre", "glasgow-science-centre"),
        ("DYW Fife", "dyw-fife"),
        ("what is the Data Lab", "data-lab"),
        ("crest awards", "crest-awards"),
        ("LUMA", "luma-centre-finland"),
    ],
)
def test_what_is_asked_for_by_name_comes_first_and_says_so(searcher: Searcher, question: str, resource_id: str) -> None:
    result = searcher.ask(question, limit=1).results[0]
    assert result.resource.id == resource_id
    assert result.reasons[0] == "You asked for it by name"


def test_an_entry_that_has_ended_is_found_by_name_and_leads_to_what_replaced_it(searcher: Searcher) -> None:
    ended = [resource for resource in searcher.snapshot.resources if resource.status == "ended" and resource.replaced_by]
    assert ended
    for resource in ended:
        results = searcher.ask(resource.name, limit=3).results
        assert resource.id in [result.resource.id for result in results]
        assert all(target in searcher.by_id for target in resource.replaced_by)


def test_what_has_ended_does_not_lead_where_it_was_not_asked_for(searcher: Searcher) -> None:
    for question in ("coding course for adults", "maths funding", "support for primary science"):
        assert searcher.ask(question, limit=1).results[0].resource.status != "ended", question


def test_a_merged_record_is_found_by_its_old_id(searcher: Searcher) -> None:
    for position, resource in enumerate(searcher.snapshot.resources):
        for old_id in resource.retired_ids:
            assert searcher.by_id[old_id] == position


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("robotics", "About robotics"),
        ("science festival in Orkney", "Serves Orkney Islands"),
        ("science festival KW17", "Serves Orkney Islands, where KW17 is"),
        ("science in Kirkwall", "Serves Orkney Islands, where Kirkwall is"),
        ("physics for S2", "Suits lower secondary (S1 to S3)"),
        ("events for families", "Event"),
        ("free coding", "Free"),
        ("coding not online", "Not online"),
        ("kit on loan for electronics", "Kit on loan"),
        ("engineering for employers", "For employers"),
    ],
)
def test_a_result_says_in_plain_words_why_it_fits(searcher: Searcher, question: str, reason: str) -> None:
    assert any(reason in result.reasons for result in searcher.ask(question, limit=5).results)


def test_every_result_of_a_question_with_wishes_has_at_least_one_reason_and_at_most_four(searcher: Searcher) -> None:
    for question in ("robotics for P6 in Fife", "free online maths", "work experience in Moray", "events not online in Dundee"):
        for result in searcher.ask(question, limit=20).results:
            assert 1 <= len(result.reasons) <= 4
            assert len(set(result.reasons)) == len(result.reasons)


def test_a_reason_never_claims_what_the_record_does_not_say(searcher: Searcher) -> None:
    for result in searcher.ask("free in person robotics for P6 in Fife", limit=50).results:
        resource = result.resource
        for reason in result.reasons:
            if reason.startswith("Serves Fife"):
                assert "Fife" in resource.areas
            if reason == "Open to all of Scotland":
                assert "Scotland" in resource.areas
            if reason == "Free":
                assert resource.cost == "free"
            if reason == "At a venue":
                assert "venue" in resource.delivery
            if reason == "Suits primary":
                assert "primary" in resource.stages


def test_the_wish_that_ruled_everything_out_is_named(searcher: Searcher) -> None:
    wishes = Wishes(topic=("robotics",), kind=("contact-point",), audience=("technician",))
    outcome = search(searcher, "robotics", wishes, strict=frozenset({"kind", "topic", "audience"}))
    assert outcome.relaxed
    assert (outcome.relaxed.facet, outcome.relaxed.values, outcome.relaxed.text) == ("topic", ("robotics",), "robotics")
    assert outcome.results
    assert all(result.resource.kind == "contact-point" for result in outcome.results)
    assert all("technician" in result.resource.audiences for result in outcome.results)


def test_where_something_fits_no_wish_is_dropped(searcher: Searcher) -> None:
    assert searcher.ask("free robotics in Fife for P6").relaxed is None


def test_the_place_is_the_last_wish_to_go(searcher: Searcher) -> None:
    """What can be shown without the delivery is shown before what cannot serve the place."""
    nothing = tuple(
        value
        for value in searcher.vocabulary.ids("delivery")
        if not any(
            value in resource.delivery and (resource.is_national or "Clackmannanshire" in resource.areas)
            for resource in searcher.snapshot.resources
        )
    )
    wishes = Wishes(place=("Clackmannanshire",), place_label="Alloa", delivery=nothing or ("no-such-way",))
    outcome = search(searcher, "chemistry", wishes)
    assert outcome.relaxed
    assert outcome.relaxed.facet == "delivery"
    assert all(r.resource.is_national or "Clackmannanshire" in r.resource.areas for r in outcome.results)


def test_what_was_shown_before_is_left_out(searcher: Searcher) -> None:
    understood = searcher.understander.understand("robotics in Fife")
    query = Query("robotics in Fife", understood, understood.wishes)
    shown: set[str] = set()
    for _ in range(4):
        page = searcher.search(replace(query, leave_out=frozenset(shown)), limit=3)
        ids = {result.resource.id for result in page.results}
        assert ids
        assert shown.isdisjoint(ids)
        shown |= ids


def test_leaving_out_something_unknown_changes_nothing(searcher: Searcher) -> None:
    understood = searcher.understander.understand("robotics")
    query = Query("robotics", understood, understood.wishes)
    with_unknown = searcher.search(replace(query, leave_out=frozenset({"no-such-record"})))
    assert [r.resource.id for r in with_unknown.results] == [r.resource.id for r in searcher.search(query).results]


def test_pages_follow_each_other_without_gap_or_repeat(searcher: Searcher) -> None:
    whole = [result.resource.id for result in searcher.ask("science events in Fife", limit=12).results]
    paged = [
        result.resource.id
        for offset in range(0, 12, 4)
        for result in searcher.ask("science events in Fife", limit=4, offset=offset).results
    ]
    assert paged == whole
    assert len(set(whole)) == len(whole)
    assert searcher.ask("science events in Fife", limit=4, offset=10_000).results == ()


def test_the_same_question_gets_the_same_answer_again(searcher: Searcher) -> None:
    once, again = searcher.ask("wind power talk in Orkney"), searcher.ask("wind power talk in Orkney")
    assert [(r.resource.id, r.score) for r in once.results] == [(r.resource.id, r.score) for r in again.results]


def test_scores_fall_from_first_to_last(searcher: Searcher) -> None:
    scores = [result.score for result in searcher.ask("engineering in Dundee", limit=50).results]
    assert scores == sorted(scores, reverse=True)


def test_at_equal_fit_what_is_local_leads_what_is_national(searcher: Searcher) -> None:
    best = searcher.ask("science festival in Orkney").results[0].resource
    assert "Orkney Islands" in best.areas
    best = searcher.ask("science festival in Dundee").results[0].resource
    assert "Dundee City" in best.areas


@pytest.mark.parametrize("text", ["", "   ", "?!", "🤖" * 50, "a " * 2000, "zzzzqqq", "\x00"])
def test_no_question_is_too_odd_to_be_answered(searcher: Searcher, text: str) -> None:
    outcome = searcher.ask(text)
    assert outcome.total >= len(outcome.results)


def test_a_vector_that_came_along_is_not_embedded_again(searcher: Searcher) -> None:
    class NeverAsked:
        def encode(self, texts: object) -> object:
            raise AssertionError("was embedded again")

    vector = searcher.encoder.encode(["robotics"])[0]
    query = Query("robotics", Understanding("robotics"), Wishes(), embedding=vector)
    without = Searcher(searcher.snapshot, NeverAsked(), searcher.weights)  # type: ignore[arg-type]
    assert without.search(query).results == searcher.search(query).results
