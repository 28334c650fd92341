"""JSON as exports write it and imports take it."""

from __future__ import annotations

import json
from typing import Any


def as_text(data: Any) -> str:
    """Return ``data`` as JSON that is the same every time and can be compared line by line."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def from_text(text: str) -> tuple[Any, str]:
    """Return (data, ""), or (None, what is wrong): not JSON, cut off, nested too deeply, a name twice, no finite number."""
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_refused), ""
    except json.JSONDecodeError as error:
        return None, f"It is not JSON: {error.msg}, line {error.lineno}."
    except RecursionError:
        return None, "It is not JSON that can be read: it is nested too deeply."
    except ValueError as error:
        return None, f"It is not JSON that can be read: {error}."


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} stands twice in one object")
    return data


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number that JSON knows")
