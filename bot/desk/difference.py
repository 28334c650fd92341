"""What a proposal changes, field by field, fit for reading: what goes and what comes is marked within each text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.desk.form import FormField, form_fields
from bot.desk.proposals import Proposal
from knowledge.catalogue.resource import Resource

Part = tuple[str, bool]
"""A piece of a text, and whether the other side lacks it."""


@dataclass(frozen=True)
class Difference:
    """One field that changes.

    Attributes:
        label: what people call it.
        old: what stands there now, in pieces; each item of a list is a piece. Empty where nothing did.
        new: what is to stand there, likewise.
        is_list: whether the pieces are items.
    """

    label: str
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    is_list: bool


def differences(proposal: Proposal) -> list[Difference]:
    """Return what a proposal changes, in the order of the form."""
    before, after = _flat(proposal.before), _flat(proposal.after)
    fields = form_fields()
    names = [*fields, *(name for name in after if name not in fields and name not in {"id", "contact"})]
    return [
        _difference(fields.get(name), name, before.get(name), after.get(name))
        for name in names
        if _empty_as_none(before.get(name)) != _empty_as_none(after.get(name))
    ]


def facts(resource: Resource) -> list[Difference]:
    """Return what an entry says, in the order of the form: all of it is ``new``, and nothing marked."""
    said = _flat(resource.model_dump(mode="json"))
    found = [_difference(field, name, None, said.get(name)) for name, field in form_fields().items()]
    return [Difference(each.label, (), tuple((text, False) for text, _ in each.new), each.is_list) for each in found if each.new]


def _difference(field: FormField | None, name: str, old: Any, new: Any) -> Difference:
    label = field.label if field else name
    if isinstance(old, list) or isinstance(new, list):
        was, is_to_be = (_shown_list(field, each) for each in (old, new))
        return Difference(
            label, tuple((each, each not in is_to_be) for each in was), tuple((each, each not in was) for each in is_to_be), True
        )
    was_words, new_words = (_shown(field, each).split() for each in (old, new))
    blocks = SequenceMatcher(None, was_words, new_words, autojunk=False).get_opcodes()
    return Difference(
        label,
        _pieces(was_words, [(start, end, what != "equal") for what, start, end, _, _ in blocks]),
        _pieces(new_words, [(start, end, what != "equal") for what, _, _, start, end in blocks]),
        False,
    )


def _pieces(words: Sequence[str], spans: list[tuple[int, int, bool]]) -> tuple[Part, ...]:
    """Return the words in pieces; the space between two pieces is a piece that is not marked."""
    pieces: list[Part] = []
    for start, end, marked in spans:
        if start < end:
            pieces += [(" ", False), (" ".join(words[start:end]), marked)] if pieces else [(" ".join(words[start:end]), marked)]
    return tuple(pieces)


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    contact: dict[str, Any] = record.get("contact") or {}
    return {**record, **{f"contact.{name}": value for name, value in contact.items()}}


def _empty_as_none(value: Any) -> Any:
    return None if value in ("", [], False) else value


def _shown(field: FormField | None, value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    return dict(field.options).get(str(value), str(value)) if field else str(value)


def _shown_list(field: FormField | None, values: Any) -> list[str]:
    return [_shown(field, each) for each in values or ()]
