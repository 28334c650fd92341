"""The intent classifier: Rasa's logistic regression over features of comparable weight, with what was understood added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import RANKING_LENGTH, LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.understanding import Understander, Understanding
from knowledge.understanding.wishes import FACET_NAMES

_LENGTHS = (1, 2, 5, 10)


@dataclass(frozen=True)
class _Part:
    """Neighbouring columns of one row of features; ``indices`` are relative to ``first``, None where every column has a value."""

    first: int
    width: int
    values: np.ndarray
    indices: np.ndarray | None = None

    def matrix(self) -> scipy.sparse.csr_matrix:
        """Return the part as a sparse matrix, shape (1, width)."""
        if self.indices is None:
            return scipy.sparse.csr_matrix(self.values.reshape(1, -1))
        bounds = np.array([0, len(self.indices)])
        return scipy.sparse.csr_matrix((self.values, self.indices, bounds), shape=(1, self.width))

    def score(self, weights: np.ndarray) -> np.ndarray:
        """Return what the part adds to the score of each class: shape (classes,), for weights of shape (classes, features)."""
        columns = slice(self.first, self.first + self.width) if self.indices is None else self.first + self.indices
        scores: np.ndarray = weights[:, columns] @ self.values
        return scores


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedIntentClassifier(LogisticRegressionClassifier):
    """Logistic regression that does not let thousands of letter sequences drown the embedding.

    Rasa's own classifier takes raw counts beside an embedding of length one, so the counts decide. Here each kind of
    feature is brought to length one and then weighted: the embedding, each count of words or letters (as logarithms),
    and which facets the message names, rules out or hints at. docs/bot.md tells what that gains.
    """

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.C = config["C"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults of the settings in ``config.yml``."""
        return {
            **LogisticRegressionClassifier.get_default_config(),
            "C": 2.0,
            "embedding_weight": 4.0,
            "counts_weight": 2.0,
            "understanding_weight": 0.5,
        }

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message.

        The same as Rasa's, but for one message at a time the features are multiplied with the weights as they come:
        putting a sparse matrix together takes longer than everything else here.
        """
        for message in messages:
            scores = self._intercept() + sum(part.score(self.clf.coef_) for part in self._parts(message))
            odds = np.exp(scores - scores.max())
            confidences = odds / odds.sum()
            order = np.argsort(-confidences)[: self.component_config[RANKING_LENGTH] or None]
            ranking = [{"name": str(self.clf.classes_[each]), "confidence": float(confidences[each])} for each in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _intercept(self) -> np.ndarray:
        return np.asarray(self.clf.intercept_, dtype=np.float64)

    def _create_X(self, messages: list[Message]) -> scipy.sparse.csr_matrix:
        """Return the features of all messages, for training: sparse matrix, shape (messages, features)."""
        rows = [scipy.sparse.hstack([part.matrix() for part in self._parts(message)]) for message in messages]
        return scipy.sparse.vstack(rows).tocsr()

    def _parts(self, message: Message) -> Iterator[_Part]:
        """Yield each kind of feature, weighted, with the number of its first column."""
        column = 0
        for features in message.features:
            if features.attribute != TEXT or features.type != FEATURE_TYPE_SENTENCE:
                continue
            if features.is_sparse():
                counts = features.features.tocsr()
                values = np.log1p(counts.data.astype(np.float64))
                length = np.sqrt(values @ values) or 1.0
                weighted = values * (self.component_config["counts_weight"] / length)
                part = _Part(column, counts.shape[1], weighted, counts.indices)
            else:
                vector = features.features.reshape(-1).astype(np.float64)
                part = _Part(column, len(vector), vector * self.component_config["embedding_weight"])
            yield part
            column += part.width
        said = Understander.default().understand(message.get(TEXT) or "")
        found = np.array(signs(said))
        yield _Part(column, len(found), found * self.component_config["understanding_weight"])

    @property
    def component_config(self) -> dict[str, Any]:
        """The settings of this component."""
        config: dict[str, Any] = self.config
        return config


def signs(said: Understanding) -> list[float]:
    """Return what was understood as numbers 0 or 1: for each facet wished, ruled out, hinted at; then length and place words."""
    found: list[float] = []
    for facet in FACET_NAMES:
        mentions = [mention for mention in said.mentions if mention.facet == facet]
        found.append(any(not mention.negated and not mention.vague for mention in mentions))
        found.append(any(mention.negated for mention in mentions))
        found.append(any(mention.vague for mention in mentions))
    count = len(said.text.split())
    found += [count <= most for most in _LENGTHS]
    found += ["?" in said.text, said.near_me, said.anywhere]
    return [float(each) for each in found]
