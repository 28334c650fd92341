"""The conversations of test_*.yml, run by Rasa's own test runner on the trained model."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation.intents import INTENTS
from bot.training import train
from indexer.build import no_progress
from knowledge.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FEWEST = 100
PERSONAS = {"teacher", "parent", "employer"}
NOT_TOLD_BY_NLU = {"fallback"}


def conversations() -> list[dict[str, Any]]:
    """Every conversation of this folder."""
    return [
        story for path in sorted(HERE.glob("test_*.yml")) for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]
    ]


@pytest.fixture(scope="module")
def report(index_settings: Settings) -> str:
    """What the runner says; all of it where a conversation failed."""
    model = train(index_settings, no_progress)
    environment = os.environ | {
        "STEMFINDER_MODEL_FOLDER": str(index_settings.model_folder.resolve()),
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [str(ROOT / index_settings.rasa_python), "-m", "tests.conversations.in_rasa", str(model)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return ended.stdout if ended.stdout else ended.stderr[-4000:]


def test_every_message_is_read_and_every_action_predicted_as_written(report: str) -> None:
    found = re.search(r"(\d+) of (\d+) conversations", report)
    assert found, report
    assert found[1] == found[2], report
    assert int(found[2]) == len(conversations())


def test_there_are_enough_conversations_of_all_three_personas() -> None:
    told = conversations()
    assert len(told) >= FEWEST
    personas = Counter(story["story"].split(":")[0] for story in told)
    assert all(personas[persona] >= 20 for persona in PERSONAS), personas


def test_every_intent_stands_in_some_conversation() -> None:
    said = {step["intent"] for story in conversations() for step in story["steps"] if "intent" in step}
    assert said == {*INTENTS, "nlu_fallback"} - NOT_TOLD_BY_NLU
