"""Training: done only when something changed, and clear about what went wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.training import INGREDIENTS, ROOT, check_environment, model_name, model_path, train
from knowledge.embedding.onnx_encoder import DESCRIPTION_FILE
from knowledge.errors import DialogueError
from knowledge.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, index_settings: Settings) -> Settings:
    """Settings with a folder of the test's own and the shared embedding model's description."""
    own = index_settings.model_copy(update={"var": tmp_path / "var", "rasa_python": ROOT / index_settings.rasa_python})
    own.model_folder.mkdir(parents=True)
    shutil.copy(index_settings.model_folder / DESCRIPTION_FILE, own.model_folder)
    return own


def program(tmp_path: Path, script: str) -> Path:
    """A program to run in place of Rasa's Python."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def unseen(step: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


def test_everything_a_model_is_made_of_exists() -> None:
    for name in INGREDIENTS:
        assert (ROOT / name).exists(), name


def test_the_same_ingredients_give_the_same_name_and_another_embedding_model_another(settings: Settings) -> None:
    name = model_name(settings)
    assert model_name(settings) == name
    (settings.model_folder / DESCRIPTION_FILE).write_text("{}")
    assert model_name(settings) != name


def test_a_model_of_the_present_ingredients_is_not_trained_again(settings: Settings, tmp_path: Path) -> None:
    path = model_path(settings)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a model")
    never = settings.model_copy(update={"rasa_python": tmp_path / "no" / "python"})
    assert train(never, unseen) == path
    assert path.read_bytes() == b"a model"


def test_a_missing_environment_is_told_with_how_to_get_it(settings: Settings, tmp_path: Path) -> None:
    missing = settings.model_copy(update={"rasa_python": tmp_path / "no" / "python"})
    for attempt in (lambda: check_environment(missing), lambda: train(missing, unseen)):
        with pytest.raises(DialogueError) as caught:
            attempt()
        assert "make setup" in caught.value.remedy


def test_the_real_environment_is_there(settings: Settings) -> None:
    check_environment(settings)


def test_a_failed_training_shows_rasas_last_words_and_where_the_rest_is(settings: Settings, tmp_path: Path) -> None:
    failing = settings.model_copy(
        update={"rasa_python": program(tmp_path, "echo 'first words'; echo 'the config is broken' >&2; exit 3")}
    )
    with pytest.raises(DialogueError) as caught:
        train(failing, unseen)
    assert "exit status 3" in caught.value.what
    assert "the config is broken" in caught.value.what
    log = settings.var / "logs" / "train.log"
    assert str(log) in caught.value.remedy
    assert log.read_text().startswith("first words")
    assert not model_path(settings).exists()


def test_a_training_that_leaves_no_model_has_failed(settings: Settings, tmp_path: Path) -> None:
    idle = settings.model_copy(update={"rasa_python": program(tmp_path, "exit 0")})
    with pytest.raises(DialogueError, match="failed"):
        train(idle, unseen)


def test_progress_runs_while_the_training_does(settings: Settings, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    failing = settings.model_copy(update={"rasa_python": program(tmp_path, "sleep 1; exit 1")})
    with pytest.raises(DialogueError):
        train(failing, lambda step, done, total: steps.append((done, total)))
    assert steps
    assert all(0 <= done < total for done, total in steps)
