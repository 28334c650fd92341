"""What is known of an entry, each fact with its label: what "tell me about it" shows line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.cards import as_of_words, status_note
from bot.conversation.blocks import Fact
from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import NATIONAL
from knowledge.search.reasons import listed, where_label
from knowledge.vocabulary import Vocabulary


def facts_of(resource: Resource, by_id: Mapping[str, Resource], texts: Texts) -> list[Fact]:
    """Return everything known of an entry, in the order in which people ask; what is not known is said or left out.

    Args:
        resource: the entry.
        by_id: the catalogue, to name what the entry is linked to.
        texts: the bot's words: labels are texts ``fact_<key>``.
    """
    vocabulary, ended = Vocabulary.default(), resource.status == "ended"
    lines = (
        ("what", vocabulary.label("kind", resource.kind)),
        ("status", status_words(resource, by_id, texts)),
        ("who", listing(vocabulary.labels("audience", resource.audiences))),
        ("stages", stages_words(resource, texts)),
        ("topics", listing(vocabulary.labels("topic", resource.topics))),
        ("where", where_words(resource)),
        ("how", delivery_words(resource, texts)),
        ("when", "" if ended else texts.say("fact_when_unknown", as_of=as_of(resource, texts))),
        ("cost", cost_words(resource, texts)),
        ("take_part", "" if ended else texts.say("fact_take_part_by", contact=contact_line(resource))),
        ("employer", resource.employer_offer),
        ("rural", resource.rural_note),
        ("equity", resource.equity_note),
        ("curriculum", resource.curriculum_note),
        ("contact", resource.contact.url),
        ("email", resource.contact.email),
        ("phone", resource.contact.phone),
        ("provider", resource.provider),
        ("delivered_by", names(resource.delivered_by, by_id)),
        ("part_of", names(resource.part_of, by_id)),
        ("replaced_by", names(resource.replaced_by, by_id)),
        ("related", names(resource.related, by_id)),
        ("also_known_as", ", ".join(resource.also_known_as)),
        ("source", source_words(resource, texts)),
    )
    return [Fact(label=texts.say(f"fact_{key}"), value=value) for key, value in lines if value]


def contact_line(resource: Resource) -> str:
    """Return the ways to get in touch in one line."""
    contact = resource.contact
    return ", ".join(part for part in (contact.phone, contact.email, contact.url) if part)


def contact_lines(resources: Iterable[Resource]) -> str:
    """Return names and ways to get in touch of several entries in one line."""
    return "; ".join(f"{each.name}, {contact_line(each)}" for each in resources)


def as_of(resource: Resource, texts: Texts) -> str:
    """Return the time the source speaks of, or that it bears no date."""
    return as_of_words(resource) or texts.say("undated")


def checked_words(resource: Resource) -> str:
    """Return the day on which the entry was last compared with its source."""
    return f"{resource.checked_on.day} {resource.checked_on:%B %Y}"


def source_words(resource: Resource, texts: Texts) -> str:
    """Return where the facts come from, from when, and when that was looked at."""
    key = "source_general" if resource.confidence == "general" else "source_sourced"
    return texts.say(key, url=resource.source_url, as_of=as_of(resource, texts), checked=checked_words(resource))


def status_words(resource: Resource, by_id: Mapping[str, Resource], texts: Texts) -> str:
    """Return whether it still runs, as far as the source and its age can tell."""
    told = texts.say(
        f"status_{resource.status}", as_of=as_of(resource, texts), checked=checked_words(resource), url=resource.contact.url
    )
    note = status_note(resource, by_id) if resource.replaced_by else None
    return f"{told} {note}" if note else told


def stages_words(resource: Resource, texts: Texts) -> str:
    """Return the stages it suits, or that none are stated."""
    return listing(Vocabulary.default().labels("stage", resource.stages)) or texts.say("not_stated")


def delivery_words(resource: Resource, texts: Texts) -> str:
    """Return how it reaches people, or that this is not stated."""
    return listing(Vocabulary.default().labels("delivery", resource.delivery)) or texts.say("not_stated")


def cost_words(resource: Resource, texts: Texts) -> str:
    """Return what it costs, or that the source does not say."""
    if resource.cost == "unknown":
        return " ".join(part for part in (texts.say("unknown_cost"), resource.cost_note) if part)
    return ". ".join(part for part in (cost_word(resource), resource.cost_note) if part)


def cost_word(resource: Resource) -> str:
    """Return what it costs as it reads behind "cost": "Free", "Varies", "Not stated"."""
    word = Vocabulary.default().label("cost", resource.cost).removeprefix("Cost ")
    return word[:1].upper() + word[1:]


def where_words(resource: Resource) -> str:
    """Return where it serves, every area by its name; for what is national, where it is based or nearest too."""
    areas = [area for area in resource.areas if area not in {*NATIONAL, "International"}]
    if not areas:
        return where_label(resource)
    return f"{where_label(resource)}; based in or near {listed(areas)}" if len(areas) < len(resource.areas) else listed(areas)


def names(ids: Iterable[str], by_id: Mapping[str, Resource]) -> str:
    """Return the names of linked entries; what is not in the catalogue is left out."""
    return "; ".join(by_id[each].name for each in ids if each in by_id)


def listing(labels: list[str]) -> str:
    """Return labels of the vocabulary joined by commas, with a capital at the beginning only."""
    return ", ".join([*labels[:1], *(listed([label], lower=True) for label in labels[1:])])
