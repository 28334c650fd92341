"""The catalogue's own form: YAML, as one text with a document a record, or as the folder of a file a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from knowledge.catalogue.resource import Resource
from knowledge.exchange.plain import plain
from knowledge.exchange.reading import Entry, Mistake, Reading, checked, name_of, unreadable

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 120
_DEEPEST = 8


def write(resources: Iterable[Resource]) -> str:
    """Return the records as one YAML text, a document a record."""
    return "".join(f"---\n{record_text(resource)}" for resource in resources)


def record_text(resource: Resource) -> str:
    """Return one record as its file in the catalogue says it."""
    dumped: str = yaml.dump(plain(resource), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return dumped


def file_of(resource: Resource) -> PurePosixPath:
    """Return where the record's file belongs below the folder of records."""
    return PurePosixPath(resource.kind) / f"{resource.id}.yaml"


def read(text: str) -> Reading:
    """Return the records of a YAML text with a document a record."""
    try:
        wrong = _not_for_records(text)
        if wrong:
            return unreadable(wrong)
        pairs = list(zip(yaml.compose_all(text, Loader=_LOADER), yaml.load_all(text, Loader=_LOADER), strict=True))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", near line {mark.line + 1}" if mark else ""
        return unreadable(f"It is not YAML{where}: {getattr(error, 'problem', None) or type(error).__name__}.")
    return checked(_entries((node, value) for node, value in pairs if value is not None))


def _not_for_records(text: str) -> str:
    """Return what a record never has, and what could make a small text cost much: aliases and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            return "It uses YAML aliases (*name), which records do not."
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return f"It is nested more than {_DEEPEST} levels deep."
    return ""


def text_of_folder(folder: Path) -> str:
    """Return the files of a folder of records as one text, as ``read`` takes it."""
    return "".join(f"---\n{path.read_text(encoding='utf-8')}\n" for path in sorted(folder.rglob("*.yaml")))


def _entries(pairs: Iterable[tuple[Any, Any]]) -> Iterator[Entry]:
    for number, (node, value) in enumerate(pairs, start=1):
        place = f"record {number}"
        if not isinstance(value, dict):
            yield Entry(place, {}, (Mistake(place, "", "is not a record of `field: value` lines"),))
            continue
        data = {str(key): each for key, each in value.items()}
        names = [str(key.value) for key, _ in node.value]
        twice = sorted({name for name in names if names.count(name) > 1})
        mistakes = tuple(Mistake(name_of(data, place), name[:80], "stands twice; keep one") for name in twice)
        yield Entry(place, data, mistakes)
