"""The stages of a fallback, as Rasa calls them: guesses from its own ranking, the slot that counts, and the end of the turn."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from bot.actions.app import executor_for
from bot.actions.fallback_actions import STAGES
from bot.actions.slots import MISUNDERSTOOD, SEARCH
from bot.chat.memory import ConversationMemory
from bot.live_index import LiveIndex
from bot.texts import Texts
from knowledge.settings import Settings

UNCLEAR = "hmm the thing with the whatsit"


@pytest.fixture(scope="module")
def index(index_settings: Settings) -> LiveIndex:
    return LiveIndex(index_settings)


@pytest.fixture
def executor(index: LiveIndex) -> ActionExecutor:
    return executor_for(index, ConversationMemory(60, 10))


async def run(
    executor: ActionExecutor, action: str, text: str = UNCLEAR, slots: dict[str, Any] | None = None, loop: str = ""
) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """What is said, the slots as they are set, and whether the turn is ended."""
    ranking = [{"name": name, "confidence": 0.2} for name in ("nlu_fallback", "privacy", "pathway")]
    tracker = {
        "sender_id": "conversation-1",
        "slots": slots or {},
        "latest_message": {"text": text, "intent": {"name": "nlu_fallback"}, "entities": [], "intent_ranking": ranking},
        "latest_event_time": 1.0,
        "paused": False,
        "events": [],
        "latest_input_channel": "finder",
        "active_loop": {"name": loop} if loop else {},
        "latest_action_name": "action_listen",
    }
    call = {"next_action": action, "sender_id": "conversation-1", "tracker": tracker, "domain": {}, "version": "3.6.21"}
    result = await executor.run(call)
    assert result is not None
    told = result.model_dump()
    slots_set = {event["name"]: event["value"] for event in told["events"] if event["event"] == "slot"}
    return told["responses"][0]["custom"], slots_set, any(event["event"] == "followup" for event in told["events"])


async def test_the_guesses_are_the_intents_that_came_nearest(executor: ActionExecutor) -> None:
    said, slots, ended = await run(executor, "action_default_ask_affirmation")
    assert said["suggestions"] == [Texts.default().say("reading_privacy"), Texts.default().say("reading_pathway")]
    assert slots[MISUNDERSTOOD] == "once"
    assert ended


async def test_the_second_stage_gives_the_directory_and_counts_on(executor: ActionExecutor) -> None:
    _, first, _ = await run(executor, "action_default_ask_affirmation")
    said, second, _ = await run(executor, "action_default_fallback", "eh", {SEARCH: first[SEARCH]})
    assert [link["url"] for link in said["links"]] == ["/directory"]
    assert second[MISUNDERSTOOD] == "twice"


async def test_whatever_asks_for_something_is_answered_in_either_stage_and_ends_the_count(executor: ActionExecutor) -> None:
    for action in ("action_default_ask_affirmation", "action_default_fallback"):
        said, slots, _ = await run(executor, action, "robotics clubs")
        assert said["cards"]
        assert slots[MISUNDERSTOOD] == "never"


@pytest.mark.parametrize("action", STAGES)
async def test_distress_gets_help_lines_in_every_stage(executor: ActionExecutor, action: str) -> None:
    said, _, _ = await run(executor, action, "I want to kill myself")
    assert said["helplines"]


async def test_the_turn_goes_on_where_a_form_is_open(executor: ActionExecutor) -> None:
    _, _, ended = await run(executor, "action_default_ask_affirmation", loop="offer_form")
    assert not ended
