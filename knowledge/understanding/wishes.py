"""The values that come out of understanding: mentions in a text, and the wishes they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FACET_NAMES = ("place", "audience", "stage", "topic", "cost", "delivery", "kind")


@dataclass(frozen=True)
class Mention:
    """One recognised phrase.

    Attributes:
        facet: place, audience, stage, topic, cost, delivery, kind or resource.
        values: canonical values: vocabulary ids, official council names, or resource ids.
        start: offset of the phrase in the original text.
        end: offset just behind it.
        text: the phrase as typed.
        label: what to call it when speaking of it ("Kirkwall").
        negated: the asker does not want it.
        vague: too general to be a wish of its own.
    """

    facet: str
    values: tuple[str, ...]
    start: int
    end: int
    text: str
    label: str = ""
    negated: bool = False
    vague: bool = False


@dataclass(frozen=True)
class Wishes:
    """What is asked for, by facet. An empty tuple means "no wish".

    Attributes:
        place: official council area names; a resource fits when it serves any of them.
        place_label: the place in the asker's own words, for texts ("Kirkwall").
        excluded: facet -> values the asker does not want.
    """

    place: tuple[str, ...] = ()
    place_label: str = ""
    audience: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the wished values of one facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def without(self, facet: str) -> Wishes:
        """Return the same wishes but for one facet (what is excluded stays)."""
        cleared: dict[str, Any] = {facet: ()}
        if facet == "place":
            cleared["place_label"] = ""
        return replace(self, **cleared)

    def is_empty(self) -> bool:
        """Return whether nothing at all is wished or ruled out."""
        return not self.excluded and not any(self.of(facet) for facet in FACET_NAMES)

    def to_json(self) -> dict[str, Any]:
        """Return the wishes as JSON data; facets without a wish are left out, ``not_<facet>`` holds what is ruled out."""
        data: dict[str, Any] = {facet: list(self.of(facet)) for facet in FACET_NAMES if self.of(facet)}
        if self.place_label:
            data["place_label"] = self.place_label
        data.update({f"not_{facet}": list(values) for facet, values in self.excluded.items() if values})
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Wishes:
        """Read what ``to_json`` wrote; unknown keys are ignored."""
        excluded = {facet: tuple(data[f"not_{facet}"]) for facet in FACET_NAMES if data.get(f"not_{facet}")}
        wished: dict[str, Any] = {facet: tuple(data.get(facet) or ()) for facet in FACET_NAMES}
        return cls(place_label=str(data.get("place_label") or ""), excluded=excluded, **wished)


@dataclass(frozen=True)
class Understanding:
    """A message understood.

    Attributes:
        text: the message as typed.
        mentions: everything recognised, in the order of the text.
        wishes: what the mentions add up to.
        resources: ids of catalogue entries named in the message.
        free_text: the message without the place and negated parts: what is left to search for.
        corrections: (as typed, as read) for each word taken as a misspelling.
        near_me: "near me" or "local" was said and no place was named.
        anywhere: the asker said that the place does not matter ("anywhere in Scotland").
    """

    text: str
    mentions: tuple[Mention, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    resources: tuple[str, ...] = ()
    free_text: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    near_me: bool = False
    anywhere: bool = False

    def entities(self) -> list[dict[str, Any]]:
        """Return the wished mentions as Rasa entities: entity, value, start, end."""
        return [
            {"entity": mention.facet, "value": value, "start": mention.start, "end": mention.end}
            for mention in self.mentions
            if mention.facet != "resource" and not mention.vague and not mention.negated
            for value in mention.values
        ]


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values without repeats, first come first."""
    return tuple(dict.fromkeys(values))
