"""Embed short texts with an exported sentence-transformers model, using ONNX Runtime and the model's own tokenizer.

Importing sentence-transformers costs several seconds (it brings torch), too much for a process that should answer
at once. The indexer exports the model with sentence-transformers; this module runs that export, gives the same
vectors (a test compares them) and needs numpy, onnxruntime and tokenizers alone. Rasa's environment uses it too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
DESCRIPTION_FILE = "encoder.json"
LARGEST_BATCH = 32


class OnnxEncoder:
    """Encoder over an exported model directory: ``model.onnx``, ``tokenizer.json``, ``encoder.json``.

    Args:
        directory: an export written by ``indexer.model_export``.
        threads: intra-op threads of ONNX Runtime. One is fastest for single queries on a busy machine.

    Raises:
        ModelError: a file of the export is missing or damaged.
    """

    def __init__(self, directory: Path, threads: int = 1) -> None:
        for name in (MODEL_FILE, TOKENIZER_FILE, DESCRIPTION_FILE):
            if not (directory / name).is_file():
                raise ModelError(
                    f"The embedding model at {directory} has no file {name}.",
                    "Export it with `stemfinder index build`.",
                )
        try:
            self._load(directory, threads)
        except ImportError:
            raise
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions
            raise ModelError(
                f"The embedding model at {directory} is damaged: {error}",
                "Delete that folder; `stemfinder index build` exports the model anew.",
            ) from error

    def _load(self, directory: Path, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        description: dict[str, Any] = json.loads((directory / DESCRIPTION_FILE).read_text(encoding="utf-8"))
        self.model_key: str = description["model_key"]
        self.dimension: int = description["dimension"]
        self._pooling: str = description["pooling"]
        self._batch_size: int = description["batch_size"]
        self._tokenizer = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(max_length=description["max_length"])
        self._tokenizer.enable_padding(pad_id=description["pad_id"], pad_token=description["pad_token"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Workers of ONNX Runtime spin by default, which takes a core from Rasa on a small machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(directory / MODEL_FILE), options, providers=["CPUExecutionProvider"])
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: any number of texts; each is truncated to the model's maximum length.

        Returns:
            float32 array, shape (len(texts), dimension), L2-normalised, in the order given.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so little work goes into padding.
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), self._batch_size):
            positions = order[start : start + self._batch_size]
            vectors[positions] = self._encode_batch([texts[position] for position in positions])
        return vectors

    def _encode_batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        encodings = self._tokenizer.encode_batch(list(texts))
        token_ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        feed = {"input_ids": token_ids, "attention_mask": mask}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(token_ids)
        token_vectors = self._session.run(None, feed)[0]
        if self._pooling == "cls":
            pooled = token_vectors[:, 0]
        else:
            weights = mask[:, :, None].astype(np.float32)
            pooled = (token_vectors * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        norms = np.linalg.norm(pooled, axis=1, keepdims=True)
        normalised: NDArray[np.float32] = (pooled / np.maximum(norms, 1e-12)).astype(np.float32)
        return normalised
