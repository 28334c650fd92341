"""Find out which positions in a list a message points to: "the second", "number 3", "the first two", "the last one"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError

FILE = Path(__file__).parent / "pointing.yaml"
_PAST_EVERY_END = 10_000


@dataclass(frozen=True)
class Positions:
    """Positions that a message points to.

    Attributes:
        found: from 0, in the order of the message.
        astray: it points to positions that are not there, and to no other.
    """

    found: tuple[int, ...] = ()
    astray: bool = False


def positions_in(text: str, count: int) -> Positions:
    """Return the positions that a normalised text points to among ``count`` entries."""
    counts = words_of_pointing()["counts"]
    spoken = "|".join(counts)
    row = re.search(rf"\b(first|top|last) ({spoken}|[2-6])\b", text)
    number = (counts.get(row[2]) or int(row[2])) if row else 0
    if row and number > 1:
        chosen = range(count)[-number:] if row[1] == "last" else range(count)[:number]
        return Positions(tuple(chosen), astray=not count)
    if re.search(r"\b(?:both|those two|these two|the two)\b", text):
        return Positions(tuple(range(min(2, count))), astray=count < 2)
    of_them = rf"all (?:of (?:them|these|those|it)|{spoken}|the lot|to|on|in|off|from)\b|them all|the lot|everything"
    if re.search(rf"\b(?:{of_them}|(?<!after )(?<!at )all$)", text):
        return Positions(tuple(range(count)))
    pointed = list(_numbers(text))
    there = [position % count for position in pointed if -count <= position < count]
    return Positions(tuple(dict.fromkeys(there)), astray=bool(pointed) and not there)


def points_to_a_position(text: str) -> bool:
    """Return whether a normalised text has a number or ordinal that points into a list, however long that is."""
    return any(True for _ in _numbers(text))


def _numbers(text: str) -> Iterator[int]:
    """Yield the positions that ordinals and numbers point to, in their order; -1 is the last."""
    data = words_of_pointing()
    numbers, counts = data["numbers"], data["counts"]
    if pair := re.search(r"\b([1-9]) (?:and|or|vs|versus|with) ([1-9])(?: please)?$", text):
        yield from (int(pair[1]) - 1, int(pair[2]) - 1)
        return
    text = re.sub(r"\b(\d) (?=\d\b)", r"\1 and ", text)
    last = r"(?:(?<=the )|(?<=my )|(?<=and )|(?<=or )|^)last|last(?= (?:one|yin)\b)"
    pattern = (
        rf"\b(?P<ordinal>{'|'.join(numbers)}|{last})\b(?! (?:{'|'.join(data['not_ordinal_before'])})\b)"
        rf"|\b(?:number|no|option|card|nr|result|entry) ?(?P<number>\d{{1,2}}|{'|'.join(counts)})\b"
        rf"|(?:^|\b(?:{'|'.join(data['before_number'])}) )(?P<bare>\d)(?=$| (?:{'|'.join(data['after_number'])})\b)"
    )
    for match in re.finditer(pattern, text):
        if match["ordinal"]:
            yield numbers.get(match["ordinal"], 0) - 1
        else:
            said = match["number"] or match["bare"]
            yield (counts.get(said) or int(said) or _PAST_EVERY_END) - 1


@lru_cache(maxsize=1)
def words_of_pointing() -> dict[str, Any]:
    """Return the words by which visitors point at entries (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return {name: values if isinstance(values, dict) else tuple(map(str, values)) for name, values in data.items()}
    except (OSError, yaml.YAMLError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its comments explain it.") from error
