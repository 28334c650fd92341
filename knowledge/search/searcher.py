"""Search: understand, retrieve by meaning and by words within the hard constraints, judge, and explain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from knowledge.catalogue.resource import Resource
from knowledge.places import Gazetteer
from knowledge.search.filters import FREE, FilterTable
from knowledge.search.first_doors import FirstDoor, FirstDoors
from knowledge.search.query import Query, Relaxation, Result, SearchOutcome
from knowledge.search.reasons import caution_for, matched_facets, reasons_for
from knowledge.search.snapshot import Snapshot
from knowledge.search.standing import Links, commonness
from knowledge.search.weights import DEFAULT, Weights
from knowledge.search.wording import says_what, text_to_match
from knowledge.understanding import Understander, Wishes
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

CANDIDATES = 1500
"""Vectors taken from FAISS for one question before they are judged."""
RELAX_ORDER = ("delivery", "cost", "kind", "audience", "topic", "stage", "place")
"""When nothing fits, wishes are dropped one at a time in this order: place last."""
WITHOUT_CONTENT = 0.2
"""What words and meaning count for when a question has no word of content."""
LEAST_RELEVANCE = 0.4
"""Being local counts for nothing more below this share of the best record's relevance, and fully at the best's."""
LEAST_NEIGHBOUR = 0.5
"""A linked record helps by what its score has above this share of the best one's."""
_AREAS_OF_A_REGION = 5


class Encoder(Protocol):
    """What the searcher needs of an embedding model."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 array, shape (n, dim), L2-normalised."""
        ...


class Searcher:
    """Searches one snapshot.

    Args:
        snapshot: the index.
        encoder: the model the snapshot was built with.
        weights: how much each sign of fit counts.
    """

    def __init__(self, snapshot: Snapshot, encoder: Encoder, weights: Weights = DEFAULT) -> None:
        self.snapshot = snapshot
        self.encoder = encoder
        self.weights = weights
        self.vocabulary = Vocabulary.default()
        self.gazetteer = Gazetteer.default()
        self.understander = Understander(
            self.vocabulary,
            self.gazetteer,
            {resource.id: (resource.name, *resource.also_known_as) for resource in snapshot.resources},
        )
        self.by_id = {resource.id: position for position, resource in enumerate(snapshot.resources)}
        for position, resource in enumerate(snapshot.resources):
            for old_id in resource.retired_ids:
                self.by_id.setdefault(old_id, position)
        self._doors = FirstDoors.default()
        self._filters = FilterTable(snapshot.resources, self.vocabulary)
        self._spread = np.array([_spread(resource.areas) for resource in snapshot.resources], dtype=np.float32)
        self._only_local = self._spread * np.array([not r.is_national for r in snapshot.resources], dtype=np.float32)
        self._links = Links(snapshot.resources, self.by_id)
        self._commonness = commonness(snapshot)
        self._status = np.array([self._status_of(resource) for resource in snapshot.resources], dtype=np.float32)

    def ask(self, text: str, limit: int = 10, offset: int = 0) -> SearchOutcome:
        """Understand ``text`` and search for it."""
        understanding = self.understander.understand(text)
        return self.search(Query(text, understanding, understanding.wishes), limit, offset)

    def search(self, query: Query, limit: int = 10, offset: int = 0) -> SearchOutcome:
        """Return one page of results for ``query``.

        Where no record meets all hard wishes with some relevance, the first wish in ``RELAX_ORDER`` whose absence
        lets something through is dropped and named in ``relaxed``.
        """
        if query.embedding is None:
            query = replace(query, embedding=self.encoder.encode([self.text_to_embed(query)])[0])
        wishes = query.wishes
        ranked, scores, doors = self._rank(query, wishes)
        relaxed = None
        if not len(ranked):
            for facet in RELAX_ORDER:
                for looser, values in _loosened(query.wishes, facet):
                    ranked, scores, doors = self._rank(query, looser)
                    if len(ranked):
                        relaxed = Relaxation(facet, values, self._relaxed_text(query.wishes, facet, values))
                        wishes = looser
                        break
                if relaxed:
                    break
        results = tuple(
            self._result(int(position), float(scores[position]), wishes, query, doors)
            for position in ranked[offset : offset + limit]
        )
        relevant = tuple(self.snapshot.resources[position] for position in ranked)
        return SearchOutcome(query, len(ranked), results, relevant, relaxed)

    def best_similarity(self, embedding: NDArray[np.float32]) -> float:
        """Return the cosine similarity of the nearest text of any record, whatever the filters say."""
        scores, _ = self.snapshot.vectors.search(embedding.reshape(1, -1), 1)
        return float(scores[0][0])

    def text_to_embed(self, query: Query) -> str:
        """Return the text whose embedding stands for the query: without place and ruled-out words."""
        return query.understanding.free_text or query.text

    def _rank(self, query: Query, wishes: Wishes) -> tuple[NDArray[np.int64], NDArray[np.float32], Mapping[str, FirstDoor]]:
        """Return positions of relevant records, best first, the scores of all records, and the first doors."""
        allowed = self._filters.allowed(wishes, query.strict)
        doors = self._doors.ways_in(query.understanding, wishes, self.snapshot.resources)
        scores, lift = self._scores(query, wishes, allowed, doors)
        if not allowed.any():
            return np.zeros(0, dtype=np.int64), scores, doors
        # What is local, was asked for by name or is a first door leads, but does not make everything else look irrelevant.
        floor = self.weights.relevant_share * scores[allowed].max()
        scores += lift
        scores[~allowed] = -np.inf
        order = np.argsort(-scores, kind="stable")
        relevant = order[: int(np.count_nonzero(scores >= floor))]
        left_out = [self.by_id[resource_id] for resource_id in query.leave_out if resource_id in self.by_id]
        return relevant[~np.isin(relevant, left_out)], scores, doors

    def _scores(
        self, query: Query, wishes: Wishes, allowed: NDArray[np.bool_], doors: Mapping[str, FirstDoor]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return how well each record fits, and what lifts it above others that fit as well."""
        weights = self.weights
        assert query.embedding is not None
        similar = np.maximum(self.snapshot.similarities(query.embedding, allowed, CANDIDATES), 0)
        similar -= weights.commonness * self._commonness
        text = self.text_to_embed(query)
        matched = text_to_match(text, query.understanding, self.snapshot.lexical, self.vocabulary)
        lexical = self.snapshot.lexical.scores(matched) * allowed
        lexical = lexical / (weights.lexical_saturation + lexical)
        scores: NDArray[np.float32] = (
            weights.about * similar[:, 0]
            + weights.fits * similar[:, 1]
            + weights.asked * similar[:, 2]
            + weights.lexical * lexical
        )
        # How near a record comes to the best one by words and meaning alone: being local, or for the asker, helps what is to
        # the point, and does not lift what is beside it.
        relevance = scores / max(float(scores.max()), 1e-6)
        if not says_what(text, query.understanding, wishes, self.snapshot.lexical) and not wishes.is_empty():
            # But for the wishes these are words of asking, near to anything that is worded as a question.
            scores *= WITHOUT_CONTENT
            relevance = np.ones_like(scores)
        having = self._filters.having
        for topic in wishes.topic:
            scores += weights.topic / len(wishes.topic) ** 0.5 * having("topic", (topic,))
        for mention in query.understanding.mentions:
            if mention.facet == "topic" and mention.vague and not mention.negated:
                scores += weights.topic_vague * having("topic", mention.values)
        scores += (weights.audience + weights.audience_and_relevant * relevance) * having("audience", wishes.audience)
        scores += weights.kind * having("kind", wishes.kind)
        scores += weights.delivery * having("delivery", wishes.delivery)
        if wishes.stage:
            scores += weights.stage_match * having("stage", wishes.stage)
            scores -= weights.stage_miss * self._filters.missing_stage(wishes.stage)
        if set(wishes.cost) & FREE:
            scores += weights.cost * having("cost", ("free",))
        lift = weights.named * self._named(query)
        if wishes.place:
            local = self._filters.share_served(wishes.place) * self._spread
            to_the_point = np.clip((relevance - LEAST_RELEVANCE) / (1 - LEAST_RELEVANCE), 0, 1)
            lift += local * (weights.local + weights.local_and_relevant * to_the_point)
        else:
            scores -= weights.unplaced_local * self._only_local
        for facet, values in query.preferences.items():
            scores += weights.preference * having(facet, values)
        scores += self._status + weights.prominence * self._links.prominence
        # A programme whose parts fit, or the body behind it, is a lead too.
        permitted = np.where(allowed, scores, np.float32(0))
        neighbour = self._links.best_neighbour(permitted) - LEAST_NEIGHBOUR * permitted.max(initial=0.0)
        scores += weights.linked * np.maximum(neighbour, 0)
        for resource_id, door in doors.items():
            if resource_id in self.by_id:
                lift[self.by_id[resource_id]] += weights.first_door * door.strength
        return scores, lift

    def _named(self, query: Query) -> NDArray[np.float32]:
        rows = np.zeros(len(self.snapshot.resources), dtype=np.float32)
        rows[[self.by_id[resource_id] for resource_id in query.understanding.resources]] = 1
        return rows

    def _status_of(self, resource: Resource) -> float:
        status = resource.status
        if status == "ended":
            return -self.weights.ended
        return -self.weights.doubtful if status == "unknown" else 0.0

    def _result(self, position: int, score: float, wishes: Wishes, query: Query, doors: Mapping[str, FirstDoor]) -> Result:
        resource = self.snapshot.resources[position]
        named = any(self.by_id.get(resource_id) == position for resource_id in query.understanding.resources)
        return Result(
            resource,
            round(score, 4),
            reasons_for(resource, wishes, self.vocabulary, named, doors.get(resource.id)),
            matched_facets(resource, wishes, self.vocabulary),
            caution_for(resource, wishes, self.vocabulary),
        )

    def _relaxed_text(self, wishes: Wishes, facet: str, values: tuple[str, ...]) -> str:
        if facet == "place":
            return f"in {wishes.place_label or ', '.join(wishes.place)}"
        return ", ".join(self.vocabulary.labels(facet, values)).lower()


def _loosened(wishes: Wishes, facet: str) -> list[tuple[Wishes, tuple[str, ...]]]:
    """Return the wishes without what they say of one facet, wished or ruled out."""
    options = []
    if wishes.of(facet):
        options.append((wishes.without(facet), wishes.of(facet)))
    if facet in wishes.excluded:
        kept = {other: values for other, values in wishes.excluded.items() if other != facet}
        options.append((replace(wishes, excluded=kept), wishes.excluded[facet]))
    return options


def _spread(areas: Sequence[str]) -> float:
    """Return how local something is: 1 for one council area, less for a region, half that where all Scotland is served too."""
    wide = {"Scotland", "UK", "International"} & set(areas)
    local = len(areas) - len(wide)
    if not local:
        return 0.0
    share = max(0.5, 1.0 - 0.5 * (local - 1) / _AREAS_OF_A_REGION)
    return share / 2 if wide else share
