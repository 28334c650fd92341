"""First doors: the local branch or national body that is the way in for a need ("regional first")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalogue.resource import Resource
from knowledge.errors import VocabularyError
from knowledge.text import words
from knowledge.understanding.phrases import Meaning, PhraseBook
from knowledge.understanding.wishes import FACET_NAMES, Understanding, Wishes

FILE = Path(__file__).parent / "first_doors.yaml"
BRANCH_KINDS = frozenset({"network", "hub", "organisation", "contact-point"})


@dataclass(frozen=True)
class FirstDoor:
    """One need and its ways in; ``first_doors.yaml`` explains the fields."""

    need: str
    says: tuple[str, ...] = ()
    says_all: tuple[tuple[str, ...], ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    every: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    both: bool = False
    strength: float = 1.0
    near: str = ""
    anywhere: tuple[str, ...] = ()


class FirstDoors:
    """All doors.

    Args:
        doors: in the order in which their ways in are named.
    """

    def __init__(self, doors: Sequence[FirstDoor]) -> None:
        self.doors = tuple(doors)
        self._phrases = PhraseBook(
            (phrase, Meaning("door", (f"{number}.{part}",)))
            for number, door in enumerate(self.doors)
            for part, phrases in enumerate((door.says, *door.says_all))
            for phrase in phrases
        )

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> FirstDoors:
        """Return the doors that come with the package (read once).

        Raises:
            VocabularyError: the file is malformed.
        """
        try:
            entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
            return cls([_door(entry) for entry in entries])
        except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise VocabularyError(f"{FILE.name} cannot be read: {error}", "See docs/search.md.") from error

    def open_for(self, said: Understanding, wishes: Wishes) -> list[FirstDoor]:
        """Return the doors that fit a question and the wishes of its conversation."""
        spoken = {
            value for hit in self._phrases.find_all(words(said.text)) for meaning in hit.meanings for value in meaning.values
        }
        held = _held(said, wishes)
        fitting = []
        for number, door in enumerate(self.doors):
            if any(held[facet] & set(values) for facet, values in door.unless.items()):
                continue
            wished = bool(door.when) and all(held[facet] & set(values) for facet, values in door.when.items())
            wished |= bool(door.every) and all(set(values) <= held[facet] for facet, values in door.every.items())
            said_so = f"{number}.0" in spoken
            # Part 0 is `says`; the lists of `says_all` follow.
            said_so |= bool(door.says_all) and {f"{number}.{part}" for part in range(1, len(door.says_all) + 1)} <= spoken
            if (wished and said_so) if door.both else (wished or said_so):
                fitting.append(door)
        return fitting

    def ways_in(self, said: Understanding, wishes: Wishes, resources: Sequence[Resource]) -> dict[str, FirstDoor]:
        """Return the ids of the ways in, local branches and national bodies, each with the strongest door it stands for."""
        found: dict[str, FirstDoor] = {}
        for door in self.open_for(said, wishes):
            local = [branch.id for branch in branches(resources, door.near, wishes.place)] if door.near and wishes.place else []
            for each in [*local, *(each for each in door.anywhere if not (local and each == door.near))]:
                if each not in found or found[each].strength < door.strength:
                    found[each] = door
        return found


def branches(resources: Sequence[Resource], parent: str, council_areas: Sequence[str]) -> list[Resource]:
    """Return the branches of ``parent`` (records that are part of it) serving at least one of the council areas."""
    return [
        resource
        for resource in resources
        if parent in resource.part_of
        and resource.kind in BRANCH_KINDS
        and not resource.is_national
        and set(council_areas) & set(resource.areas)
    ]


def _held(said: Understanding, wishes: Wishes) -> dict[str, set[str]]:
    """Return what is wished (vague words included) and, under ``not_<facet>``, what is ruled out."""
    held: dict[str, set[str]] = {facet: set(wishes.of(facet)) for facet in FACET_NAMES}
    for mention in said.mentions:
        if mention.facet in held and not mention.negated:
            held[mention.facet] |= set(mention.values)
    return held | {f"not_{facet}": set(wishes.excluded.get(facet, ())) for facet in FACET_NAMES}


def _door(entry: dict[str, Any]) -> FirstDoor:
    def conditions(key: str) -> dict[str, tuple[str, ...]]:
        return {facet: tuple(values) for facet, values in (entry.get(key) or {}).items()}

    return FirstDoor(
        need=entry["need"],
        says=tuple(entry.get("says") or ()),
        says_all=tuple(tuple(phrases) for phrases in entry.get("says_all") or ()),
        when=conditions("when"),
        every=conditions("every"),
        unless=conditions("unless"),
        both=bool(entry.get("both", False)),
        strength=float(entry.get("strength", 1)),
        near=entry.get("near", ""),
        anywhere=tuple(entry.get("anywhere") or ()),
    )
