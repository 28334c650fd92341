"""What a visitor keeps while looking round: the list is carried in the addresses of pages, and nothing is stored here.

Where script runs, static/keeping.js holds the list in the tab instead, and shares it with the chat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from multidict import MultiMapping

from knowledge.search import Searcher

KEPT = "kept"
"""The parameter: ids with commas between."""
LONGEST_LIST = 30


@dataclass(frozen=True)
class Keeping:
    """A page's part in keeping entries.

    Attributes:
        ids: what is kept, in its order.
        path: the page that a press leads back to.
        query: the page's other parameters.
        leads_on: a press leads to another page also where script runs.
    """

    ids: tuple[str, ...]
    path: str
    query: tuple[tuple[str, str], ...] = ()
    leads_on: bool = False

    @property
    def most(self) -> int:
        """How many entries the list holds at most."""
        return LONGEST_LIST

    @property
    def is_full(self) -> bool:
        """Whether nothing more can be kept."""
        return len(self.ids) >= LONGEST_LIST

    @property
    def value(self) -> str:
        """The list as it stands in an address."""
        return ",".join(self.ids)

    def pressed(self, entry: str) -> str:
        """Return the list as it is in an address once the button of an entry was pressed."""
        left = [each for each in self.ids if each != entry]
        return ",".join(left if entry in self.ids else [*left, entry])

    def carried(self, path: str) -> str:
        """Return the address of another page of this site, with the list where there is one."""
        if not self.ids:
            return path
        return f"{path}{'&' if '?' in path else '?'}{KEPT}={quote(self.value, safe=',')}"


def kept_in(query: MultiMapping[str], searcher: Searcher) -> tuple[str, ...]:
    """Return the ids of the entries that an address carries."""
    return known_ids((part.strip() for value in query.getall(KEPT, []) for part in value.split(",")), searcher)


def known_ids(ids: Iterable[str], searcher: Searcher) -> tuple[str, ...]:
    """Return the ids of entries that there are, each once and as it is now: a retired id gives that of its successor."""
    resources = searcher.snapshot.resources
    current = (resources[searcher.by_id[each]].id for each in ids if each in searcher.by_id)
    return tuple(dict.fromkeys(current))[:LONGEST_LIST]
