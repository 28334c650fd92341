"""The exported model gives the vectors of the model it was exported from, and says what is wrong with a broken export."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from indexer.model_export import export_model, is_exported
from knowledge.embedding import OnnxEncoder
from knowledge.embedding.loading import SentenceTransformersEncoder, load_encoder
from knowledge.embedding.onnx_encoder import DESCRIPTION_FILE, MODEL_FILE, TOKENIZER_FILE
from knowledge.errors import ModelError
from knowledge.settings import PACKAGED_MODEL, Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = [
    "I teach P6 in Kirkwall, can someone come and talk about wind power?",
    "robotics",
    "saidheans agus matamataig ann an Steòrnabhagh",
    "",
    "A long text about laboratories, kits and visits. " * 60,
    "what about Shetland?",
    "🤖 robots & rockets!",
]


@pytest.fixture(scope="module")
def originals() -> NDArray[np.float32]:
    """The vectors that sentence-transformers itself gives."""
    return SentenceTransformersEncoder(PACKAGED_MODEL).encode(TEXTS)


@pytest.fixture(scope="module")
def float32_export(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("model") / "float32"
    export_model(folder, PACKAGED_MODEL, "onnx")
    yield folder
    shutil.rmtree(folder)


def similarities(one: NDArray[np.float32], other: NDArray[np.float32]) -> Any:
    return (one * other).sum(axis=1)


def test_the_int8_export_gives_nearly_the_vectors_of_sentence_transformers(
    index_settings: Settings, originals: NDArray[np.float32]
) -> None:
    vectors = OnnxEncoder(index_settings.model_folder).encode(TEXTS)
    assert similarities(vectors, originals).min() > 0.97


def test_the_float32_export_gives_the_vectors_of_sentence_transformers(
    float32_export: Path, originals: NDArray[np.float32]
) -> None:
    assert similarities(OnnxEncoder(float32_export).encode(TEXTS), originals).min() > 0.999


def test_an_export_is_three_files_and_is_known_again(float32_export: Path) -> None:
    assert {path.name for path in float32_export.iterdir()} == {MODEL_FILE, TOKENIZER_FILE, DESCRIPTION_FILE}
    assert is_exported(float32_export, PACKAGED_MODEL, "onnx")
    assert not is_exported(float32_export, PACKAGED_MODEL, "onnx-int8")
    assert not is_exported(float32_export, "another-model", "onnx")


def test_vectors_are_float32_of_length_one(index_settings: Settings) -> None:
    encoder = OnnxEncoder(index_settings.model_folder)
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(index_settings: Settings) -> None:
    encoder = OnnxEncoder(index_settings.model_folder)
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_more_texts_than_fit_one_batch_keep_their_order(float32_export: Path) -> None:
    encoder = OnnxEncoder(float32_export)
    texts = [f"{'word ' * (number % 7)}{number}" for number in range(70)]
    one_by_one = np.vstack([encoder.encode([text]) for text in texts])
    assert similarities(encoder.encode(texts), one_by_one).min() > 0.9999


def test_the_company_of_other_texts_changes_an_int8_vector_but_little(index_settings: Settings) -> None:
    """Dynamic quantisation sets its scale by the whole batch."""
    encoder = OnnxEncoder(index_settings.model_folder)
    one_by_one = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert similarities(encoder.encode(TEXTS), one_by_one).min() > 0.94


@pytest.fixture
def broken(tmp_path: Path, index_settings: Settings) -> Path:
    """A copy of the export, to be broken."""
    return Path(shutil.copytree(index_settings.model_folder, tmp_path / "model"))


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE, DESCRIPTION_FILE])
def test_a_missing_file_of_the_export_is_named_and_exported_anew(broken: Path, index_settings: Settings, name: str) -> None:
    (broken / name).unlink()
    with pytest.raises(ModelError, match=name) as caught:
        OnnxEncoder(broken)
    assert "stemfinder index build" in caught.value.remedy
    assert not is_exported(broken, index_settings.model, index_settings.backend)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (MODEL_FILE, b"not a model"),
        (MODEL_FILE, b""),
        (TOKENIZER_FILE, b"{"),
        (TOKENIZER_FILE, b"{}"),
        (DESCRIPTION_FILE, b"{"),
        (DESCRIPTION_FILE, b"[]"),
        (DESCRIPTION_FILE, b"{}"),
        (DESCRIPTION_FILE, b"\xff\xfe"),
    ],
)
def test_a_damaged_export_is_told_with_its_remedy(broken: Path, name: str, content: bytes) -> None:
    (broken / name).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        OnnxEncoder(broken)
    assert str(broken) in caught.value.what
    assert caught.value.remedy


def test_an_export_described_by_something_else_is_not_taken_for_one(broken: Path, index_settings: Settings) -> None:
    for content in ("[]", "{}", "null", json.dumps({"model_key": 3}), "{"):
        (broken / DESCRIPTION_FILE).write_text(content)
        assert not is_exported(broken, index_settings.model, index_settings.backend)


def test_a_model_that_does_not_exist_is_told_with_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="STEMFINDER_MODEL"):
        export_model(tmp_path / "model", str(tmp_path / "no-such-model"), "onnx")
    assert list(tmp_path.iterdir()) == []


def test_the_backend_torch_gives_the_same_interface(index_settings: Settings, originals: NDArray[np.float32]) -> None:
    vectors = load_encoder(index_settings.model_copy(update={"backend": "torch"})).encode(TEXTS[:2])
    assert similarities(vectors, originals[:2]).min() > 0.999
