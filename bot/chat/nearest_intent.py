"""Tell the intent of a message without Rasa, by the training examples nearest to it. Used only while Rasa is away."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from bot.conversation.intents import NLU_FALLBACK, UNCLEAR
from knowledge.errors import VocabularyError

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXAMPLES = Path(__file__).parent.parent / "data" / "nlu"
FILE = "intent_examples.npz"
NEIGHBOURS = 7
NEAR_ENOUGH = 0.45
"""With no example of at least this cosine similarity, the message is unclear."""


class NearestIntent:
    """k-nearest-neighbour classifier over embedded training examples, weighted by similarity.

    Args:
        vectors: float32 array, shape (examples, dim), L2-normalised.
        intents: the intent of each example.
    """

    def __init__(self, vectors: NDArray[np.float32], intents: Sequence[str]) -> None:
        self._vectors = vectors
        self._intents = list(intents)

    @classmethod
    def load(cls, folder: Path) -> NearestIntent | None:
        """Return the classifier that ``stemfinder train`` left in ``folder``, or None where there is none."""
        try:
            with np.load(folder / FILE) as kept:
                return cls(kept["vectors"], [str(intent) for intent in kept["intents"]])
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def save(self, folder: Path) -> None:
        """Write the vectors to ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / FILE, vectors=self._vectors, intents=np.array(self._intents))

    def intent(self, vector: NDArray[np.float32]) -> str:
        """Return the intent of a message with this embedding, or ``UNCLEAR``."""
        similarities = self._vectors @ vector
        nearest = np.argsort(-similarities)[:NEIGHBOURS]
        if similarities[nearest[0]] < NEAR_ENOUGH:
            return UNCLEAR
        votes: Counter[str] = Counter()
        for position in nearest:
            votes[self._intents[position]] += float(similarities[position]) ** 4  # type: ignore[assignment]
        return votes.most_common(1)[0][0]


def training_examples(folder: Path = EXAMPLES) -> list[tuple[str, str]]:
    """Return (message, intent) of every training example, in the bot's names of the intents.

    Raises:
        VocabularyError: a file is not Rasa training data.
    """
    found = []
    for path in sorted(folder.glob("*.yml")):
        try:
            data: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            for entry in data["nlu"]:
                lines = entry["examples"].splitlines()
                intent = UNCLEAR if entry["intent"] == NLU_FALLBACK else entry["intent"]
                found += [(line.removeprefix("- ").strip(), intent) for line in lines if line.startswith("- ")]
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise VocabularyError(f"{path.name} is not Rasa training data: {error}", "See docs/bot.md.") from error
    return found
