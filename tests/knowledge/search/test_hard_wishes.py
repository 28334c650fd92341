"""Hard wishes hold whatever is asked: place, cost, delivery, what is ruled out, and what a search declares strict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.catalogue import Resource
from knowledge.places import Gazetteer
from knowledge.search import Query, Searcher
from knowledge.search.query import SearchOutcome
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

AREAS = sorted(Gazetteer.default().council_areas)
FREE = {"free", "funded"}
QUESTIONS = (
    *("robotics", "science festival", "someone to talk to my class", "work experience", "girls in physics", "funding"),
    *("how can our company help", "museum", "climate", "DYW", "", "Glasgow Science Centre", "Orkney science festival"),
)
VOCABULARY = Vocabulary.default()


def ask(searcher: Searcher, text: str, limit: int = 50, strict: frozenset[str] = frozenset(), **wishes: Any) -> SearchOutcome:
    understood = searcher.understander.understand(text)
    wished: Wishes = replace(understood.wishes, **wishes)
    return searcher.search(Query(text, understood, wished, strict=strict), limit=limit)


def serves(resource: Resource, places: tuple[str, ...]) -> bool:
    return bool({"Scotland", "UK", *places} & set(resource.areas))


@pytest.mark.parametrize("area", AREAS)
def test_nothing_that_cannot_serve_a_council_area_is_shown_to_it(searcher: Searcher, area: str) -> None:
    for question in QUESTIONS:
        outcome = ask(searcher, question, limit=1000, place=(area,), place_label=area)
        assert outcome.results, question
        assert outcome.relaxed is None, question
        assert all(serves(result.resource, (area,)) for result in outcome.results), question


@pytest.mark.parametrize("area", AREAS)
def test_a_place_in_the_words_holds_as_well(searcher: Searcher, area: str) -> None:
    outcome = searcher.ask(f"science events for schools in {area}", limit=1000)
    assert outcome.results
    assert all(serves(result.resource, (area,)) for result in outcome.results)


combinations = st.fixed_dictionaries(
    {
        "place": st.lists(st.sampled_from(AREAS), max_size=3, unique=True).map(tuple),
        "delivery": st.lists(st.sampled_from(VOCABULARY.ids("delivery")), max_size=2, unique=True).map(tuple),
        "cost": st.sampled_from([(), ("free",), ("funded",)]),
        "topic": st.lists(st.sampled_from(VOCABULARY.ids("topic")), max_size=2, unique=True).map(tuple),
        "kind": st.lists(st.sampled_from(VOCABULARY.ids("kind")), max_size=1).map(tuple),
        "stage": st.lists(st.sampled_from(VOCABULARY.ids("stage")), max_size=1).map(tuple),
    }
)


@given(
    st.sampled_from(QUESTIONS),
    combinations,
    st.sampled_from(["", "delivery", "kind", "cost"]),
    st.data(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_combination_of_wishes_is_broken_unless_it_is_said(
    searcher: Searcher, question: str, wishes: dict[str, Any], ruled_out: str, data: st.DataObject
) -> None:
    excluded = {}
    if ruled_out:
        value = data.draw(st.sampled_from(VOCABULARY.ids(ruled_out)))
        excluded = {ruled_out: (value,)} if value not in wishes.get(ruled_out, ()) else {}
    outcome = ask(searcher, question, excluded=excluded, **wishes)
    dropped = outcome.relaxed.facet if outcome.relaxed else None
    for result in outcome.results:
        resource = result.resource
        if wishes["place"] and dropped != "place":
            assert serves(resource, wishes["place"])
        if wishes["delivery"] and dropped != "delivery":
            assert set(resource.delivery) & set(wishes["delivery"])
        if wishes["cost"] and dropped != "cost":
            assert resource.cost in FREE
        if "delivery" in excluded and dropped != "delivery":
            assert not set(resource.delivery) & set(excluded["delivery"])
        if "kind" in excluded and dropped != "kind":
            assert resource.kind not in excluded["kind"]
        if "cost" in excluded and dropped != "cost":
            assert resource.cost not in excluded["cost"]


def test_filters_are_applied_inside_the_search_so_that_a_narrow_question_fills_its_page(searcher: Searcher) -> None:
    fitting = [
        resource
        for resource in searcher.snapshot.resources
        if serves(resource, ("Shetland Islands",)) and "kit-loan" in resource.delivery
    ]
    outcome = ask(searcher, "science kit to borrow", place=("Shetland Islands",), delivery=("kit-loan",))
    assert outcome.relaxed is None
    assert {result.resource.id for result in outcome.results} <= {resource.id for resource in fitting}
    assert len(outcome.results) >= min(5, len(fitting))


def test_every_allowed_record_gets_its_similarity_however_narrow_the_filter(searcher: Searcher) -> None:
    embedding = searcher.encoder.encode(["knitting patterns"])[0]
    snapshot = searcher.snapshot
    for position in range(0, len(snapshot.resources), 97):
        allowed = [number == position for number in range(len(snapshot.resources))]
        similar = snapshot.similarities(embedding, np.array(allowed), 1500)
        assert (similar[position, :2] != 0).all()
        assert np.count_nonzero(np.delete(similar, position, axis=0)) == 0


def test_not_online_rules_out_whatever_is_offered_online_too(searcher: Searcher) -> None:
    outcome = searcher.ask("coding, not online", limit=50)
    assert outcome.results
    assert not any("online" in result.resource.delivery for result in outcome.results)


def test_not_for_teachers_keeps_what_is_for_others_as_well(searcher: Searcher) -> None:
    outcome = searcher.ask("biology, not for teachers", limit=100)
    assert outcome.results
    assert all(set(result.resource.audiences) != {"teacher"} for result in outcome.results)
    assert any("teacher" in result.resource.audiences for result in outcome.results)


def test_not_in_a_place_keeps_what_serves_other_places_too(searcher: Searcher) -> None:
    outcome = searcher.ask("events, but not in Orkney", limit=100)
    assert outcome.results
    assert all(result.resource.areas != ("Orkney Islands",) for result in outcome.results)


def test_free_includes_what_is_paid_for_by_others(searcher: Searcher) -> None:
    costs = {result.resource.cost for result in searcher.ask("free engineering for schools", limit=100).results}
    assert costs <= FREE
    assert "free" in costs


def holds(resource: Resource, facet: str, value: str) -> bool:
    held = {"kind": (resource.kind,), "audience": resource.audiences, "topic": resource.topics, "stage": resource.stages}[facet]
    # A record that names no stage suits any.
    return bool(set(held) & VOCABULARY.narrower(facet, value)) or (facet == "stage" and not held)


@pytest.mark.parametrize(
    ("facet", "value"), [("kind", "event"), ("audience", "employer"), ("topic", "computing"), ("stage", "university")]
)
def test_a_facet_is_a_preference_until_it_is_declared_strict(searcher: Searcher, facet: str, value: str) -> None:
    wishes: dict[str, Any] = {facet: (value,)}
    strict = ask(searcher, "engineering", limit=1000, strict=frozenset({facet}), **wishes)
    assert strict.results
    assert all(holds(result.resource, facet, value) for result in strict.results)
    loose = ask(searcher, "engineering", limit=1000, **wishes)
    assert not all(holds(result.resource, facet, value) for result in loose.results)


def test_several_places_take_what_serves_any_of_them(searcher: Searcher) -> None:
    outcome = searcher.ask("science festival in Orkney or Fife", limit=50)
    areas = {area for result in outcome.results for area in result.resource.areas}
    assert {"Orkney Islands", "Fife"} <= areas
