"""What the link checker found, kept for curators; and which addresses to look at next."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.desk.links import LinkState
from bot.desk.schema import with_desk_tables
from bot.storage import Database
from knowledge.catalogue.resource import Resource

BROKEN = frozenset({"gone", "fails"})
"""States in which visitors find nothing."""


@dataclass(frozen=True)
class SeenLink:
    """An address that was looked at.

    Attributes:
        found: what was found last.
        day: when that was, as an ISO date.
        since: the first day on which it was found broken, without having worked since; "" where there is none.
    """

    found: LinkState
    day: str
    since: str

    @property
    def is_broken(self) -> bool:
        """Whether visitors find nothing there."""
        return self.found.state in BROKEN


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
        day = self._today().isoformat()
        with self._database.transaction() as connection:
            before = connection.execute("SELECT since FROM links WHERE address = ?", (found.address,)).fetchone()
            since = before["since"] if before else ""
            if found.state in BROKEN:
                since = since or day
            elif found.state != "unknown":
                since = ""
            connection.execute(
                "INSERT OR REPLACE INTO links (address, state, why, detail, day, since) VALUES (?, ?, ?, ?, ?, ?)",
                (found.address, found.state, found.why, found.detail, day, since),
            )

    def seen(self) -> dict[str, SeenLink]:
        """Return address -> what was found there."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM links").fetchall()
        return {
            row["address"]: SeenLink(LinkState(row["address"], row["state"], row["why"], row["detail"]), row["day"], row["since"])
            for row in rows
        }

    def next_of(self, resources: Iterable[Resource], limit: int | None = None) -> list[str]:
        """Return the addresses of ``resources``: those never looked at first, then the longest unseen."""
        seen = self.seen()
        addresses = list(dict.fromkeys(address for each in resources for address in addresses_of(each)))
        addresses.sort(key=lambda address: seen[address].day if address in seen else "")
        return addresses[:limit]


def addresses_of(resource: Resource) -> list[str]:
    """Return the addresses that stand in a record."""
    return list(dict.fromkeys((resource.contact.url, resource.source_url, *resource.more_sources)))
