"""Put two or three entries side by side, and say in a sentence or two where they differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.cards import as_of_note
from bot.conversation import describing, facts
from bot.conversation.blocks import Column, Comparison, Row
from bot.conversation.phrasings import says
from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.places import Gazetteer
from knowledge.search.reasons import listed, matched_facets, where_label
from knowledge.text import normalised
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

MOST = 3
_COSTS_LEAST = ("free", "funded")
"""Costs that are less than others, the least first. Whether "varies" is less than "paid" no label can tell."""
_WISHES = ("place", "stage", "audience", "topic", "delivery", "cost", "kind")
_LONGEST_NAME = 48


def comparison(resources: Sequence[Resource], texts: Texts) -> Comparison:
    """Return the entries side by side, a row an aspect."""
    vocabulary = Vocabulary.default()
    rows: list[tuple[str, Callable[[Resource], str]]] = [
        ("row_what", lambda r: vocabulary.label("kind", r.kind)),
        ("row_who", lambda r: facts.listing(vocabulary.labels("audience", r.audiences))),
        ("row_stages", lambda r: facts.stages_words(r, texts)),
        ("row_where", where_label),
        ("row_how", lambda r: facts.delivery_words(r, texts)),
        ("row_cost", lambda r: facts.cost_words(r, texts)),
        ("row_contact", facts.contact_line),
        ("row_as_of", as_of_note),
    ]
    return Comparison(
        columns=[Column(id=resource.id, name=resource.name) for resource in resources],
        rows=[Row(label=texts.say(key), values=[value(resource) for resource in resources]) for key, value in rows],
    )


def compared(resources: Sequence[Resource], message: str, wishes: Wishes, texts: Texts) -> str:
    """Return in a few sentences what a message asks of the entries together, or where they differ.

    Args:
        resources: two or three.
        message: as typed: "which is cheaper", "which is better for P6".
        wishes: what it says of place, stage and so on.
        texts: the bot's words.
    """
    lines = [texts.say("compare_intro", names=listed([short_name(resource) for resource in resources]))]
    if says("cheapest", normalised(message)):
        lines += cheapest(resources, texts)
    elif any(wishes.of(facet) for facet in _WISHES):
        lines += meeting(resources, wishes, texts)
    else:
        lines += [texts.say("compare_choice")] if says("compare_choose", normalised(message)) else []
        lines += difference(resources, texts)
    return "\n".join(lines)


def difference(resources: Sequence[Resource], texts: Texts) -> list[str]:
    """Return where the entries differ in cost, place and how they reach people, a line each; or that they do not."""
    common = set.intersection(*(set(resource.delivery) for resource in resources))
    aspects: list[tuple[str, Callable[[Resource], str]]] = [
        ("cost", facts.cost_word),
        ("where", where_label),
        ("how", lambda r: _ways_beyond(r, common, texts)),
    ]
    lines, differing = [], []
    for key, value in aspects:
        values = [value(resource) for resource in resources]
        if len(set(values)) > 1:
            told = "; ".join(f"{short_name(each)}: {_small(said)}" for each, said in zip(resources, values, strict=True))
            lines.append(f"• {texts.say(f'row_{key}')}: {told}")
            differing.append(texts.say(f"differ_{key}"))
    return [texts.say("compare_differ", what=listed(differing)), *lines] if lines else [texts.say("compare_no_difference")]


def _ways_beyond(resource: Resource, common: Collection[str], texts: Texts) -> str:
    """Return how an entry reaches people beyond what all compared do."""
    ways = [way for way in resource.delivery if way not in common]
    if ways:
        return facts.listing(Vocabulary.default().labels("delivery", ways))
    return texts.say("compare_only_common") if common else facts.delivery_words(resource, texts)


def cheapest(resources: Sequence[Resource], texts: Texts) -> list[str]:
    """Return which costs least, as far as the sources say, and for which they do not say."""
    known = [resource for resource in resources if resource.cost != "unknown"]
    unknown = [short_name(resource) for resource in resources if resource.cost == "unknown"]
    least = next((cost for cost in _COSTS_LEAST if any(resource.cost == cost for resource in known)), "")
    leading = [short_name(resource) for resource in known if resource.cost == least]
    costs = "; ".join(f"{short_name(each)}: {_small(facts.cost_words(each, texts)).rstrip('.')}" for each in known)
    lines = []
    if not least or len(known) == 1:
        lines += [texts.say("compare_cost_unclear", costs=f"{costs}." if costs else "")]
    elif len(leading) == 1:
        lines += [texts.say("compare_cheapest", name=leading[0], costs=costs)]
    else:
        lines += [texts.say("compare_cost_tie", names=listed(leading), costs=costs)]
    return [*lines, texts.say("compare_cost_unknown", names=listed(unknown))] if unknown else lines


def meeting(resources: Sequence[Resource], wishes: Wishes, texts: Texts) -> list[str]:
    """Return for each wish which of the entries meet it."""
    vocabulary = Vocabulary.default()
    lines = []
    for facet in _WISHES:
        if not wishes.of(facet):
            continue
        if facet == "place":
            wish = wishes.place_label or listed(list(wishes.place))
        else:
            wish = listed(vocabulary.labels(facet, wishes.of(facet)))
        met = [resource for resource in resources if facet in matched_facets(resource, wishes, vocabulary)]
        if not met:
            lines.append(texts.say("compare_meets_none", wish=wish))
            continue
        if facet == "place":
            local = [resource for resource in met if set(resource.areas) & set(wishes.place)]
            parts = [short_name(each) if each in local else f"{short_name(each)} ({_small(where_label(each))})" for each in met]
        else:
            parts = [short_name(each) for each in met]
        lines.append(texts.say("compare_meets", wish=wish, names=listed(parts)))
    return lines


def each_told(resources: Sequence[Resource], message: str, wishes: Wishes, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    """Return what each entry says to the same question ("are they free?"); empty where nothing in particular is asked."""
    lines = [describing.answer_about(resource, message, wishes, texts, by_id) for resource in resources]
    return "\n".join([texts.say("each_intro"), *lines]) if all(lines) else ""


def short_name(resource: Resource) -> str:
    """Return a name without what stands in brackets, cut at a word where it is very long."""
    name = resource.name.split(" (")[0]
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rsplit(' ', 1)[0]} …"


def _small(label: str) -> str:
    """Return words of ours with a small first letter; a place keeps its capital."""
    return label if label.split(" and ")[0].split(",")[0] in Gazetteer.default().council_areas else label[:1].lower() + label[1:]
