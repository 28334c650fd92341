"""Search beside the bare embedding of the same questions."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.embedding.loading import load_encoder
from knowledge.search import Searcher, Snapshot
from knowledge.settings import Settings
from tests.benchmarks.timing import Timing, side_by_side

QUESTIONS = Path(__file__).parents[1] / "evaluation" / "questions.jsonl"
BARE, WHOLE = "bare int8 embedding of the question", "search: understand, embed, retrieve, judge"


def questions() -> list[str]:
    """Return the texts of the judged questions."""
    return [json.loads(line)["text"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(settings: Settings, rounds: int = 8) -> list[Timing]:
    """Time both, without any cache of vectors."""
    encoder = load_encoder(settings)
    searcher = Searcher(Snapshot.load_current(settings.index_folder), encoder)
    understand = searcher.understander.understand
    return side_by_side(
        {
            BARE: lambda text: encoder.encode([text]),
            "understanding alone": understand,
            WHOLE: lambda text: searcher.ask(text, limit=10),
        },
        questions(),
        rounds,
    )
