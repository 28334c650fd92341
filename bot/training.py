"""Train Rasa, but only when something that goes into its model has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.embedding.onnx_encoder import DESCRIPTION_FILE
from knowledge.errors import DialogueError
from knowledge.settings import Settings

ROOT = Path(__file__).parent.parent
CONFIG, DOMAIN, DATA = "config.yml", "bot/domain", "bot/data"
INGREDIENTS = (CONFIG, DOMAIN, DATA, "bot/dialogue", "knowledge/understanding", "knowledge/vocabulary", "knowledge/places",
               "knowledge/embedding/onnx_encoder.py", "knowledge/text.py", "requirements/rasa.txt")  # fmt: skip
"""Files and folders that a trained model depends on."""
Progress = Callable[[str, int, int], None]
USUAL_S = 40


def model_name(settings: Settings) -> str:
    """Return the name of the model that the present files give: a hash of everything that goes into it."""
    digest = hashlib.sha256()
    for path in [*_files(), settings.model_folder / DESCRIPTION_FILE]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]


def model_path(settings: Settings) -> Path:
    """Return where that model is, or will be."""
    return (settings.rasa_models_folder / f"{model_name(settings)}.tar.gz").absolute()


def train(settings: Settings, progress: Progress) -> Path:
    """Return the trained model, training it if it is not there yet.

    Args:
        settings: where models are kept, and which Python runs Rasa.
        progress: told about each step as (step, done, total).

    Raises:
        DialogueError: Rasa's environment is missing, or the training failed; the message says where its words are.
    """
    path = model_path(settings)
    if path.is_file():
        return path
    check_environment(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    log = settings.var / "logs" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *(str(settings.rasa_python.absolute()), "-m", "bot.dialogue.launch", "train"),
        *("--config", CONFIG, "--domain", DOMAIN, "--data", DATA),
        *("--out", str(path.parent), "--fixed-model-name", path.name.removesuffix(".tar.gz")),
    ]
    environment = os.environ | {"STEMFINDER_MODEL_FOLDER": str(settings.model_folder.absolute())}
    with log.open("w", encoding="utf-8") as output:
        started = time.monotonic()
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            while running.poll() is None:
                # Rasa tells nothing that a bar could show: the bar runs on the time it usually takes.
                progress("Training the bot", min(int(time.monotonic() - started), USUAL_S - 1), USUAL_S)
                time.sleep(0.5)
        finally:
            if running.poll() is None:
                running.terminate()
                running.wait()
    if running.returncode != 0 or not path.is_file():
        last_words = "\n".join(log.read_text(encoding="utf-8").splitlines()[-5:])
        raise DialogueError(
            f"Training the bot failed (exit status {running.returncode}):\n{last_words}", f"All of it is in {log}."
        )
    progress("Training the bot", USUAL_S, USUAL_S)
    _embed_examples(settings)
    for old in sorted(path.parent.glob("*.tar.gz"), key=lambda each: each.stat().st_mtime)[:-2]:
        old.unlink()
    return path


def check_environment(settings: Settings) -> None:
    """Make sure that Rasa's environment is there.

    Raises:
        DialogueError: it is not; says how to get it.
    """
    if not settings.rasa_python.is_file():
        raise DialogueError(
            f"Rasa's environment is missing: there is no {settings.rasa_python}.",
            "Run `make setup`; it needs Python 3.10, which `uv python install 3.10` or `pyenv install 3.10` can bring.",
        )


def _files() -> Iterator[Path]:
    for name in INGREDIENTS:
        path = ROOT / name
        if path.is_file():
            yield path
        else:
            yield from sorted(
                each for each in path.rglob("*") if each.is_file() and each.suffix in {".py", ".yml", ".yaml", ".csv"}
            )


def _embed_examples(settings: Settings) -> None:
    # Imported here, because a start with nothing to train should not wait for them.
    from bot.chat.nearest_intent import NearestIntent, training_examples
    from knowledge.embedding.loading import load_encoder
    from knowledge.understanding import Understander

    examples = training_examples()
    understander = Understander.default()
    encoder = load_encoder(settings)
    vectors = encoder.encode([understander.understand(message).free_text or message for message, _ in examples])
    NearestIntent(vectors, [intent for _, intent in examples]).save(settings.rasa_models_folder)
