"""Why an entry was shown: what of the question it meets and by which of its fields, where it stands, what stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import facts
from bot.conversation.desk import Desk
from bot.conversation.facts import contact_line
from bot.conversation.phrasings import says
from bot.conversation.searching import Searching
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.pathways import Pathways
from knowledge.search import Result, SearchOutcome
from knowledge.search.filters import FREE
from knowledge.search.reasons import listed, matched_facets, met_topics
from knowledge.text import normalised, words
from knowledge.understanding import Understanding, Wishes

_DEPTH = 60
"""How far down the list the reasons of the search are looked for."""
_COMMON, _EMPTY = 5.5, 6.0
"""Zipf frequencies from which a word in an entry explains nothing, and from which a word says nothing by itself."""
_WORTH_TELLING = 10
"""Down to here a place in the list explains something."""
_CONTENT = re.compile(r"[a-z]{4,}")


def asks_why(message: str) -> bool:
    """Return whether a message asks why something was shown."""
    return says("why", normalised(message))


@dataclass(frozen=True)
class Explanation:
    """Why an entry was shown.

    Attributes:
        text: the lines.
        reasons: as they stand on the card.
        caution: what to know before writing to them, if anything.
    """

    text: str
    reasons: tuple[str, ...] = ()
    caution: str | None = None


def explanation(resource: Resource, state: ConversationState, desk: Desk) -> Explanation:
    """Return why ``resource`` was shown for the running search."""
    said = desk.understand(state.text)
    outcome = Searching(desk).search(said, state, limit=_DEPTH)
    found = next((result for result in outcome.results if result.resource.id == resource.id), None)
    wishes = _held(state.wishes, outcome)
    met = [*_met(resource, said, wishes, desk), *_words_met(resource, said, desk)]
    lines = [desk.say("why_intro" if met or found else "why_not_by_wishes", name=resource.name), *(f"• {line}" for line in met)]
    why_else = [*_route_steps(resource, state, desk), *(_doors(found) if found else [])]
    standing = _standing(resource, found, outcome, wishes, desk)
    lines += [f"• {line}" for line in (*why_else, *standing)]
    open_points = _unmet(resource, wishes, desk)
    if outcome.relaxed:
        open_points.append(desk.say("why_relaxed", wish=outcome.relaxed.text))
    if open_points:
        lines += [desk.say("why_open"), *(f"• {line}" for line in open_points)]
    lines.append(desk.say("detail_source", value=facts.source_words(resource, desk.texts)))
    return Explanation("\n".join(lines), found.reasons if found else (), found.caution if found else None)


def _held(wishes: Wishes, outcome: SearchOutcome) -> Wishes:
    """Return the wishes that the search could hold to."""
    return wishes.without(outcome.relaxed.facet) if outcome.relaxed else wishes


def _met(resource: Resource, said: Understanding, wishes: Wishes, desk: Desk) -> list[str]:
    """Return a line for each wish that the entry meets, with the field by which it does."""
    vocabulary, met = desk.searcher.vocabulary, matched_facets(resource, wishes, desk.searcher.vocabulary)
    lines = []
    if "topic" in met:
        topics = met_topics(resource, wishes, vocabulary)
        having = [topic for topic in resource.topics if any(topic in vocabulary.narrower("topic", each) for each in topics)]
        lines.append(
            desk.say(
                "why_topic",
                asked=_typed("topic", topics, said) or listed(vocabulary.labels("topic", topics), lower=True),
                having=listed(vocabulary.labels("topic", having), lower=True),
            )
        )
    for facet, having in (
        ("stage", [stage for stage in wishes.stage if stage in resource.stages]),
        ("audience", [audience for audience in wishes.audience if audience in resource.audiences]),
        ("delivery", [way for way in wishes.delivery if way in resource.delivery]),
        ("kind", [resource.kind] if resource.kind in wishes.kind else []),
        ("cost", [resource.cost] if "cost" in met else []),
    ):
        if having:
            labels, typed = listed(vocabulary.labels(facet, having), lower=True), _typed(facet, having, said)
            lines.append(desk.say(f"why_{facet}" if typed else f"why_{facet}_plain", asked=typed, having=labels))
    for facet, ruled_out in wishes.excluded.items():
        if facet in {"delivery", "kind", "topic", "audience"} and not set(ruled_out) & set(_values(resource, facet)):
            lines.append(desk.say("why_without", ruled_out=listed(vocabulary.labels(facet, ruled_out), lower=True)))
    return lines


def _words_met(resource: Resource, said: Understanding, desk: Desk) -> list[str]:
    """Return a line about the words of the question that stand in the entry itself, beyond what was a wish."""
    places = (
        ("name", " ".join((resource.name, *resource.also_known_as))),
        ("summary", resource.summary),
        ("keywords", " ".join((*resource.keywords, *resource.asked_as))),
    )
    understood = [mention for mention in said.mentions if not mention.vague]
    found: dict[str, list[str]] = {}
    for word in words(said.free_text):
        if not _CONTENT.search(word.text) or _is_of_asking(word.text):
            continue
        if any(word.text in normalised(mention.text).split() for mention in understood if mention.facet != "resource"):
            continue
        for field, text in places:
            if word.text in normalised(text).split():
                found.setdefault(field, []).append(word.text)
                break
    return [
        desk.say(f"why_words_{field}", words=listed([f'"{word}"' for word in dict.fromkeys(hits)]))
        for field, hits in found.items()
    ]


def _is_of_asking(word: str, threshold: float = _COMMON) -> bool:
    """Return whether a word is so common that its standing in an entry explains nothing."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en", wordlist="small")) >= threshold


def _doors(found: Result) -> list[str]:
    """Return the reasons that come from no field of the entry: a first door, or its name in the question."""
    return [f"{reason}." for reason in found.reasons if reason.startswith(("First place to ask", "You asked for it"))]


def _route_steps(resource: Resource, state: ConversationState, desk: Desk) -> list[str]:
    """Return the steps with which the entry helps in the route that was shown."""
    field = Pathways.default().fields.get(str((state.route or {}).get("field")))
    steps = [step.title for step in field.steps if resource.id in step.entries] if field else []
    return [desk.say("why_route", steps=listed([f'"{step}"' for step in steps]))] if steps else []


def _standing(resource: Resource, found: Result | None, outcome: SearchOutcome, wishes: Wishes, desk: Desk) -> list[str]:
    """Return where it stands in the list and what its being local or national has to do with that."""
    lines = []
    if wishes.place:
        place = wishes.place_label or listed(list(wishes.place))
        local = [area for area in wishes.place if area in resource.areas]
        if local and not resource.is_national:
            key = "why_local" if len(resource.areas) == 1 else "why_regional"
            lines.append(desk.say(key, place=place, areas=listed(local), count=len(resource.areas)))
        elif local:
            lines.append(desk.say("why_national_near", place=place))
        elif resource.is_national:
            lines.append(desk.say("why_national", place=place))
    number = outcome.results.index(found) + 1 if found else 0
    # Further down it was brought up by more than the search: a route, a kind of entry, "show me more".
    if 1 <= number <= _WORTH_TELLING and outcome.total > 1:
        lines.append(desk.say("why_first" if number == 1 else "why_stands", number=number, total=outcome.total))
    if resource.status == "unknown":
        lines.append(desk.say("why_doubtful", as_of=facts.as_of(resource, desk.texts)))
    return lines


def _unmet(resource: Resource, wishes: Wishes, desk: Desk) -> list[str]:
    """Return what of the wishes the entry does not meet, or what its source does not say."""
    vocabulary, met = desk.searcher.vocabulary, matched_facets(resource, wishes, desk.searcher.vocabulary)
    lines = []
    if wishes.place and "place" not in met:
        lines.append(
            desk.say("open_place", place=wishes.place_label or listed(list(wishes.place)), where=facts.where_words(resource))
        )
    if wishes.topic and "topic" not in met:
        lines.append(desk.say("open_topic", asked=listed(vocabulary.labels("topic", wishes.topic), lower=True)))
    topics = met_topics(resource, wishes, vocabulary)
    missed = [topic for topic in wishes.topic if topic not in topics]
    if topics and missed:
        lines.append(desk.say("open_topics", asked=listed(vocabulary.labels("topic", missed), lower=True)))
    for facet in ("stage", "audience", "delivery"):
        asked, having = wishes.of(facet), _values(resource, facet)
        if asked and facet not in met:
            key = f"open_{facet}" if having else f"open_{facet}_unsaid"
            labels = listed(vocabulary.labels(facet, having), lower=True) if having else ""
            lines.append(desk.say(key, asked=listed(vocabulary.labels(facet, asked), lower=True), having=labels))
    if wishes.kind and "kind" not in met:
        lines.append(
            desk.say(
                "open_kind",
                asked=listed(vocabulary.labels("kind", wishes.kind), lower=True),
                having=vocabulary.label("kind", resource.kind).lower(),
            )
        )
    if resource.cost == "unknown":
        lines.append(desk.say("unknown_cost_ask", cost=facts.cost_words(resource, desk.texts), contact=contact_line(resource)))
    elif set(wishes.cost) & FREE and resource.cost != "free":
        lines.append(desk.say("open_cost", having=facts.cost_words(resource, desk.texts)))
    return lines


def _values(resource: Resource, facet: str) -> tuple[str, ...]:
    held: dict[str, tuple[str, ...]] = {
        "stage": resource.stages,
        "audience": resource.audiences,
        "delivery": resource.delivery,
        "topic": resource.topics,
        "kind": (resource.kind,),
        "cost": (resource.cost,),
    }
    return held[facet]


def _typed(facet: str, values: Sequence[str], said: Understanding) -> str:
    """Return the words of the question that ask for any of the values, in quotes; empty where none do."""
    typed = [
        f'"{mention.text}"'
        for mention in said.mentions
        if mention.facet == facet and not mention.negated and set(mention.values) & set(values) and _has_content(mention.text)
    ]
    return listed(list(dict.fromkeys(typed))) if typed else ""


def _has_content(text: str) -> bool:
    """Return whether words say something by themselves: "we are" tells an employer, but explains nothing."""
    return any(not _is_of_asking(word.text, _EMPTY) or any(letter.isdigit() for letter in word.text) for word in words(text))
