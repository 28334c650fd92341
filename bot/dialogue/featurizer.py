"""A dense featurizer for Rasa: the sentence embedding that the search uses, so that each message is embedded once."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.embedding import OnnxEncoder
from knowledge.understanding import Understander

EMBEDDING = "embedding"
"""Key of the message metadata under which the finder hands over the vector: base64 of little-endian float32."""
MODEL_FOLDER = "STEMFINDER_MODEL_FOLDER"
BATCH = 64


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(GraphComponent):
    """Adds one dense sentence feature, shape (1, dim), L2-normalised.

    While chatting, the finder has embedded the message already (it needs the vector for its search) and hands it over in
    the message's metadata; it is taken out there, so that it is not stored with the conversation. In training, and where
    no vector comes along, the exported model is run here on the same text: the message without places and ruled-out words.
    """

    def __init__(self, config: dict[str, Any], name: str) -> None:
        self._name = name
        self._folder = Path(os.environ.get(MODEL_FOLDER) or config["model_folder"])
        self._encoder: OnnxEncoder | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults of the settings in ``config.yml``."""
        return {"model_folder": "var/models/default"}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceFeaturizer:
        """Create the component (called by Rasa)."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed every training example. Rasa wires the argument by its name."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        for start in range(0, len(examples), BATCH):
            batch = examples[start : start + BATCH]
            for example, vector in zip(batch, self._embed([example.get(TEXT) for example in batch]), strict=True):
                self._add(example, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector that came along, or embed the message."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                handed = (message.get("metadata") or {}).pop(EMBEDDING, None)
                vector = np.frombuffer(base64.b64decode(handed), dtype="<f4") if handed else self._embed([text])[0]
                self._add(message, vector)
        return messages

    def _embed(self, texts: list[str]) -> np.ndarray:
        if self._encoder is None:
            self._encoder = OnnxEncoder(self._folder)
        understander = Understander.default()
        return self._encoder.encode([understander.understand(text).free_text or text for text in texts])

    def _add(self, message: Message, vector: np.ndarray) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._name))
