"""What runs inside Rasa, checked inside Rasa's environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bot.training import train
from indexer.build import no_progress
from knowledge.settings import Settings

ROOT = Path(__file__).parent.parent.parent.parent
CHECKS = {
    "action_results": "the check of action answers accepts and refuses what Rasa's own does",
    "tracker_store": "conversations are forgotten in time and bounded in number",
    "channel": "the channel refuses whoever lacks the secret",
    "featurizer": "a vector that came along is used and removed, and without one the same is made",
    "graph_runner": "the graph run in order gives what dask gives",
    "extractor": "entities are those of the search's own parser",
}


@pytest.mark.parametrize("check", CHECKS, ids=CHECKS.values())
def test_inside_rasa(index_settings: Settings, check: str) -> None:
    python = ROOT / index_settings.rasa_python
    assert python.is_file(), "Rasa's environment is missing: run `make setup`."
    model = train(index_settings, no_progress)
    paths = [str(index_settings.model_folder.resolve()), str(model)]
    command = [str(python), "-m", "tests.bot.dialogue.in_rasas_environment", check, *paths]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
