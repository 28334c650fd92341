"""The card: what people see of a resource, made in one place for chat, website and API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from knowledge.catalogue.resource import Resource
from knowledge.search import Result
from knowledge.search.reasons import where_label
from knowledge.vocabulary import Vocabulary

SUMMARY_LENGTH = 260


class Card(BaseModel):
    """One resource as shown."""

    id: str
    name: str
    kind: str
    kind_label: str
    provider: str
    summary: str
    reasons: list[str]
    caution: str | None = None
    areas: list[str]
    where: str
    cost: str
    cost_label: str
    delivery: list[str]
    delivery_label: str
    contact: dict[str, str]
    source_url: str
    as_of: str
    as_of_note: str
    checked_on: str
    status: str
    status_note: str | None


def card_for(result: Result, by_id: Mapping[str, Resource]) -> Card:
    """Return the card of a search result.

    Args:
        result: what was found.
        by_id: the catalogue, to name what replaced an ended thing.
    """
    return make_card(result.resource, list(result.reasons), by_id).model_copy(update={"caution": result.caution})


def make_card(resource: Resource, reasons: list[str], by_id: Mapping[str, Resource]) -> Card:
    """Return the card of a resource with the given reasons."""
    vocabulary = Vocabulary.default()
    return Card(
        id=resource.id,
        name=resource.name,
        kind=resource.kind,
        kind_label=vocabulary.label("kind", resource.kind),
        provider=resource.provider,
        summary=shortened(resource.summary, SUMMARY_LENGTH),
        reasons=reasons,
        areas=list(resource.areas),
        where=where_label(resource),
        cost=resource.cost,
        cost_label=cost_label(resource),
        delivery=list(resource.delivery),
        delivery_label=_sentence(vocabulary.labels("delivery", resource.delivery)),
        contact={key: value for key, value in resource.contact.model_dump().items() if value},
        source_url=resource.source_url,
        as_of=resource.as_of,
        as_of_note=as_of_note(resource),
        checked_on=resource.checked_on.isoformat(),
        status=resource.status,
        status_note=status_note(resource, by_id),
    )


def shortened(text: str, length: int) -> str:
    """Return whole sentences of ``text`` up to ``length`` characters; at least the first one."""
    kept = ""
    for sentence in text.replace("\n", " ").split(". "):
        candidate = f"{kept}. {sentence}" if kept else sentence
        if kept and len(candidate) > length:
            break
        kept = candidate
    return kept if kept.endswith((".", "!", "?")) else f"{kept}."


def cost_label(resource: Resource) -> str:
    """Return what it costs, in words."""
    label = Vocabulary.default().label("cost", resource.cost)
    return f"{label}. {resource.cost_note}" if resource.cost_note else label


# "undated, and 2018" tells one time: 2018.
_UNDATED = re.compile(r"^undated,? (?:and )?|,? (?:and|to) undated\b.*$")


def as_of_words(resource: Resource) -> str:
    """Return the time that the facts speak of, without a curator's remarks; empty where no time is known."""
    words = _UNDATED.sub("", re.split(r"[;(]", resource.as_of)[0].strip())
    return words if any(letter.isdigit() for letter in words) and resource.confidence == "sourced" else ""


def as_of_note(resource: Resource) -> str:
    """Return how old the facts are, in words."""
    if resource.confidence == "general":
        return "From general knowledge, not a dated source; check with them"
    known = as_of_words(resource)
    return f"As of {known}; check with them" if known else "Source undated; check with them"


def _sentence(labels: list[str]) -> str:
    """Return labels joined by commas, with a capital at the beginning only."""
    return ", ".join([*labels[:1], *(label[:1].lower() + label[1:] for label in labels[1:])])


def status_note(resource: Resource, by_id: Mapping[str, Resource]) -> str | None:
    """Return what to know about an ended or renamed thing, or None."""
    successors = [by_id[successor].name for successor in resource.replaced_by if successor in by_id]
    instead = f" See instead: {', '.join(successors)}." if successors else ""
    if resource.status == "ended":
        return f"This has ended.{instead}"
    if resource.status == "renamed":
        former = f" Also known as {', '.join(resource.also_known_as[:3])}." if resource.also_known_as else ""
        return f"Runs under a new name.{former}{instead}"
    return instead.strip() or None


def as_json(cards: list[Card]) -> list[dict[str, Any]]:
    """Return cards as JSON data."""
    return [card.model_dump(mode="json") for card in cards]
