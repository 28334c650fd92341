"""The figures that this project promises, held on the messages and questions of this folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.site import ask, cards_of
from bot.training import train
from indexer.build import no_progress
from indexer.evaluation import FINDER, Evaluation, evaluate_file
from knowledge.search import Searcher
from knowledge.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def lines(name: str) -> list[dict[str, Any]]:
    """The JSON objects of a file here, one a line."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def evaluation(index_settings: Settings) -> Evaluation:
    """Every question answered by the finder and by the plain methods."""
    return evaluate_file(HERE / "questions.jsonl", index_settings)


def test_the_first_three_results_hold_a_good_answer_and_the_first_ten_are_well_ordered(evaluation: Evaluation) -> None:
    finder = evaluation.scores(FINDER)
    assert finder.success_at_3 >= 0.97
    assert finder.ndcg >= 0.80


def test_nothing_is_shown_to_a_place_it_cannot_serve(evaluation: Evaluation) -> None:
    assert evaluation.scores(FINDER).violations == 0


def test_the_finder_beats_every_plain_method_it_is_made_of(evaluation: Evaluation) -> None:
    plain = [evaluation.scores(method) for method in evaluation.answers if method != FINDER]
    assert evaluation.scores(FINDER).ndcg > max(scores.ndcg for scores in plain) + 0.1
    assert all(scores.violations > 0 for scores in plain), "the questions would prove nothing about hard wishes"


def test_wishes_are_understood(searcher: Searcher) -> None:
    asked = wrong = 0
    for line in lines("entities.jsonl"):
        wishes = searcher.understander.understand(line["text"]).wishes
        for facet, wanted in line["understood"].items():
            ruled_out = facet.removeprefix("not_")
            found = wishes.excluded.get(ruled_out, ()) if facet.startswith("not_") else wishes.of(facet)
            asked += 1
            wrong += not set(wanted) <= set(found)
    assert wrong / asked <= 0.05


def test_intents_are_told_apart(index_settings: Settings) -> None:
    python = ROOT / index_settings.rasa_python
    model = train(index_settings, no_progress)
    environment = os.environ | {
        "STEMFINDER_MODEL_FOLDER": str(index_settings.model_folder.resolve()),
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    command = [str(python), "-m", "bot.dialogue.intent_report", str(model), str(HERE / "intents.jsonl")]
    report = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    found = re.search(r"accuracy ([\d.]+) over (\d+)", report.stdout)
    assert found, report.stderr[-2000:]
    assert float(found[1]) >= 0.95, report.stdout
    assert int(found[2]) == len(lines("intents.jsonl"))


def test_what_is_out_of_scope_gets_no_cards(site: str) -> None:
    messages = [line["text"] for line in lines("intents.jsonl") if line["category"] == "out_of_scope"]
    answered = {message: [card["id"] for card in cards_of(ask(site, message))] for message in messages}
    with_cards = {message: cards for message, cards in answered.items() if cards}
    assert len(with_cards) / len(messages) <= 0.02, with_cards


def test_distress_gets_help_lines_and_no_cards(site: str) -> None:
    for line in lines("intents.jsonl"):
        if line["category"] == "safeguarding":
            reply = ask(site, line["text"])
            assert cards_of(reply) == []
            assert len(reply["messages"][0]["helplines"]) >= 3, line["text"]
