"""Council areas as they stand in an address: by their name, in English or Gaelic, or another name that people use. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from knowledge.places import Gazetteer


@lru_cache(maxsize=512)
def slug_of(name: str) -> str:
    """Return a name as it stands in an address: "na-h-eileanan-siar"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain.lower()).split())


def area_named(name: str) -> str | None:
    """Return the official name of the council area that ``name`` or its slug means; None if there is none."""
    return _areas_by_slug().get(slug_of(name))


@lru_cache(maxsize=1)
def _areas_by_slug() -> Mapping[str, str]:
    councils = Gazetteer.default().council_areas.values()
    found = {slug_of(council.name): council.name for council in councils}
    for council in councils:
        for name in (council.gaelic_name, *council.aliases):
            found.setdefault(slug_of(name), council.name)
    return found
