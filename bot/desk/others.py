"""The other entries, against which one is checked: ids, names and old ids that are taken; and an id for a new entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.texts import Texts
from knowledge.catalogue.resource import Resource
from knowledge.text import fold, normalised

LINKS = ("part_of", "delivered_by", "replaced_by", "related")
LONGEST_ID = 80


@dataclass(frozen=True)
class OtherEntries:
    """What is taken.

    Attributes:
        ids: of all entries.
        names: name, as ``normalised`` gives it -> id of the entry that has it.
        retired: old id -> id of the entry that took it in.
    """

    ids: frozenset[str]
    names: Mapping[str, str]
    retired: Mapping[str, str]

    @classmethod
    def of(cls, resources: Iterable[Resource], ids: Iterable[str]) -> OtherEntries:
        """Return what is taken.

        Args:
            resources: the entries in service: their names and old ids.
            ids: of all files, which may be ahead of what is in service.
        """
        known = frozenset(ids)
        there = [each for each in resources if each.id in known]
        return cls(
            known,
            {normalised(each.name): each.id for each in there},
            {old: each.id for each in there for old in each.retired_ids},
        )

    def takes(self, resource_id: str) -> bool:
        """Return whether an id is in use, or once was."""
        return resource_id in self.ids or resource_id in self.retired

    def free_id(self, name: str) -> str:
        """Return an id made from a name: "STEM on Skye" gives "stem-on-skye"; a number follows where that is taken."""
        made = "-".join(re.findall(r"[a-z0-9]+", fold(name).replace("'", "").replace("&", " and ")))
        made = made[: LONGEST_ID - 4].strip("-")
        numbered = (f"{made}-{number}" for number in range(2, 1000))
        return made if not self.takes(made) else next(each for each in numbered if not self.takes(each))

    def mistakes(self, resource_id: str, typed: Mapping[str, str | list[str]], texts: Texts) -> dict[str, list[str]]:
        """Return what does not go together with the other entries: field -> its mistakes."""
        found: dict[str, list[str]] = {}
        name = str(typed["name"])
        owner = self.names.get(normalised(name), resource_id)
        if owner != resource_id:
            found["name"] = [texts.say("desk_mistake_name_taken", entry=owner)]
        for field in LINKS:
            linked = [each for each in typed[field] if each != resource_id and each not in self.ids]
            merged = [each for each in linked if each in self.retired]
            unknown = [each for each in linked if each not in self.retired]
            said = [texts.say("desk_mistake_merged", entry=each, into=self.retired[each]) for each in merged]
            said += [texts.say("desk_mistake_no_entry", entries=", ".join(unknown))] if unknown else []
            if said:
                found[field] = said
        for old in typed["retired_ids"]:
            owner = old if old in self.ids else self.retired.get(old, resource_id)
            if owner != resource_id or old == resource_id:
                found.setdefault("retired_ids", []).append(texts.say("desk_mistake_old_id_taken", old=old, entry=owner))
        if typed["status"] == "renamed" and not typed["also_known_as"] and not typed["replaced_by"]:
            found["also_known_as"] = [texts.say("desk_mistake_renamed")]
        return found
