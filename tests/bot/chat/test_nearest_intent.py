"""Telling intents without Rasa, by the nearest training examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.chat.nearest_intent import FILE, NearestIntent, training_examples
from bot.conversation.intents import INTENTS, UNCLEAR
from knowledge.embedding.loading import load_encoder
from knowledge.errors import VocabularyError
from knowledge.search.searcher import Encoder
from knowledge.settings import Settings

EACH = 30


@pytest.fixture(scope="module")
def encoder(index_settings: Settings) -> Encoder:
    return load_encoder(index_settings)


@pytest.fixture(scope="module")
def nearest(encoder: Encoder) -> NearestIntent:
    """The classifier over some real examples of every intent."""
    chosen: dict[str, list[str]] = {}
    for message, intent in training_examples():
        chosen.setdefault(intent, []).append(message)
    examples = [(message, intent) for intent, messages in chosen.items() for message in messages[:EACH]]
    return NearestIntent(encoder.encode([message for message, _ in examples]), [intent for _, intent in examples])


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("hello", "greet"),
        ("thank you very much", "thanks"),
        ("goodbye", "goodbye"),
        ("what can you do?", "help"),
        ("are you a robot or a person?", "bot_challenge"),
        ("looking for a robotics workshop for my pupils", "find"),
        ("let's start again", "start_over"),
        ("I want to kill myself", "safeguarding"),
        ("hmmmm", UNCLEAR),
    ],
)
def test_plain_messages_are_told_by_their_neighbours(nearest: NearestIntent, encoder: Encoder, message: str, intent: str) -> None:
    assert nearest.intent(encoder.encode([message])[0]) == intent


def test_a_message_like_no_example_is_unclear(nearest: NearestIntent) -> None:
    rare = np.zeros(384, dtype=np.float32)
    rare[0] = 1
    assert nearest.intent(rare) == UNCLEAR


def test_near_examples_outvote_many_far_ones() -> None:
    vectors = np.array([[1, 0], *[[0.6, 0.8]] * 4], dtype=np.float32)
    nearest = NearestIntent(vectors, ["near", "far", "far", "far", "far"])
    assert nearest.intent(np.array([1, 0], dtype=np.float32)) == "near"


def test_fewer_examples_than_neighbours_are_enough() -> None:
    nearest = NearestIntent(np.array([[1, 0]], dtype=np.float32), ["only"])
    assert nearest.intent(np.array([1, 0], dtype=np.float32)) == "only"


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    vectors = np.array([[1, 0], [0, 1]], dtype=np.float32)
    NearestIntent(vectors, ["one", "two"]).save(tmp_path / "new")
    loaded = NearestIntent.load(tmp_path / "new")
    assert loaded
    assert loaded.intent(np.array([0, 1], dtype=np.float32)) == "two"


@pytest.mark.parametrize("content", [None, b"", b"damaged", b"PK\x03\x04damaged"])
def test_without_a_usable_file_there_is_no_classifier_and_no_fault(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    assert NearestIntent.load(tmp_path) is None


def test_training_examples_are_read_with_their_intents() -> None:
    examples = training_examples()
    assert len(examples) > 1000
    assert {intent for _, intent in examples} == set(INTENTS)
    assert all(message and not message.startswith("-") for message, _ in examples)


@pytest.mark.parametrize("content", ["nlu: [", "other: []", "nlu:\n- intent: a", "nlu:\n- examples: |\n    - x", "- a"])
def test_a_file_that_is_no_training_data_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.yml").write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"odd\.yml is not Rasa training data"):
        training_examples(tmp_path)
