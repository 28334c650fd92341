"""Between Rasa's slots and the state of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet

from bot.conversation import ConversationState
from bot.submissions.draft import Draft
from bot.submissions.forms import CONSENT, Forms

if TYPE_CHECKING:
    from bot.chat.memory import ConversationMemory

VISIBLE = ("place", "audience", "stage")
"""What is remembered of the asker has slots of its own, for whoever reads a conversation in Rasa's tools."""
SEARCH = "search"
MISUNDERSTOOD = "misunderstood"
"""Slot that says how many unclear messages came in a row: the rules of bot/data/rules/limits.yml go by it."""
TIMES = ("never", "once", "twice")
REQUESTED = "requested_slot"
LEAVING = "leaving"
"""Slot that says which form is begun: the rules of bot/data/rules/registering.yml go by it."""
SKIPPED = "-"
"""Value of a slot whose question was left out: an empty slot would be asked for again."""
Event = dict[str, Any]


def state_from_slots(slots: Mapping[str, Any]) -> ConversationState:
    """Return the state that the slots hold; a new one where they hold none."""
    return ConversationState.from_json(slots.get(SEARCH))


def latest_state(tracker: Tracker, memory: ConversationMemory) -> ConversationState:
    """Return the state of a conversation, from Rasa's slots or the finder's memory.

    Rasa loses its slots when it dies; the finder's memory loses nothing then, and went on meanwhile.
    """
    in_slots, in_memory = state_from_slots(tracker.slots), memory.state(tracker.sender_id)
    return in_slots if in_slots.turn > in_memory.turn else in_memory


def slots_from_state(state: ConversationState, slots: Mapping[str, Any]) -> list[Event]:
    """Return the events that set the slots to ``state``.

    Args:
        state: what is to be remembered.
        slots: as they are now. What does not change is not set again, since Rasa goes through every event of the latest turns
            at each prediction; but for ``MISUNDERSTOOD``, which rules look for among those events.
    """
    visible = {slot: list(state.wishes.of(slot)) or None for slot in VISIBLE}
    events = [SlotSet(slot, value) for slot, value in visible.items() if slots.get(slot) != value]
    events.append(SlotSet(SEARCH, state.to_json()))
    events.append(SlotSet(MISUNDERSTOOD, TIMES[min(state.misunderstood, len(TIMES) - 1)]))
    return [dict(event) for event in events]


def form_of(state: ConversationState) -> str:
    """Return the name of Rasa's form that is open in ``state``; empty where none is."""
    draft = Draft.from_json(state.draft)
    return f"{draft.kind}_form" if draft and draft.is_open else ""


def slots_from_draft(state: ConversationState, slots: Mapping[str, Any]) -> list[Event]:
    """Return the events that set the slots of Rasa's forms to the draft in ``state``: what changed, and what is asked next."""
    forms, draft = Forms.default(), Draft.from_json(state.draft)
    draft = draft if draft and not draft.proposed_at else None
    events = []
    for name in forms.questions:
        answer = draft.answers.get(name) if draft else None
        value = (answer.text or SKIPPED) if answer else None
        if slots.get(slot_of(name)) != value:
            events.append(SlotSet(slot_of(name), value))
    asked = slot_of(draft.asked(forms)) if draft and draft.is_open else None
    return [dict(event) for event in (*events, SlotSet(REQUESTED, asked))]


def loop_events(tracker: Tracker, state: ConversationState) -> list[Event]:
    """Return the events by which Rasa opens or closes its form as ``state`` has it; none where it is so already."""
    form, running = form_of(state), tracker.active_loop_name or ""
    if form == running:
        return []
    return [dict(ActiveLoop(form or None)), *slots_from_draft(state, tracker.slots)]


def slot_of(question: str) -> str:
    """Return the name of the slot that holds the answer to a question."""
    return f"draft_{question}"


ASKED = (*Forms.default().questions, CONSENT)
"""Every question that Rasa's forms may ask; each has its action ``action_ask_draft_<name>``."""
