"""What the link checker found, kept for curators; and which addresses to look at next."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from bot.desk.links import LinkState
from bot.desk.schema import with_desk_tables
from bot.storage import Database
from knowledge.catalogue.resource import Resource


class LinkStore:
    """The states in the database.

    Args:
        database: the one file; every method may raise its StorageError.
        today: gives the day.
    """

    def __init__(self, database: Database, today: Callable[[], datetime.date] = datetime.date.today) -> None:
        self._database = with_desk_tables(database)
        self._today = today

    def note(self, found: LinkState) -> None:
        """Keep what was found at an address, instead of what was found before."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO links (address, state, detail, day) VALUES (?, ?, ?, ?)",
                (found.address, found.state, found.detail, self._today().isoformat()),
            )

    def states(self) -> dict[str, tuple[LinkState, str]]:
        """Return address -> (what was found, on which day)."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM links").fetchall()
        return {row["address"]: (LinkState(row["address"], row["state"], row["detail"]), row["day"]) for row in rows}

    def next_of(self, resources: Iterable[Resource], limit: int | None = None) -> list[str]:
        """Return the addresses of ``resources``: those never looked at first, then the longest unseen."""
        seen = self.states()
        addresses = list(dict.fromkeys(address for each in resources for address in addresses_of(each)))
        addresses.sort(key=lambda address: seen[address][1] if address in seen else "")
        return addresses[:limit]


def addresses_of(resource: Resource) -> list[str]:
    """Return the addresses that stand in a record."""
    return list(dict.fromkeys((resource.contact.url, resource.source_url, *resource.more_sources)))
