"""The texts of a record that are embedded and indexed."""

from __future__ import annotations

from knowledge.catalogue.resource import Resource
from knowledge.vocabulary import Vocabulary

VIEWS = ("about", "fits", "asked")
"""Dense views: what it is; whom, where and what for; and how people ask for it (any number of texts)."""


def dense_views(resource: Resource, vocabulary: Vocabulary) -> list[tuple[int, str]]:
    """Return the texts to embed, each with its position in ``VIEWS``.

    The third view is document expansion by questions (R. Nogueira et al., "Document Expansion by Query Prediction",
    2019), with questions written by people instead of a model.
    """
    names = ", ".join((resource.name, *resource.also_known_as[:6]))
    about = f"{names}. {resource.summary}"
    whom = ", ".join(vocabulary.labels("audience", resource.audiences))
    stages = ", ".join(vocabulary.labels("stage", resource.stages))
    topics = ", ".join((*vocabulary.labels("topic", resource.topics), *resource.keywords))
    how = ", ".join(vocabulary.labels("delivery", resource.delivery))
    notes = " ".join(
        note for note in (resource.employer_offer, resource.equity_note, resource.curriculum_note, resource.rural_note) if note
    )
    fits = (
        f"{resource.name}: {vocabulary.label('kind', resource.kind)} about {topics}. For {whom}. {stages}. {how}. "
        f"{vocabulary.label('cost', resource.cost)}. {_where(resource)}. {notes}"
    )
    return [(0, about), (1, fits), *((2, question) for question in resource.asked_as)]


def lexical_text(resource: Resource, vocabulary: Vocabulary) -> str:
    """Return the text for BM25; names count three times, since people type them."""
    names = " ".join((resource.name, *resource.also_known_as))
    return " ".join(
        (
            names, names, names, resource.provider, resource.summary,
            " ".join(vocabulary.labels("topic", resource.topics)), " ".join(resource.keywords),
            vocabulary.label("kind", resource.kind), _where(resource),
            resource.employer_offer or "", resource.equity_note or "", resource.curriculum_note or "",
            resource.rural_note or "", resource.cost_note or "", " ".join(resource.asked_as),
        )
    )  # fmt: skip


def _where(resource: Resource) -> str:
    return ", ".join(resource.areas)
