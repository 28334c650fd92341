"""A record as the text of its file. An edit touches the lines of the changed fields and no others, so that diffs stay small."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml

from knowledge.catalogue.resource import Resource

WIDTH = 122
"""Longest line of running text."""
_BLOCK_LISTS = frozenset({"asked_as", "more_sources"})
"""Lists that are written one item a line."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def new_text(resource: Resource) -> str:
    """Return the file of a record that has none yet."""
    data = resource.model_dump(exclude_defaults=True)
    return "".join(_lines(name, data[name]) for name in Resource.model_fields if name in data)


def edited_text(text: str, before: Resource, after: Resource) -> str:
    """Return ``text``, the file of ``before``, so that it holds ``after``."""
    old, new = before.model_dump(exclude_defaults=True), after.model_dump(exclude_defaults=True)
    parts = _parts(text)
    for name in Resource.model_fields:
        if old.get(name) == new.get(name):
            continue
        if name not in new:
            parts.pop(name, None)
        elif name in parts:
            parts[name] = _lines(name, new[name])
        else:
            parts = _with_part(parts, name, _lines(name, new[name]))
    return "".join(parts.values())


def read_record(text: str) -> Resource:
    """Return the record in the text of a file.

    Raises:
        ValueError: it holds no valid record.
    """
    try:
        return Resource.model_validate(yaml.load(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise ValueError(f"not valid YAML: {error}") from error


def _parts(text: str) -> dict[str, str]:
    """Return field -> its lines, in file order; what stands before the first field belongs to it."""
    node = yaml.compose(text, Loader=_LOADER)
    if not isinstance(node, yaml.MappingNode):
        return {}
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    keys = [(str(key.value), key.start_mark.line) for key, _ in node.value]
    starts = [0, *(line for _, line in keys[1:]), len(lines)]
    return {name: "".join(lines[starts[at] : starts[at + 1]]) for at, (name, _) in enumerate(keys)}


def _with_part(parts: dict[str, str], name: str, lines: str) -> dict[str, str]:
    """Return ``parts`` with one more, behind the last of those that the schema has before it."""
    order = list(Resource.model_fields)
    earlier = [each for each in parts if each in order[: order.index(name)]]
    after: dict[str, str] = {} if earlier else {name: lines}
    for each, part in parts.items():
        after[each] = part
        if earlier and each == earlier[-1]:
            after[name] = lines
    return after


def _lines(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"{name}:\n" + "".join(f"  {key}: {_scalar(each)}\n" for key, each in value.items() if each is not None)
    if isinstance(value, tuple):
        if name in _BLOCK_LISTS:
            return f"{name}:\n" + "".join(f"  - {_scalar(each)}\n" for each in value)
        return f"{name}: [{', '.join(_scalar(each, inside=True) for each in value)}]\n"
    if isinstance(value, str) and len(name) + 2 + len(value) > WIDTH and " " in value:
        wrapped = textwrap.wrap(value, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
        return f"{name}: >-\n" + "".join(f"  {line}\n" for line in wrapped)
    return f"{name}: {_scalar(value)}\n"


def _scalar(value: Any, inside: bool = False) -> str:
    """Return one value; ``inside`` a [list], where commas and brackets want quotes."""
    written = yaml.safe_dump([value], default_flow_style=inside, allow_unicode=True, width=float("inf"))
    return written.strip()[1:-1] if inside else written.strip().removeprefix("- ")
