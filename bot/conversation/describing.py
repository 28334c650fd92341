"""Words about one or several entries: a detail asked for, everything known, or two side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.cards import as_of_note, as_of_words, cost_label, status_note
from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import NATIONAL
from knowledge.search.reasons import where_label
from knowledge.text import normalised
from knowledge.understanding import Understanding
from knowledge.vocabulary import Vocabulary

_ASKS_COST = re.compile(r"\b(?:free|cost|costs|price|pay|paid|charge|how much|money|fee|fees|expensive|afford)\b")
_ASKS_RUNNING = re.compile(r"\b(?:still (?:running|going|on|open|there|available)|exist|ended|finished|up to date|current)\b")
_ASKS_WHEN = re.compile(
    r"\b(?:when|what date|dates|what time|how long|which day|next one|opening (?:hours|times)|open (?:on|at|today))\b"
)
_ASKS_WHERE = re.compile(r"\b(?:where|which town|address|location|held|based|how far)\b")
_ASKS_PHONE = re.compile(r"\b(?:phone|ring|call|email|e-mail|contact|get in touch|book|apply|sign up|join|website)\b")


UNDATED = "an undated source"


def asks_one_thing(message: str) -> bool:
    """Return whether a message asks for one fact about an entry: its price, dates or place, or whether it still runs."""
    text = normalised(message)
    return any(asked.search(text) for asked in (_ASKS_COST, _ASKS_RUNNING, _ASKS_WHEN, _ASKS_WHERE))


def answer_about(resource: Resource, message: str, said: Understanding, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    """Return the answer to a question about ``resource``: just what was asked, or everything known."""
    text = normalised(message)
    name = resource.name
    if said.wishes.place:
        return _serves(resource, said, texts)
    if _ASKS_RUNNING.search(text):
        answer = texts.say(
            f"answer_running_{resource.status}", name=name, as_of=as_of_words(resource) or UNDATED, url=resource.contact.url
        )
        note = status_note(resource, dict(by_id)) if resource.status == "ended" or resource.replaced_by else None
        return f"{answer}\n{note}" if note else answer
    if _ASKS_COST.search(text):
        cost = texts.say("unknown_cost") if resource.cost == "unknown" and not resource.cost_note else cost_label(resource)
        return texts.say("answer_free", name=name, cost=cost)
    if _ASKS_WHEN.search(text):
        return texts.say("answer_when", name=name, as_of=as_of_words(resource) or UNDATED, url=resource.contact.url)
    if _ASKS_WHERE.search(text):
        how = ", ".join(Vocabulary.default().labels("delivery", resource.delivery))
        return texts.say("answer_where", name=name, where=where_label(resource), delivery=how)
    if _ASKS_PHONE.search(text):
        return f"{name}: {contact_line(resource)}"
    return everything(resource, texts)


def everything(resource: Resource, texts: Texts) -> str:
    """Return all that is known of an entry, a line a field."""
    vocabulary = Vocabulary.default()
    lines = [texts.say("details_intro", name=resource.name, summary=resource.summary)]
    for key, value in (
        ("detail_who", ", ".join(vocabulary.labels("audience", resource.audiences))),
        ("detail_stages", ", ".join(vocabulary.labels("stage", resource.stages))),
        ("detail_where", where_label(resource)),
        ("detail_how", ", ".join(vocabulary.labels("delivery", resource.delivery))),
        ("detail_cost", cost_label(resource)),
        ("detail_employer", resource.employer_offer),
        ("detail_rural", resource.rural_note),
        ("detail_equity", resource.equity_note),
        ("detail_curriculum", resource.curriculum_note),
        ("detail_contact", contact_line(resource)),
        ("detail_source", f"{resource.source_url} ({as_of_note(resource)})"),
    ):
        if value:
            lines.append(texts.say(key, value=value))
    return "\n".join(lines)


def contact_line(resource: Resource) -> str:
    """Return the ways to get in touch in one line."""
    contact = resource.contact
    return ", ".join(part for part in (contact.phone, contact.email, contact.url) if part)


def side_by_side(resources: Sequence[Resource]) -> list[str]:
    """Return a comparison, a line for each aspect."""
    vocabulary = Vocabulary.default()
    rows: list[tuple[str, Callable[[Resource], str]]] = [
        ("What", lambda r: vocabulary.label("kind", r.kind)),
        ("For", lambda r: ", ".join(vocabulary.labels("audience", r.audiences[:4]))),
        ("Stages", lambda r: ", ".join(vocabulary.labels("stage", r.stages)) or "not stated"),
        ("Where", where_label),
        ("How", lambda r: ", ".join(vocabulary.labels("delivery", r.delivery)) or "not stated"),
        ("Cost", cost_label),
        ("As of", lambda r: as_of_words(r) or UNDATED),
    ]
    lines = []
    for title, value in rows:
        lines.append(f"{title}")
        lines += [f"  {resource.name}: {value(resource)}" for resource in resources]
    return lines


def _serves(resource: Resource, said: Understanding, texts: Texts) -> str:
    place = said.wishes.place_label or ", ".join(said.wishes.place)
    if set(resource.areas) & set(said.wishes.place):
        return texts.say("answer_serves_yes", name=resource.name, place=place)
    if NATIONAL & set(resource.areas):
        return texts.say("answer_serves_national", name=resource.name, place=place)
    return texts.say("answer_serves_no", name=resource.name, where=where_label(resource))
