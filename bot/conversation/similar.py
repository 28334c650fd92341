"""More like an entry that was shown: nearest to it in meaning, within what must hold of the running search."""

from __future__ import annotations

from bot.cards import shortened
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.search import Query
from knowledge.search.reasons import listed
from knowledge.understanding import Understanding, Wishes
from knowledge.vocabulary import Vocabulary

MOST_SHARED = 3
SUMMARY_READ = 200
"""Characters of a summary, in whole sentences, that stand for the entry: embedding takes longer the longer the text."""


def query_like(resource: Resource, state: ConversationState) -> Query:
    """Return the search for what is like ``resource``: its own words, its topics, and the wishes of the running search."""
    wishes = state.wishes
    text = f"{resource.name}. {shortened(resource.summary, SUMMARY_READ)}"
    like = Wishes(
        place=wishes.place,
        place_label=wishes.place_label,
        audience=wishes.audience,
        stage=wishes.stage,
        topic=wishes.topic or resource.topics,
        cost=wishes.cost,
        delivery=wishes.delivery,
        kind=wishes.kind,
        excluded=wishes.excluded,
    )
    return Query(
        text,
        Understanding(text, free_text=text, wishes=like),
        like,
        {"kind": (resource.kind,), "topic": resource.topics},
        leave_out=frozenset({*state.shown, resource.id}),
        strict=frozenset(state.strict),
    )


def shared_words(one: Resource, other: Resource, vocabulary: Vocabulary) -> str:
    """Return what two entries have in common, in words; empty where that is nothing that can be named."""
    topics = [topic for topic in one.topics if topic in other.topics][:MOST_SHARED]
    if topics:
        return f"about {listed(vocabulary.labels('topic', topics), lower=True)}"
    return vocabulary.label("kind", one.kind).lower() if one.kind == other.kind else ""


def short_name(resource: Resource) -> str:
    """Return an entry's name without what stands in brackets behind it."""
    return resource.name.split(" (")[0]
