"""A conversation's state goes into Rasa's slots and comes out the same."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.actions.slots import MISUNDERSTOOD, SEARCH, VISIBLE, slots_from_state, state_from_slots
from bot.conversation import ConversationState
from bot.conversation.state import SHOWN_KEPT
from knowledge.places import Gazetteer
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


VOCABULARY = Vocabulary.default()
wishes = st.builds(
    Wishes,
    place=some_of(tuple(Gazetteer.default().council_areas)),
    place_label=st.text(max_size=10),
    audience=some_of(VOCABULARY.ids("audience")),
    stage=some_of(VOCABULARY.ids("stage")),
    topic=some_of(VOCABULARY.ids("topic")),
    excluded=st.dictionaries(st.just("delivery"), some_of(VOCABULARY.ids("delivery")).filter(bool)),
)
ids = st.lists(st.from_regex(r"[a-z]+(-[a-z]+)?", fullmatch=True), max_size=5).map(tuple)
states = st.builds(
    ConversationState,
    wishes=wishes,
    text=st.text(max_size=50),
    task=st.sampled_from(["", "find", "contact"]),
    last=ids,
    shown=ids,
    focus=st.sampled_from(["", "sserc"]),
    misunderstood=st.integers(0, 5),
    strict=some_of(("kind", "stage")),
    turn=st.integers(0, 100),
)


def through_rasa(state: ConversationState) -> dict[str, Any]:
    """The slots as they are after they went to Rasa and back as JSON."""
    events = json.loads(json.dumps(slots_from_state(state, {})))
    assert all(event["event"] == "slot" for event in events)
    return {**dict.fromkeys(VISIBLE), **{event["name"]: event["value"] for event in events}}


@given(states)
def test_a_state_comes_back_from_the_slots_as_it_was(state: ConversationState) -> None:
    assert state_from_slots(through_rasa(state)) == state


@given(states)
def test_role_place_and_stage_can_be_read_in_slots_of_their_own(state: ConversationState) -> None:
    slots = through_rasa(state)
    assert set(slots) == {*VISIBLE, SEARCH, MISUNDERSTOOD}
    for slot in VISIBLE:
        assert slots[slot] == (list(state.wishes.of(slot)) or None)


@given(states, states)
def test_slots_are_set_again_only_where_they_change(before: ConversationState, after: ConversationState) -> None:
    slots = through_rasa(before)
    changed = {event["name"]: event["value"] for event in slots_from_state(after, slots)}
    differ = {slot for slot in VISIBLE if before.wishes.of(slot) != after.wishes.of(slot)}
    assert {slot for slot in VISIBLE if slot in changed} == differ
    assert {**slots, **changed} == {**dict.fromkeys(VISIBLE), **through_rasa(after)}


def test_only_the_latest_of_what_was_shown_is_kept() -> None:
    state = ConversationState(shown=tuple(f"record-{number}" for number in range(SHOWN_KEPT + 40)))
    kept = state_from_slots(through_rasa(state)).shown
    assert kept == state.shown[-SHOWN_KEPT:]


def test_no_slots_are_a_new_conversation() -> None:
    assert state_from_slots({}) == ConversationState()


KEYS = ("wishes", "turn", "last", "text", "place", "not_topic", "strict", "misunderstood")
odd_values = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=5)),
    lambda each: st.one_of(st.lists(each, max_size=3), st.dictionaries(st.sampled_from(KEYS), each, max_size=4)),
)


@given(odd_values)
def test_whatever_stands_in_the_slot_is_read_or_taken_as_unset(value: object) -> None:
    assert isinstance(state_from_slots({SEARCH: value}), ConversationState)
