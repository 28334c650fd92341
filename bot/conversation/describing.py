"""Words about one entry: just what was asked of it, several things at once, or all that is known in short."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation import facts
from bot.conversation.aspects import Aspect, asked, aspects
from bot.conversation.facts import contact_line, contact_lines
from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.places.gazetteer import NATIONAL
from knowledge.search.reasons import listed, where_label
from knowledge.text import normalised
from knowledge.understanding import Wishes
from knowledge.vocabulary import Vocabulary

__all__ = ["answer_about", "asks_one_thing", "contact_line", "contact_lines", "in_short", "told"]

OF_ONE = frozenset({"cost", "running", "when", "where", "duration", "access"})
"""Aspects that, asked beside the name of an entry, mean that entry and no search."""


@dataclass(frozen=True)
class Told:
    """What an entry says to one thing asked.

    Attributes:
        label: what was asked.
        value: the answer without the entry's name.
        alone: the answer with it, where that is not simply "name: value".
    """

    label: str
    value: str
    alone: str = ""


def asks_one_thing(message: str) -> bool:
    """Return whether a message asks for one fact about an entry: its price, dates or place, or whether it still runs."""
    return any(aspect.name in OF_ONE for aspect in asked(message))


def answer_about(resource: Resource, message: str, wishes: Wishes, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    """Return the answer to what a message asks of ``resource``; empty where it asks nothing in particular.

    Args:
        resource: the entry.
        message: as typed.
        wishes: what the message says of place, stage and so on, without what only points at the entry.
        texts: the bot's words.
        by_id: the catalogue.
    """
    answers = told(resource, message, wishes, texts, by_id)
    if not answers:
        return ""
    if len(answers) == 1:
        return answers[0].alone or f"{resource.name}: {answers[0].value}"
    return "\n".join([f"{resource.name}:", *(f"• {answer.label}: {answer.value}" for answer in answers)])


def in_short(resource: Resource, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    """Return an entry in a few lines, for who sees no more than text: what it is, how to reach it, where that comes from."""
    lines = [texts.say("details_intro", name=resource.name, summary=resource.summary)]
    if resource.status in {"ended", "renamed"} or resource.replaced_by:
        lines.append(facts.status_words(resource, by_id, texts))
    lines.append(texts.say("detail_contact", value=contact_line(resource)))
    lines.append(texts.say("detail_source", value=facts.source_words(resource, texts)))
    return "\n".join(lines)


def told(resource: Resource, message: str, wishes: Wishes, texts: Texts, by_id: Mapping[str, Resource]) -> list[Told]:
    """Return what an entry says to each thing that a message asks of it."""
    text = normalised(message)
    wanted = asked(message)
    if wishes.place:
        # "Where is it, is it in Oban?" asks once for the place.
        wanted = [aspect for aspect in wanted if aspect.name not in {"where", "delivery"}]
    if wishes.delivery:
        wanted = [aspect for aspect in wanted if aspect.name != "delivery"]
    if wishes.stage:
        wanted = [aspect for aspect in wanted if aspect.name != "ages"]
    if wishes.audience and "or" not in text.split():
        # Who asks for one gets yes or no, who asks for either gets all it is meant for.
        wanted = [aspect for aspect in wanted if aspect.name != "audience"]
    if len(wanted) > 1:
        wanted = [aspect for aspect in wanted if not _goes_without_saying(aspect, wanted)]
    answers = [_serves(resource, wishes, texts)] if wishes.place else []
    answers += [_suits(resource, wishes, texts)] if wishes.stage else []
    answers += _checked(resource, wishes, {aspect.name for aspect in wanted}, texts)
    answers += [Told(aspect.label, _value(aspect, resource, text, texts, by_id)) for aspect in wanted]
    return answers


def _goes_without_saying(aspect: Aspect, wanted: Sequence[Aspect]) -> bool:
    """Return whether another thing asked says the same: "what's the phone number to contact" asks for the number."""
    others = {other.name for other in wanted}
    return aspect.name == "contact" and bool(others & {"phone", "email", "link", "booking"})


def _value(aspect: Aspect, resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    answer = _ANSWERS.get(aspect.name)
    if answer is not None:
        return answer(resource, text, texts, by_id)
    quoted = aspect.quoted(resource)
    return quoted or texts.say("not_said", contact=contact_line(resource))


def _quoted(name: str, resource: Resource) -> str:
    """Return what the entry's own sentences say to the aspect of that name."""
    return next(aspect for aspect in aspects() if aspect.name == name).quoted(resource)


def _joined(*parts: str | None) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def _running(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    return facts.status_words(resource, by_id, texts)


def _cost(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    cost = facts.cost_words(resource, texts)
    if resource.cost == "unknown":
        return texts.say("unknown_cost_ask", cost=cost, contact=contact_line(resource))
    if "free" not in text.split() or resource.cost not in {"free", "paid"}:
        return cost
    return texts.say("yes_free" if resource.cost == "free" else "no_free", cost=cost[:1].lower() + cost[1:])


def _when(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    quoted = _quoted("when", resource)
    said = texts.say("when_quoted", quoted=quoted) if quoted else ""
    return texts.say("answer_when", said=said, as_of=facts.as_of(resource, texts), url=resource.contact.url).replace("  ", " ")


def _where(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    return f"{facts.where_words(resource)}. {facts.delivery_words(resource, texts)}."


def _phone(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    contact = resource.contact
    if contact.phone:
        return texts.say("phone", phone=contact.phone, url=contact.url)
    return texts.say("no_phone_but_email" if contact.email else "no_phone", email=contact.email or "", url=contact.url)


def _email(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    contact = resource.contact
    if contact.email:
        return texts.say("email", email=contact.email, url=contact.url)
    return texts.say("no_email_but_phone" if contact.phone else "no_email", phone=contact.phone or "", url=contact.url)


def _booking(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    said = _quoted("booking", resource)
    if resource.status == "ended":
        return facts.status_words(resource, by_id, texts)
    return f"{said} {texts.say('book_by', contact=contact_line(resource))}".strip()


def _access(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    quoted = _quoted("access", resource)
    note = resource.equity_note or ""
    told = note if not quoted else quoted if note.rstrip(".") in quoted else _joined(quoted, note)
    if quoted:
        return told
    reach = texts.say("access_reach", note=_joined(told)) if told else ""
    return texts.say("access_not_stated", reach=reach, contact=contact_line(resource)).replace("  ", " ")


def _audience(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    return texts.say("meant_all", having=listed(Vocabulary.default().labels("audience", resource.audiences), lower=True))


def _provider(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    deliverers = facts.names(resource.delivered_by, by_id)
    return f"{resource.provider} ({deliverers})" if deliverers and deliverers not in resource.provider else resource.provider


def _names(resource: Resource, text: str, texts: Texts, by_id: Mapping[str, Resource]) -> str:
    known = ", ".join(resource.also_known_as)
    return _joined(
        known or texts.say("no_other_name"), facts.status_words(resource, by_id, texts) if resource.status == "renamed" else None
    )


def _or_not_said(value: str | None, resource: Resource, texts: Texts) -> str:
    return value or texts.say("not_said", contact=contact_line(resource))


_ANSWERS: Mapping[str, Callable[[Resource, str, Texts, Mapping[str, Resource]], str]] = {
    "running": _running,
    "cost": _cost,
    "when": _when,
    "where": _where,
    "delivery": lambda r, text, texts, by_id: facts.delivery_words(r, texts),
    "ages": lambda r, text, texts, by_id: _joined(facts.stages_words(r, texts), _quoted("ages", r)),
    "audience": _audience,
    "access": _access,
    "booking": _booking,
    "phone": _phone,
    "email": _email,
    "link": lambda r, text, texts, by_id: r.contact.url,
    "contact": lambda r, text, texts, by_id: contact_line(r),
    "provider": _provider,
    "employer": lambda r, text, texts, by_id: _or_not_said(r.employer_offer, r, texts),
    "curriculum": lambda r, text, texts, by_id: _or_not_said(r.curriculum_note, r, texts),
    "topics": lambda r, text, texts, by_id: facts.listing(Vocabulary.default().labels("topic", r.topics)),
    "rural": lambda r, text, texts, by_id: _or_not_said(r.rural_note or _quoted("rural", r), r, texts),
    "names": _names,
    "source": lambda r, text, texts, by_id: facts.source_words(r, texts),
}
"""What an entry's fields say to each aspect; one that is missing here is answered from the entry's sentences."""


def _serves(resource: Resource, wishes: Wishes, texts: Texts) -> Told:
    place = wishes.place_label or listed(list(wishes.place))
    where = where_label(resource)
    if set(resource.areas) & set(wishes.place):
        key = "serves_yes"
    elif NATIONAL & set(resource.areas):
        key = "serves_national"
    else:
        key = "serves_no"
    delivery = facts.delivery_words(resource, texts) if resource.delivery else ""
    how = texts.say("serves_how", delivery=delivery[:1].lower() + delivery[1:]) if delivery and key != "serves_no" else ""
    if resource.rural_note and key != "serves_no":
        how = f"{how} {texts.say('serves_rural', note=resource.rural_note)}".strip()
    values = {"name": resource.name, "place": place, "where": where}
    return Told(place, f"{texts.say(key, **values)} {how}".strip(), f"{texts.say(f'answer_{key}', **values)} {how}".strip())


_CHECKED = (("audience", "meant"), ("delivery", "reaches"), ("topic", "covers"))
"""Facets about which a question is answered with yes or no, and the texts that say so."""
_IMPLIED = {
    "topic": {
        "gaelic",
        "access",
        "curriculum",
        "certificate",
        "cost",
        "booking",
        "link",
        "email",
        "phone",
        "contact",
        "rural",
        "checks",
    },
    "audience": {"audience", "employer", "access", "booking", "supervision"},
    "delivery": {"booking"},
}
"""Aspects whose words are also subjects or askers: asked for by themselves, they need no second answer."""


def _checked(resource: Resource, wishes: Wishes, wanted: set[str], texts: Texts) -> list[Told]:
    """Return whether the entry meets what a question says of audience, delivery and subject: "is it for teachers?"."""
    vocabulary = Vocabulary.default()
    answers = []
    for facet, key in _CHECKED:
        if not wishes.of(facet) or wanted & _IMPLIED.get(facet, set()):
            continue
        held = {"audience": resource.audiences, "delivery": resource.delivery, "topic": resource.topics}[facet]
        having = listed(vocabulary.labels(facet, held), lower=True) if held else texts.say("not_stated").lower()
        met = [value for value in wishes.of(facet) if vocabulary.narrower(facet, value) & set(held)]
        unmet = [value for value in wishes.of(facet) if value not in met]
        asked_for = listed(vocabulary.labels(facet, unmet or met), lower=True)
        value = texts.say(f"{key}_{'no' if unmet else 'yes'}", asked=asked_for, having=having)
        answers.append(Told(vocabulary.label(facet, wishes.of(facet)[0]), _joined(value)))
    return answers


def _suits(resource: Resource, wishes: Wishes, texts: Texts) -> Told:
    labels = Vocabulary.default().labels("stage", wishes.stage)
    asked_for = listed(labels, lower=True)
    having = listed(Vocabulary.default().labels("stage", resource.stages), lower=True) if resource.stages else ""
    if not resource.stages:
        value = texts.say("suits_not_stated", contact=contact_line(resource))
    elif set(resource.stages) & set(wishes.stage):
        value = texts.say("suits_yes", stages=having, asked=asked_for)
    else:
        value = texts.say("suits_no", stages=having, asked=asked_for)
    return Told(labels[0], _joined(value, _quoted("ages", resource)))
