"""Rasa's forms agree with forms.yaml, and have every action that they look for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.actions.app import executor_for
from bot.chat.memory import ConversationMemory
from bot.live_index import LiveIndex
from bot.submissions.forms import CONSENT, KINDS, Forms
from knowledge.settings import Settings

DOMAIN = yaml.safe_load((Path(__file__).parents[3] / "bot/domain/registering.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_rasas_form_asks_what_forms_yaml_asks_in_the_same_order(kind: str) -> None:
    asked = [*Forms.default().order(kind), CONSENT]
    assert DOMAIN["forms"][f"{kind}_form"]["required_slots"] == [f"draft_{name}" for name in asked]


def test_every_question_has_a_slot_that_decides_nothing() -> None:
    for name in (*Forms.default().questions, CONSENT):
        assert DOMAIN["slots"][f"draft_{name}"]["influence_conversation"] is False


def test_every_action_of_the_forms_is_there(index_settings: Settings) -> None:
    executor = executor_for(LiveIndex(index_settings), ConversationMemory(60, 10))
    assert set(DOMAIN["actions"]) <= set(executor.actions)
