"""Whom to turn to where the bot cannot help: a contact for the asker's kind and place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.conversation.desk import Desk
from knowledge.catalogue.resource import Resource
from knowledge.errors import VocabularyError
from knowledge.search.first_doors import branches
from knowledge.understanding import Wishes

FILE = Path(__file__).parent / "people.yaml"


@dataclass(frozen=True)
class Person:
    """Whom one kind of asker is sent to; ``people.yaml`` explains the fields."""

    entry: str
    near: str = ""
    audiences: frozenset[str] = frozenset()


def person_for(desk: Desk, wishes: Wishes) -> Resource | None:
    """Return the entry with the people to turn to; None only where the catalogue has none of those named.

    Args:
        desk: the catalogue.
        wishes: what is known of the asker.
    """
    for person in people():
        if person.audiences and not person.audiences & set(wishes.audience):
            continue
        local = branches(desk.searcher.snapshot.resources, person.near, wishes.place) if person.near and wishes.place else []
        found = local[0] if local else desk.resource(person.entry)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1)
def people() -> tuple[Person, ...]:
    """Return whom to turn to, in the order in which they are tried (read once).

    Raises:
        VocabularyError: the file is malformed.
    """
    try:
        entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return tuple(Person(each["entry"], each.get("near", ""), frozenset(each.get("for", ()))) for each in entries)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise VocabularyError(f"{FILE.name} cannot be read: {error}", "Its first lines explain its fields.") from error
