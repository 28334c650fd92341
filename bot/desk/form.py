"""The form of an entry, made from the catalogue's schema, and what was typed in it, checked by that and the other entries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import yaml
from pydantic import ValidationError

from bot.desk.others import OtherEntries
from bot.texts import Texts
from knowledge.catalogue import resource as schema
from knowledge.catalogue.resource import WIDE_AREAS, Contact, Resource
from knowledge.places import Gazetteer
from knowledge.vocabulary import Vocabulary

LAYOUT = Path(__file__).parent / "form.yaml"
WHOLE = "record"
"""The name under which mistakes stand that belong to no single field."""
Widget = Literal["text", "long", "lines", "choice", "several", "tick", "date"]
Typed = dict[str, "str | list[str]"]
"""What stands in the form: field -> a text, or a list for lines and ticked boxes."""
_FACET_OF = {
    schema.Audience: "audience",
    schema.Stage: "stage",
    schema.Topic: "topic",
    schema.Kind: "kind",
    schema.Delivery: "delivery",
    schema.Cost: "cost",
}
_MOST = 200
"""Items of a list that are read."""
_LONGEST = 4000
_SAID_OF_TYPED = 60
"""Characters of something typed that a mistake repeats."""


@dataclass(frozen=True)
class FormField:
    """One field of the form.

    Attributes:
        name: the schema's, such as ``contact.url``.
        label: what people read.
        hint: what to know when filling it in.
        widget: how it is filled in.
        required: whether the schema wants it.
        options: (value, label) to choose from.
    """

    name: str
    label: str
    hint: str
    widget: Widget
    required: bool
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """Fields that stand together."""

    title: str
    fields: tuple[FormField, ...]


@lru_cache(maxsize=1)
def form_sections() -> tuple[Section, ...]:
    """Return the form (read once)."""
    layout: list[dict[str, Any]] = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    return tuple(
        Section(each["section"], tuple(_field(name, **{"hint": "", **said}) for name, said in each["fields"].items()))
        for each in layout
    )


def form_fields() -> dict[str, FormField]:
    """Return name -> field."""
    return {each.name: each for section in form_sections() for each in section.fields}


def values_of(resource: Resource) -> Typed:
    """Return what stands in the form of a record."""
    return values_in(resource.model_dump(mode="json"))


def values_in(data: Mapping[str, Any]) -> Typed:
    """Return what stands in the form of a record's data, which may lack fields or be of an earlier schema."""
    flat = {**data, **{f"contact.{name}": value for name, value in data.get("contact", {}).items()}}
    return {
        name: list(flat.get(name) or ()) if field.widget in {"lines", "several"} else _text(flat.get(name))
        for name, field in form_fields().items()
    }


def typed_in(get: Callable[[str], Sequence[str]]) -> Typed:
    """Return what a sent form holds.

    Args:
        get: gives all values of a field that were sent.
    """
    found: Typed = {}
    for name, field in form_fields().items():
        sent = [each[: _LONGEST * 4] for each in get(name)]
        if field.widget == "several":
            found[name] = sent[:_MOST]
        elif field.widget == "lines":
            lines = [" ".join(line.split()) for each in sent for line in each.splitlines()]
            found[name] = [line for line in lines if line][:_MOST]
        else:
            found[name] = " ".join(sent[0].split()) if sent else ""
    return found


def in_order_of(resource: Resource, typed: Typed) -> Typed:
    """Return ``typed`` with ticked boxes in the order in which the record has them: ticking none anew then changes nothing."""
    ordered = dict(typed)
    for name, field in form_fields().items():
        if field.widget == "several":
            kept = [each for each in getattr(resource, name) if each in typed[name]]
            ordered[name] = kept + [each for each in typed[name] if each not in kept]
    return ordered


def empty_form() -> Typed:
    """Return a form in which nothing stands."""
    return {name: [] if field.widget in {"lines", "several"} else "" for name, field in form_fields().items()}


def left_empty(typed: Typed) -> set[str]:
    """Return the fields that the schema wants and in which nothing stands."""
    return {name for name, field in form_fields().items() if field.required and not typed[name]}


def checked(resource_id: str, typed: Typed, others: OtherEntries, texts: Texts) -> tuple[Resource | None, dict[str, list[str]]]:
    """Return the record that was typed, or None and what is wrong: field -> its mistakes.

    Args:
        resource_id: of the record.
        typed: what stands in the form.
        others: the other entries.
        texts: the words of mistakes.
    """
    data: dict[str, Any] = {"id": resource_id, "contact": {}}
    for name, field in form_fields().items():
        value: Any = typed[name]
        if field.widget == "tick":
            value = bool(value)
        elif value == "":
            continue
        if name.startswith("contact."):
            data["contact"][name.removeprefix("contact.")] = value
        else:
            data[name] = value
    mistakes: dict[str, list[str]] = {}
    resource: Resource | None = None
    try:
        resource = Resource.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            name = _place(detail["loc"])
            mistakes.setdefault(name, []).append(_said(detail, name, texts))
    for name, said in others.mistakes(resource_id, typed, texts).items():
        mistakes.setdefault(name, said)
    if resource and resource.checked_on > datetime.date.today() + datetime.timedelta(days=1):
        mistakes["checked_on"] = [texts.say("desk_mistake_day_to_come")]
    in_order = {name: mistakes.pop(name) for name in form_fields() if name in mistakes} | mistakes
    return (None, in_order) if in_order else (resource, {})


def _field(name: str, label: str, hint: str) -> FormField:
    owner: type[Resource] | type[Contact] = Contact if name.startswith("contact.") else Resource
    own = name.rpartition(".")[2]
    widget, options = _widget(own, get_type_hints(owner, include_extras=True)[own])
    info = owner.model_fields[own]
    hint = hint or (info.description or "").partition(" (vocabulary")[0]
    if hint.strip(".").casefold() == label.casefold():
        hint = ""
    if widget == "lines" and "one a line" not in hint.lower():
        hint = f"{hint.rstrip('.')}. One a line.".removeprefix(". ")
    return FormField(name, label, hint, widget, info.is_required(), options)


def _widget(name: str, hint: Any) -> tuple[Widget, tuple[tuple[str, str], ...]]:
    if hint is bool:
        return "tick", ()
    if hint is datetime.date:
        return "date", ()
    if get_origin(hint) is Literal:
        return "choice", tuple((each, each.capitalize()) for each in get_args(hint))
    if get_origin(hint) is tuple:
        options = _options(get_args(hint)[0])
        return ("several", options) if options else ("lines", ())
    if options := _options(hint):
        return "choice", options
    is_long = name == "summary" or (type(None) in get_args(hint) and str in get_args(hint))
    return ("long" if is_long else "text"), ()


def _options(hint: Any) -> tuple[tuple[str, str], ...]:
    if get_origin(hint) is not Annotated:
        return ()
    if hint == schema.Area:
        return tuple((each, each) for each in (*WIDE_AREAS, *Gazetteer.default().council_areas))
    facet = next((facet for kind, facet in _FACET_OF.items() if kind == hint), None)
    if facet is None:
        return ()
    vocabulary = Vocabulary.default()
    return tuple((each, vocabulary.label(facet, each)) for each in vocabulary.ids(facet))


def _place(location: Sequence[int | str]) -> str:
    fields = form_fields()
    for name in (".".join(str(part) for part in location[:2]), str(location[0]) if location else ""):
        if name in fields or name == "id":
            return name
    return "contact.url" if location and location[0] == "contact" else WHOLE


def _said(detail: Mapping[str, Any], name: str, texts: Texts) -> str:
    """Return a mistake as a sentence."""
    several = name in form_fields() and form_fields()[name].widget in {"several", "lines"}
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing" or (kind == "too_short" and several):
        return texts.say("desk_mistake_choose" if several else "desk_mistake_missing")
    if kind == "string_too_short":
        return texts.say("desk_mistake_short", count=context["min_length"])
    if kind == "string_too_long":
        return texts.say("desk_mistake_long", count=context["max_length"])
    if kind == "string_pattern_mismatch":
        return texts.say("desk_mistake_pattern", typed=repr(str(detail["input"])[:_SAID_OF_TYPED]))
    if kind.startswith("date"):
        return texts.say("desk_mistake_day")
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{message[:1].upper()}{message[1:]}."


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
