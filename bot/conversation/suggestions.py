"""Suggest what to say next: the answers to the question asked back, else the wishes that tell most, and the way to more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.conversation.clarifying import LEAST_GAIN, Question, facets, is_settled, measured
from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.text import normalised
from knowledge.understanding import Wishes
from knowledge.understanding.wishes import FACET_NAMES

MOST = 3
_FEW = 4
"""With this many results or fewer, nothing needs narrowing."""


def suggestions_for(
    relevant: Sequence[Resource], shown: int, wishes: Wishes, texts: Texts, question: Question | None = None
) -> list[str]:
    """Return messages worth sending next: up to ``MOST``, and the way to more beside the answers to a question.

    Args:
        relevant: every result of the search.
        shown: how many of them have been shown.
        wishes: what is asked for already; a facet that is settled is not suggested again.
        texts: the bot's words.
        question: what the bot asks back in the same answer.
    """
    more = [texts.say("suggest_more")] if len(relevant) > shown else []
    if question:
        return [*answers_to(question, wishes, texts), *more]
    chosen = list(more)
    if len(relevant) > _FEW:
        if not wishes.place:
            chosen.append(texts.say("suggest_place"))
        found = [
            q for facet in facets() if facet != "place" and not is_settled(facet, wishes) and (q := measured(facet, relevant))
        ]
        telling = sorted((q for q in found if q.gain >= LEAST_GAIN), key=lambda q: -q.gain)
        chosen += [answer_words(q.facet, _fitting(q, wishes)[0], texts) for q in telling]
    if len(chosen) < MOST and relevant:
        chosen.append(texts.say("suggest_details"))
    return chosen[:MOST]


def answers_to(question: Question, wishes: Wishes, texts: Texts) -> list[str]:
    """Return the answers that one press can give to a question."""
    if question.facet == "place":
        # Naming two areas of 32 would look odd to everybody else: the place is typed.
        return [texts.say("suggest_anywhere")]
    anything = ["any"] if "any" in question.answers else []
    return [answer_words(question.facet, answer, texts) for answer in (*_fitting(question, wishes), *anything)]


def answer_words(facet: str, answer: str, texts: Texts) -> str:
    """Return the words that give one answer about a facet."""
    return texts.say(f"answer_{facet}_{answer}")


def is_an_answer(message: str, texts: Texts) -> bool:
    """Return whether a message is, word for word, one of the answers that the bot offers, or a wish offered to be let go."""
    return normalised(message) in _offered(texts)


@lru_cache(maxsize=4)
def _offered(texts: Texts) -> frozenset[str]:
    answers = [answer_words(facet, answer, texts) for facet, asked in facets().items() for answer in asked.answers]
    return frozenset(map(normalised, (*answers, *(texts.say(f"drop_{facet}") for facet in FACET_NAMES))))


def _fitting(question: Question, wishes: Wishes) -> list[str]:
    """Return the answers that narrow at all, without those that make no sense to the asker."""
    at_home = bool(wishes.audience) and set(wishes.audience) <= {"parent", "pupil"}
    narrowing = [answer for answer in question.answers if answer != "any"]
    return [answer for answer in narrowing if not (at_home and answer == "in-school")] or narrowing
