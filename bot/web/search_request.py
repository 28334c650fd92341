"""The parameters of a search: read, checked against the vocabulary and the gazetteer, and merged with what the question says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from multidict import MultiMapping
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz import process

from bot.web.contracts import LONGEST_MESSAGE
from bot.web.messages import clean_text
from bot.web.problems import Problem
from bot.web.reading import invalid
from knowledge.places import Gazetteer
from knowledge.text import fold, normalised
from knowledge.understanding import Understander, Understanding, Wishes
from knowledge.understanding.stages import find_stages
from knowledge.understanding.wishes import unique
from knowledge.vocabulary import Vocabulary

FACETS = ("audience", "stage", "topic", "cost", "delivery", "kind")
_SINGLE = ("q", "limit", "offset")
_EVERYWHERE = frozenset({"scotland", "all of scotland", "anywhere", "anywhere in scotland", "alba"})
_ALIKE = 60
_NEAREST = 3


class SearchParameters(BaseModel):
    """What may stand behind ``/api/search?``. A facet may come several times, or once with commas: any of its values will do."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=LONGEST_MESSAGE, description="A question in plain words.")
    place: list[str] = Field(
        default_factory=list,
        description="Council area, town, island, region or postcode; several: repeated, or with commas. "
        "What serves all of Scotland fits too.",
    )
    audience: list[str] = Field(default_factory=list, description="For whom.")
    stage: list[str] = Field(default_factory=list, description="Stage of education; P6, S2 or Nat 5 will do too.")
    topic: list[str] = Field(default_factory=list, description="Subject, narrower ones included.")
    cost: list[str] = Field(
        default_factory=list, description="What it costs; free,funded for both what is free and what has funded places."
    )
    delivery: list[str] = Field(default_factory=list, description="How it reaches people.")
    kind: list[str] = Field(default_factory=list, description="What sort of thing.")
    limit: int = Field(10, ge=1, le=50, description="How many results on this page.")
    offset: int = Field(0, ge=0, le=10_000, description="How many results to skip.")


@dataclass(frozen=True)
class SearchRequest:
    """A search as asked for.

    Attributes:
        text: the question as typed; empty where only facets are given.
        understanding: the question understood; for facets alone, their names stand for a question.
        wishes: the question's wishes, with the given facets in the place of what it says of them.
        given: facets given as parameters: results must have one of their values.
        limit: results a page.
        offset: results to skip.
        place_given: a place was given as a parameter, "anywhere" included.
    """

    text: str
    understanding: Understanding
    wishes: Wishes
    given: dict[str, tuple[str, ...]]
    limit: int
    offset: int
    place_given: bool = False

    @property
    def settled(self) -> frozenset[str]:
        """The facets given as parameters: what the question says of them is of no account."""
        return frozenset(self.given) | ({"place"} if self.place_given else frozenset())


def read_search(query: MultiMapping[str], understander: Understander) -> SearchRequest:
    """Return the search that the parameters of an address ask for.

    Raises:
        Problem: a parameter is unknown, or a value means nothing; it says what would be right.
    """
    parameters = _parameters(query)
    given = {facet: values for facet in FACETS if (values := _values(facet, getattr(parameters, facet)))}
    place, label = _place(parameters.place, understander)
    anywhere = bool(parameters.place) and not place
    text = clean_text(parameters.q)
    if not text and not given and not place:
        raise Problem(
            400,
            "Nothing to search for. Give q, for example /api/search?q=coding+club+in+Dundee, or a facet, for example "
            "/api/search?place=Orkney&kind=event.",
            "nothing-asked",
            parameter="q",
        )
    if text:
        understanding = understander.understand(text)
    else:
        words = _words_for(given)
        understanding = Understanding(text=words, free_text=words)
    wishes = _merged(understanding.wishes, given, place, label, anywhere)
    return SearchRequest(text, understanding, wishes, given, parameters.limit, parameters.offset, bool(place) or anywhere)


def _parameters(query: MultiMapping[str]) -> SearchParameters:
    known = tuple(SearchParameters.model_fields)
    data: dict[str, Any] = {}
    for name in dict.fromkeys(query):
        if name not in known:
            close = _nearest(name, known)
            raise Problem(
                400,
                f"There is no parameter {name[:40]!r}. {_did_you_mean(close)}Known ones: {', '.join(known)}.",
                "unknown-parameter",
                parameter=name[:40],
                nearest=close,
                allowed=known,
            )
        values = [value for value in query.getall(name) if value.strip()]
        if name not in _SINGLE:
            data[name] = values
        elif values:
            data[name] = values[-1]
    try:
        return SearchParameters.model_validate(data)
    except ValidationError as error:
        raise invalid(error, "See /api/openapi.json.") from error


def _values(facet: str, typed: list[str]) -> tuple[str, ...]:
    """Return the vocabulary's ids for what was typed."""
    parts = [part.strip() for value in typed for part in value.split(",") if part.strip()]
    return unique(each for part in parts for each in _meant(facet, part))


def _meant(facet: str, typed: str) -> tuple[str, ...]:
    vocabulary = Vocabulary.default()
    exact = _names(facet).get(normalised(typed)) or (typed if typed in vocabulary.facets[facet] else None)
    if exact:
        return (exact,)
    if facet == "stage" and (found := find_stages(fold(typed))):
        return unique(stage for each in found for stage in each.stages)
    ids = vocabulary.ids(facet)
    close = unique(_names(facet)[name] for name in _nearest(normalised(typed), tuple(_names(facet))))
    raise Problem(
        400,
        f"{facet}={typed[:60]!r} is not a known {facet}. {_did_you_mean(close)}Known ones: {', '.join(ids)}.",
        "unknown-value",
        parameter=facet,
        nearest=close,
        allowed=ids,
        text="directory_no_value",
        values={"typed": typed[:60], "facet": facet},
    )


@lru_cache(maxsize=len(FACETS))
def _names(facet: str) -> dict[str, str]:
    """Return every name of the facet's terms, folded, with the id it means; ids and labels win over synonyms."""
    terms = Vocabulary.default().facets[facet].values()
    names: dict[str, str] = {}
    for naming in (lambda term: (term.id,), lambda term: (term.label,), lambda term: term.synonyms):
        for term in terms:
            for name in naming(term):
                names.setdefault(normalised(name), term.id)
    return names


def _place(typed: list[str], understander: Understander) -> tuple[tuple[str, ...], str]:
    """Return the council areas meant, and the places in the asker's words; none at all where anywhere will do."""
    areas: list[str] = []
    labels: list[str] = []
    for value in _places_in(typed, understander):
        text = clean_text(value)[:100]
        if normalised(text) in _EVERYWHERE:
            continue
        found, label = _areas_of(text, understander)
        if not found:
            close = _nearest(text, _place_names())
            raise Problem(
                400,
                f"place={text[:60]!r} is no place in Scotland that the finder knows. {_did_you_mean(close)}"
                "Give a council area, town, island or postcode district such as KW17.",
                "unknown-place",
                parameter="place",
                nearest=close,
                text="directory_no_place",
                values={"typed": text[:60]},
            )
        areas += found
        labels.append(label)
    return unique(areas), " or ".join(unique(labels))


def _places_in(typed: list[str], understander: Understander) -> Iterable[str]:
    """Yield the places typed: what commas part, or the value as a whole where one of its parts means no place."""
    for value in typed:
        parts = [part for part in value.split(",") if part.strip()]
        each_is_one = bool(parts) and all(_areas_of(clean_text(part)[:100], understander)[0] for part in parts)
        yield from parts if each_is_one else [value]


def _areas_of(text: str, understander: Understander) -> tuple[tuple[str, ...], str]:
    # A name alone is meant as a place even where a sentence would have to support it ("Wick", "Perth").
    places = Gazetteer.default().by_name.get(normalised(text), ())
    if places:
        return unique(area for place in places for area in place.council_areas), places[0].name.split(" (")[0]
    wishes = understander.understand(text).wishes
    return wishes.place, wishes.place_label


@lru_cache(maxsize=1)
def _place_names() -> tuple[str, ...]:
    gazetteer = Gazetteer.default()
    return unique([*gazetteer.council_areas, *(place.name for places in gazetteer.by_name.values() for place in places)])


def _merged(said: Wishes, given: dict[str, tuple[str, ...]], place: tuple[str, ...], label: str, anywhere: bool) -> Wishes:
    """Return what the question says, with the given facets in the place of what it says of them."""
    chosen: dict[str, Any] = dict(given)
    if place or anywhere:
        chosen["place"], chosen["place_label"] = place, label
    settled = {**given, "place": place}
    excluded = {
        facet: kept
        for facet, values in said.excluded.items()
        if (kept := tuple(value for value in values if value not in settled.get(facet, ())))
    }
    return replace(said, excluded=excluded, **chosen)


def _words_for(given: dict[str, tuple[str, ...]]) -> str:
    """Return a question made of the given facets' labels, to rank by."""
    vocabulary = Vocabulary.default()
    labels = [label for facet, values in given.items() for label in vocabulary.labels(facet, values)]
    return ", ".join(labels) or "Science, technology, engineering and maths"


def _nearest(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    best = process.extract(typed, list(names), limit=_NEAREST, score_cutoff=_ALIKE, processor=normalised)
    return tuple(name for name, _, _ in best)


def _did_you_mean(close: Iterable[str]) -> str:
    first = next(iter(close), None)
    return f"Did you mean {first!r}? " if first else ""
