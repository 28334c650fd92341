"""The figures of the intent classifier, worked out by hand beside the program, and the picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from bot.evaluation.intent_picture import picture, write_page
from bot.evaluation.intent_scores import IntentScores, intent_scores, scores_of
from knowledge.errors import DialogueError, QueryError
from knowledge.settings import Settings

TOLD = [
    *({"text": f"m{n}", "expected": "find", "got": "find", "confidence": 0.9} for n in range(3)),
    {"text": "<i>more</i>", "expected": "find", "got": "more", "confidence": 0.8},
    {"text": "m5", "expected": "more", "got": "more", "confidence": 0.7},
    {"text": "m6", "expected": "thanks", "got": "fallback", "confidence": 0.3},
]


@pytest.fixture
def scores() -> IntentScores:
    return scores_of(TOLD)


def test_precision_recall_and_f1_are_those_worked_out_by_hand(scores: IntentScores) -> None:
    figures = scores.figures()
    assert (figures["find"].messages, figures["find"].precision, figures["find"].recall) == (4, 1.0, 0.75)
    assert figures["find"].f1 == pytest.approx(6 / 7)
    assert (figures["more"].precision, figures["more"].recall) == (0.5, 1.0)
    assert (figures["thanks"].f1, figures["fallback"].messages) == (0.0, 0)
    assert scores.accuracy == pytest.approx(4 / 6)
    assert scores.macro_f1 == pytest.approx((6 / 7 + 2 / 3 + 0) / 3)
    assert [each.text for each in scores.mistaken] == ["<i>more</i>", "m6"]


def test_the_picture_is_well_formed_and_shows_every_count(scores: IntentScores) -> None:
    drawn = ElementTree.fromstring(picture(scores))
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"find", "more", "thanks", "fallback"} <= set(texts)
    assert sorted(text for text in texts if text and text.isdigit()) == ["1", "1", "1", "3"]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}rect"))) == 16


def test_the_page_escapes_what_people_typed(scores: IntentScores, tmp_path: Path) -> None:
    write_page(scores, tmp_path / "new" / "intents.html")
    page = (tmp_path / "new" / "intents.html").read_text()
    assert "&lt;i&gt;more&lt;/i&gt;" in page
    assert "<i>more</i>" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_messages_without_an_intent_are_refused_before_rasa_is_started(tmp_path: Path, index_settings: Settings) -> None:
    (tmp_path / "m.jsonl").write_text('{"text": "hello"}')
    with pytest.raises(QueryError, match=r"m\.jsonl:1"):
        intent_scores(tmp_path / "m.jsonl", index_settings)


def test_a_bot_that_is_not_trained_is_told(tmp_path: Path, index_settings: Settings) -> None:
    (tmp_path / "m.jsonl").write_text('{"text": "hello", "category": "greet"}')
    with pytest.raises(DialogueError, match="not trained"):
        intent_scores(tmp_path / "m.jsonl", index_settings.model_copy(update={"var": tmp_path}))
