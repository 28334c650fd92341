"""Read forms.yaml: which questions an offer and a need consist of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.texts import Texts
from knowledge.errors import VocabularyError

FILE = Path(__file__).parent / "forms.yaml"
Kind = Literal["offer", "need"]
KINDS: tuple[Kind, ...] = ("offer", "need")
CONSENT = "consent"
"""What is asked when every other question is answered."""


class Question(BaseModel):
    """One question of a form; forms.yaml tells what each field is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    check: Literal["text", "place", "stage", "contact"]
    least: int = 1
    most: int
    optional: bool = False


def words_of(texts: Texts, field: Literal["label", "ask", "why", "example"], name: str, kind: str) -> str:
    """Return what a question is called, its question, why it is asked, or an example.

    Args:
        texts: the bot's words.
        field: which of them.
        name: of the question.
        kind: of the form: a school may be asked in other words than an employer.
    """
    key = f"form_{field}_{name}"
    return texts.say(f"{key}_need" if kind == "need" and f"{key}_need" in texts.entries else key)


@dataclass(frozen=True)
class Forms:
    """Both forms.

    Attributes:
        orders: kind -> names of its questions, first to last.
        questions: name -> question.
    """

    orders: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, Question]

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Forms:
        """Return the forms that come with the package (read once).

        Raises:
            VocabularyError: the file is malformed.
        """
        try:
            data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
            questions = {name: Question.model_validate(each) for name, each in data["questions"].items()}
            orders: dict[str, tuple[str, ...]] = {kind: tuple(data["orders"][kind]) for kind in KINDS}
            for kind, order in orders.items():
                if unknown := set(order) - questions.keys():
                    raise ValueError(f"{kind} asks {min(unknown)!r}, which is no question")
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, ValidationError) as error:
            raise VocabularyError(
                f"bot/submissions/forms.yaml cannot be used: {error}", "Its first lines tell the format."
            ) from error
        return cls(orders, questions)

    def order(self, kind: str) -> tuple[str, ...]:
        """Return the names of the questions of a form, first to last."""
        return self.orders[kind]
