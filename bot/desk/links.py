"""Check the catalogue's addresses politely: robots.txt is heeded, one host is asked one thing at a time, and HEAD before GET."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp

State = Literal["works", "moved", "gone", "fails", "unknown"]
AGENT = "stem-finder-link-checker"
TIMEOUT_S = 20.0
BETWEEN_S = 2.0
"""Pause between two requests to one host."""
AT_ONCE = 8
"""How many hosts are asked at once."""
MOST_REDIRECTS = 8
_LARGEST_ROBOTS = 500_000
_GONE = frozenset({404, 410})
# The server is there but does not answer programs: nothing is known about the page.
_NOT_FOR_PROGRAMS = frozenset({401, 403, 405, 406, 429, 451, 999})
_FOR_GOOD = frozenset({301, 308})


@dataclass(frozen=True)
class LinkState:
    """What was found at an address.

    Attributes:
        address: as the catalogue has it.
        state: works; moved for good (``detail`` tells where to); gone; fails; unknown (programs may not look).
        detail: in plain words.
    """

    address: str
    state: State
    detail: str


@dataclass
class _Host:
    """One host: asked one thing at a time."""

    alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots: RobotFileParser | None = None
    asked: bool = False


class LinkChecker:
    """Checks addresses.

    Args:
        session: with which to ask.
        between_s: pause between two requests to one host.
        timeout_s: how long to wait for an answer.
    """

    def __init__(self, session: aiohttp.ClientSession, between_s: float = BETWEEN_S, timeout_s: float = TIMEOUT_S) -> None:
        self._session = session
        self._between_s = between_s
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._hosts: dict[str, _Host] = {}
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def check_all(self, addresses: list[str], found: Callable[[LinkState], None]) -> None:
        """Check each address; tell ``found`` of each as soon as it is known."""

        async def check(address: str) -> None:
            found(await self.check(address))

        await asyncio.gather(*(check(address) for address in dict.fromkeys(addresses)))

    async def check(self, address: str) -> LinkState:
        """Return what is at ``address``."""
        parts = urlsplit(address)
        host = self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}", _Host())
        async with host.alone, self._at_once:
            try:
                if host.robots is None:
                    host.robots = await self._robots(f"{parts.scheme}://{parts.netloc}", host)
                if not host.robots.can_fetch(AGENT, address):
                    return LinkState(address, "unknown", "The site asks programs not to look at it (robots.txt).")
                return await self._looked_at(address, host)
            except TimeoutError:
                return LinkState(address, "fails", "There was no answer in time.")
            except aiohttp.TooManyRedirects:
                return LinkState(address, "fails", "It leads in a circle.")
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return LinkState(address, "fails", f"It cannot be reached ({type(error).__name__}).")

    async def _looked_at(self, address: str, host: _Host) -> LinkState:
        status, moved_to = await self._ask("HEAD", address, host)
        if status >= 400:
            # Many servers answer HEAD wrongly.
            status, moved_to = await self._ask("GET", address, host)
        if status in _GONE:
            return LinkState(address, "gone", f"There is no such page any more ({status}).")
        if status in _NOT_FOR_PROGRAMS:
            return LinkState(address, "unknown", f"The site does not answer programs ({status}).")
        if status >= 400:
            return LinkState(address, "fails", f"The site has a fault ({status}).")
        if moved_to:
            return LinkState(address, "moved", moved_to)
        return LinkState(address, "works", "")

    async def _ask(self, method: str, address: str, host: _Host) -> tuple[int, str]:
        """Return the status, and where the address leads for good; empty where it does not."""
        await self._pause(host)
        async with self._session.request(
            method, address, headers={"User-Agent": AGENT}, timeout=self._timeout, max_redirects=MOST_REDIRECTS
        ) as response:
            for_good = bool(response.history) and all(step.status in _FOR_GOOD for step in response.history)
            return response.status, str(response.url) if for_good else ""

    async def _robots(self, site: str, host: _Host) -> RobotFileParser:
        """Return a site's rules; without a readable file everything is allowed, and nothing where it is refused."""
        rules = RobotFileParser()
        await self._pause(host)
        async with self._session.get(f"{site}/robots.txt", headers={"User-Agent": AGENT}, timeout=self._timeout) as response:
            if response.status in {401, 403}:
                rules.parse(["User-agent: *", "Disallow: /"])
            elif response.status >= 400:
                rules.parse([])
            else:
                text = (await response.content.read(_LARGEST_ROBOTS)).decode("utf-8", errors="replace")
                rules.parse(text.splitlines())
        return rules

    async def _pause(self, host: _Host) -> None:
        if host.asked:
            await asyncio.sleep(self._between_s)
        host.asked = True
