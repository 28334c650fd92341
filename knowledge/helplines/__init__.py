"""Help lines for messages about danger or distress, and the signs by which such a message is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError
from knowledge.text import normalised

FOLDER = Path(__file__).parent
MOST = 5
DEFAULT_SITUATIONS = ("crisis", "distress")


@dataclass(frozen=True)
class Helpline:
    """One help line, as its source describes it."""

    id: str
    name: str
    whom: str
    situations: tuple[str, ...]
    url: str
    source_url: str
    phone: str | None = None
    text: str | None = None
    email: str | None = None
    hours: str | None = None

    def to_json(self) -> dict[str, str]:
        """Return the fields people see; those without a value are left out."""
        fields = {
            "id": self.id, "name": self.name, "for": self.whom, "phone": self.phone, "text": self.text,
            "email": self.email, "url": self.url, "hours": self.hours, "source_url": self.source_url,
        }  # fmt: skip
        return {key: value for key, value in fields.items() if value}


class Helplines:
    """All help lines, and the signs of danger."""

    def __init__(self, lines: tuple[Helpline, ...], signs: Mapping[str, tuple[re.Pattern[str], ...]]) -> None:
        self.lines = lines
        self._signs = signs

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Helplines:
        """Return what comes with the package (read once)."""
        entries: Any = yaml.safe_load((FOLDER / "helplines.yaml").read_text(encoding="utf-8"))
        signs: Any = yaml.safe_load((FOLDER / "signs.yaml").read_text(encoding="utf-8"))
        try:
            lines = tuple(_line(entry) for entry in entries)
            patterns = {situation: tuple(re.compile(sign) for sign in found) for situation, found in signs.items()}
        except (KeyError, TypeError, re.error) as error:
            raise VocabularyError(f"The help lines cannot be read: {error}", "See docs/helplines.md.") from error
        return cls(lines, patterns)

    def situations_in(self, message: str) -> tuple[str, ...]:
        """Return the situations whose signs ``message`` shows, in the order of the file; empty where it shows none."""
        text = normalised(message)
        return tuple(situation for situation, signs in self._signs.items() if any(sign.search(text) for sign in signs))

    def for_situations(self, situations: tuple[str, ...]) -> list[Helpline]:
        """Return the lines to show, the emergency number first, at most ``MOST``."""
        wanted = situations or DEFAULT_SITUATIONS
        first = [line for line in self.lines if "always" in line.situations]
        fitting = sorted(
            (line for line in self.lines if set(wanted) & set(line.situations)),
            key=lambda line: min(wanted.index(each) for each in line.situations if each in wanted),
        )
        # Somebody in distress should always see a line for anyone, whatever else was recognised.
        general = [line for line in self.lines if set(DEFAULT_SITUATIONS) & set(line.situations)]
        chosen = list(dict.fromkeys([*first, *fitting, *general]))
        return chosen[:MOST]


def _line(entry: dict[str, Any]) -> Helpline:
    return Helpline(
        id=entry["id"],
        name=entry["name"],
        whom=entry["for"],
        situations=tuple(entry["situations"]),
        url=entry["url"],
        source_url=entry["source_url"],
        phone=entry.get("phone"),
        text=entry.get("text"),
        email=entry.get("email"),
        hours=entry.get("hours"),
    )
