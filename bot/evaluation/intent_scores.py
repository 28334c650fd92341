"""Figures of the intent classifier: precision, recall and F1 of each intent, and what is taken for what."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.dialogues import json_lines
from bot.training import ROOT, check_environment, model_path
from knowledge.errors import DialogueError, QueryError
from knowledge.settings import Settings

WITHIN_S = 600
REMEDY = 'Each line is a JSON object with "text" and the expected intent as "category"; see docs/evaluation.md.'
LAST_WORDS = 1000


@dataclass(frozen=True)
class Told:
    """One message: the intent it should get, the one it got, and how sure the classifier was."""

    text: str
    expected: str
    got: str
    confidence: float


@dataclass(frozen=True)
class IntentFigures:
    """Figures of one intent."""

    messages: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class IntentScores:
    """All messages told."""

    told: tuple[Told, ...]

    @property
    def accuracy(self) -> float:
        """Share of messages that got the intent they should get."""
        return sum(each.got == each.expected for each in self.told) / len(self.told)

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the intents that messages should get: each intent counts alike."""
        figures = [each.f1 for each in self.figures().values() if each.messages]
        return sum(figures) / len(figures)

    @property
    def mistaken(self) -> list[Told]:
        """Return the messages taken for something else, the surest first."""
        return sorted((each for each in self.told if each.got != each.expected), key=lambda each: -each.confidence)

    def intents(self) -> list[str]:
        """Return every intent that was expected or told."""
        return sorted({name for each in self.told for name in (each.expected, each.got)})

    def confusion(self) -> Counter[tuple[str, str]]:
        """Return how often each intent (first) was taken for each (second)."""
        return Counter((each.expected, each.got) for each in self.told)

    def figures(self) -> dict[str, IntentFigures]:
        """Return the figures of each intent."""
        expected = Counter(each.expected for each in self.told)
        got = Counter(each.got for each in self.told)
        right = Counter(each.got for each in self.told if each.got == each.expected)
        return {
            name: IntentFigures(
                expected[name],
                right[name] / got[name] if got[name] else 0.0,
                right[name] / expected[name] if expected[name] else 0.0,
            )
            for name in self.intents()
        }


def intent_scores(path: Path, settings: Settings) -> IntentScores:
    """Have the trained bot tell the intent of every message of a file. It runs in Rasa's environment.

    Raises:
        QueryError: the file cannot be read, is empty, or a line is not of the form.
        DialogueError: the bot is not trained, or Rasa cannot be run.
    """
    for number, line in json_lines(path, REMEDY):
        if not isinstance(line.get("text"), str) or not isinstance(line.get("category"), str):
            raise QueryError(f"{path}:{number} is not a message with its intent.", REMEDY)
    check_environment(settings)
    model = model_path(settings)
    if not model.is_file():
        raise DialogueError("The bot is not trained on the present files.", "Run `make train`.")
    environment = os.environ | {
        "STEMFINDER_MODEL_FOLDER": str(settings.model_folder.absolute()),
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    command = [
        str(settings.rasa_python.absolute()),
        "-m",
        "bot.dialogue.intent_report",
        str(model),
        str(path.absolute()),
        "--json",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=WITHIN_S, check=False)
    try:
        return scores_of(json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, KeyError, TypeError) as error:
        raise DialogueError(f"Rasa could not tell the intents: {done.stderr[-LAST_WORDS:]}", "Try `make train`.") from error


def scores_of(told: Sequence[dict[str, object]]) -> IntentScores:
    """Return the scores of what ``bot.dialogue.intent_report`` printed."""
    return IntentScores(
        tuple(Told(str(each["text"]), str(each["expected"]), str(each["got"]), float(str(each["confidence"]))) for each in told)
    )
