"""Measure the search on judged questions, beside the plain methods it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from indexer.metrics import ndcg, reciprocal_rank, success
from knowledge.embedding.loading import load_encoder
from knowledge.errors import QueryError
from knowledge.search import Searcher, Snapshot
from knowledge.search.lexical import LexicalIndex
from knowledge.settings import Settings
from knowledge.understanding import Understanding

DEPTH = 10
SUCCESS_DEPTHS = (1, 3)
RRF_CONSTANT = 60
"""The k of reciprocal rank fusion as its authors set it (G. Cormack et al., SIGIR 2009)."""
FINDER = "finder"


@dataclass(frozen=True)
class Question:
    """One judged question; see docs/evaluation.md.

    Attributes:
        relevant: record id -> grade, 1 to 3; ids retired in favour of others are replaced by those.
        forbidden: ids of records that cannot serve the place asked for.
    """

    id: str
    persona: str
    text: str
    place: str | None
    relevant: Mapping[str, int]
    forbidden: frozenset[str]


@dataclass(frozen=True)
class Scores:
    """The figures of one method on a group of questions, each a mean but the counts."""

    questions: int
    ndcg: float
    success_at_1: float
    success_at_3: float
    mrr: float
    violations: int


@dataclass(frozen=True)
class Answered:
    """A question with what a method gave back, best first."""

    question: Question
    ranking: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def violations(self) -> int:
        """How many of the results cannot serve the place asked for."""
        return sum(result in self.question.forbidden for result in self.ranking)


@dataclass(frozen=True)
class Evaluation:
    """All answers, by method."""

    snapshot: str
    model: str
    answers: Mapping[str, tuple[Answered, ...]]

    def groups(self) -> dict[str, Callable[[Answered], bool]]:
        """Return the groups to report: everything, each persona, each type of question."""
        everything = self.answers[FINDER]
        personas = sorted({answer.question.persona for answer in everything})
        types = sorted({kind for answer in everything for kind in answer.kinds})
        groups: dict[str, Callable[[Answered], bool]] = {"all": lambda answer: True}
        groups |= {f"persona: {p}": lambda answer, p=p: answer.question.persona == p for p in personas}  # type: ignore[misc]
        groups |= {f"type: {t}": lambda answer, t=t: t in answer.kinds for t in types}  # type: ignore[misc]
        return groups

    def scores(self, method: str, belongs: Callable[[Answered], bool] = lambda answer: True) -> Scores:
        """Return the figures of ``method`` on the questions of one group."""
        chosen = [answer for answer in self.answers[method] if belongs(answer)]
        graded = [(answer.ranking, answer.question.relevant) for answer in chosen]
        return Scores(
            questions=len(chosen),
            ndcg=fmean(ndcg(ranking, grades, DEPTH) for ranking, grades in graded),
            success_at_1=fmean(success(ranking, grades, 1) for ranking, grades in graded),
            success_at_3=fmean(success(ranking, grades, 3) for ranking, grades in graded),
            mrr=fmean(reciprocal_rank(ranking, grades) for ranking, grades in graded),
            violations=sum(answer.violations for answer in chosen),
        )


def evaluate_file(path: Path, settings: Settings) -> Evaluation:
    """Ask every question of ``path`` of the index in service.

    Raises:
        QueryError: the file is missing, empty or not of the form that docs/evaluation.md gives.
        SnapshotError: there is no index.
    """
    snapshot = Snapshot.load_current(settings.index_folder)
    searcher = Searcher(snapshot, load_encoder(settings))
    questions = load_questions(path, searcher)
    methods = _methods(searcher)
    answers: dict[str, tuple[Answered, ...]] = {}
    understood = {question.id: searcher.understander.understand(question.text) for question in questions}
    for name, method in methods.items():
        answers[name] = tuple(
            Answered(question, tuple(method(question.text)), _types(understood[question.id], question)) for question in questions
        )
    return Evaluation(snapshot.name, snapshot.manifest["model"], answers)


def load_questions(path: Path, searcher: Searcher) -> list[Question]:
    """Read judged questions; ids of merged records are replaced by those that took them in.

    Raises:
        QueryError: see ``evaluate_file``.
    """
    remedy = (
        'Each line is a JSON object with "id", "persona", "text", "place", "relevant" and "forbidden"; see docs/evaluation.md.'
    )
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise QueryError(f"The questions {path} cannot be read: {error}.", remedy) from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            relevant: dict[str, int] = {}
            for resource_id, grade in data["relevant"].items():
                current = _current_id(searcher, resource_id)
                relevant[current] = max(int(grade), relevant.get(current, 0))
            # A record that took in another one may serve more places than the one judged: only its own id is forbidden.
            forbidden = frozenset(each for each in data["forbidden"] if each not in relevant)
            questions.append(Question(data["id"], data["persona"], data["text"], data.get("place"), relevant, forbidden))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QueryError(f"{path}:{number} is not a judged question: {error!r}.", remedy) from error
    if not questions:
        raise QueryError(f"{path} holds no question.", remedy)
    return questions


def _current_id(searcher: Searcher, resource_id: str) -> str:
    position = searcher.by_id.get(resource_id)
    return resource_id if position is None else searcher.snapshot.resources[position].id


def _types(understood: Understanding, question: Question) -> tuple[str, ...]:
    """Return the types of a question: what it asks for, by what was recognised in it."""
    found = []
    if understood.resources:
        found.append("names an entry")
    found.append("with a place" if understood.wishes.place else "without a place")
    if understood.wishes.stage:
        found.append("with a stage")
    if len(question.text.split()) <= 3:
        found.append("up to three words")
    return tuple(found)


def _methods(searcher: Searcher) -> dict[str, Callable[[str], Sequence[str]]]:
    """Return the methods to compare: the finder, and the plain ones over name, aliases and summary."""
    resources = searcher.snapshot.resources
    ids = [resource.id for resource in resources]
    texts = [f"{r.name}. {', '.join(r.also_known_as)}. {r.summary} {' '.join(r.topics)} {' '.join(r.areas)}" for r in resources]
    lexical = LexicalIndex.build(texts)
    vectors = np.vstack([searcher.encoder.encode(texts[start : start + 32]) for start in range(0, len(texts), 32)])

    def by_words(text: str) -> list[int]:
        return [int(position) for position in np.argsort(-lexical.scores(text), kind="stable")[:100]]

    def by_meaning(text: str) -> list[int]:
        return [int(position) for position in np.argsort(-(vectors @ searcher.encoder.encode([text])[0]), kind="stable")[:100]]

    def fused(text: str) -> list[int]:
        points: dict[int, float] = {}
        for ranking in (by_words(text), by_meaning(text)):
            for rank, position in enumerate(ranking, start=1):
                points[position] = points.get(position, 0.0) + 1 / (RRF_CONSTANT + rank)
        return sorted(points, key=lambda position: -points[position])

    return {
        FINDER: lambda text: [result.resource.id for result in searcher.ask(text, limit=DEPTH).results],
        "BM25 alone": lambda text: [ids[position] for position in by_words(text)[:DEPTH]],
        "dense alone": lambda text: [ids[position] for position in by_meaning(text)[:DEPTH]],
        "BM25 + dense (RRF)": lambda text: [ids[position] for position in fused(text)[:DEPTH]],
    }
