"""Check the catalogue's addresses politely: HEAD before GET, one host one thing at a time, and every host's robots.txt is heeded,
of those too to which an address leads on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp

State = Literal["works", "moved", "gone", "fails", "unknown"]
AGENT = "stem-finder-link-checker"
TIMEOUT_S = 20.0
BETWEEN_S = 2.0
"""Pause between two requests to one host; longer where its robots.txt asks for it."""
LONGEST_PAUSE_S = 30.0
AT_ONCE = 8
"""How many hosts are asked at once."""
MOST_REDIRECTS = 8
LARGEST_ROBOTS = 500_000
_GONE = frozenset({404, 410})
# The server is there but does not answer programs: nothing is known about the page.
_NOT_FOR_PROGRAMS = frozenset({401, 403, 405, 406, 451, 999})
_BUSY = 429
_FOR_GOOD = frozenset({301, 308})
_LEADS_ON = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class LinkState:
    """What was found at an address.

    Attributes:
        address: as the catalogue has it.
        state: works; moved for good (``detail`` tells where to); gone; fails; unknown (programs may not look).
        why: what was the matter, such as "slow": the text desk_link_why_slow says it.
        detail: a status, a host or an address that belongs to it.
    """

    address: str
    state: State
    why: str = ""
    detail: str = ""


@dataclass
class _Host:
    """One host: asked one thing at a time.

    Attributes:
        stopped: why it is asked nothing more in this run.
    """

    alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots: RobotFileParser | None = None
    asked: bool = False
    between_s: float = 0.0
    stopped: _Stopped | None = None


class _Stopped(Exception):
    """Nothing more needs to be asked about an address."""

    def __init__(self, state: State, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.state: State = state
        self.why = why
        self.detail = detail


class LinkChecker:
    """Checks addresses.

    Args:
        session: with which to ask.
        between_s: pause between two requests to one host.
        timeout_s: how long to wait for an answer.
        sleep: waits for some seconds.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        between_s: float = BETWEEN_S,
        timeout_s: float = TIMEOUT_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._between_s = between_s
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def check_all(self, addresses: list[str], found: Callable[[LinkState], None]) -> None:
        """Check each address; tell ``found`` of each as soon as it is known."""

        async def check(address: str) -> None:
            found(await self.check(address))

        await asyncio.gather(*(check(address) for address in dict.fromkeys(addresses)))

    async def check(self, address: str) -> LinkState:
        """Return what is at ``address``."""
        try:
            status, moved_to = await self._followed("HEAD", address)
            if status >= 400:
                # Many servers answer HEAD wrongly.
                status, moved_to = await self._followed("GET", address)
        except _Stopped as stopped:
            return LinkState(address, stopped.state, stopped.why, stopped.detail)
        if status in _GONE:
            return LinkState(address, "gone", "gone", str(status))
        if status in _NOT_FOR_PROGRAMS:
            return LinkState(address, "unknown", "refused", str(status))
        if status >= 400:
            return LinkState(address, "fails", "fault", str(status))
        return LinkState(address, "moved", detail=moved_to) if moved_to else LinkState(address, "works")

    async def _followed(self, method: str, address: str) -> tuple[int, str]:
        """Return the status at the end of all redirects, and where the address leads for good; empty where it does not."""
        here, for_good = _led_on("", address), True
        for hop in range(MOST_REDIRECTS + 1):
            try:
                status, leads_to = await self._ask(method, here)
            except _Stopped as stopped:
                if stopped.why == "robots" and _site(here) != _site(address):
                    raise _Stopped("unknown", "robots_on", urlsplit(here).netloc) from stopped
                raise
            if not leads_to:
                return status, here if hop and for_good else ""
            for_good = for_good and status in _FOR_GOOD
            here = _led_on(here, leads_to)
        raise _Stopped("fails", "circle", here)

    async def _ask(self, method: str, address: str) -> tuple[int, str]:
        """Ask one thing once; return the status, and where the answer leads on to, if it does."""
        if not address.startswith(("http://", "https://")):
            raise _Stopped("fails", "strange", address)
        host = self._hosts.setdefault(_site(address), _Host(between_s=self._between_s))
        async with host.alone:
            try:
                if host.robots is None and host.stopped is None:
                    host.robots = await self._robots(_site(address), host)
                if host.stopped is not None:
                    raise host.stopped
                if host.robots is None or not host.robots.can_fetch(AGENT, address):
                    raise _Stopped("unknown", "robots")
                return await self._answer(method, address, host)
            except TimeoutError as error:
                raise self._given_up(host, "slow") from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise self._given_up(host, "unreachable", type(error).__name__) from error

    async def _answer(self, method: str, address: str, host: _Host) -> tuple[int, str]:
        await self._pause(host)
        async with (
            self._at_once,
            self._session.request(
                method, address, headers={"User-Agent": AGENT}, timeout=self._timeout, allow_redirects=False
            ) as response,
        ):
            # The page is not read: a large one costs neither side anything.
            response.close()
            if response.status == _BUSY:
                host.stopped = _Stopped("unknown", "busy", str(_BUSY))
                raise host.stopped
            return response.status, response.headers.get("Location", "") if response.status in _LEADS_ON else ""

    async def _robots(self, site: str, host: _Host) -> RobotFileParser:
        """Return a site's rules (RFC 9309): without a file everything is allowed; where it is refused, nothing."""
        rules = RobotFileParser()
        await self._pause(host)
        asked = self._session.get(f"{site}/robots.txt", headers={"User-Agent": AGENT}, timeout=self._timeout)
        async with self._at_once, asked as response:
            if response.status >= 500:
                host.stopped = _Stopped("fails", "fault", str(response.status))
            elif response.status == _BUSY:
                host.stopped = _Stopped("unknown", "busy", str(_BUSY))
            elif response.status in {401, 403}:
                rules.parse(["User-agent: *", "Disallow: /"])
            elif response.status >= 400:
                rules.parse([])
            else:
                rules.parse((await _beginning(response)).decode("utf-8", errors="replace").splitlines())
        asked_for = float(rules.crawl_delay(AGENT) or 0)
        host.between_s = max(self._between_s, min(asked_for, LONGEST_PAUSE_S))
        return rules

    def _given_up(self, host: _Host, why: str, detail: str = "") -> _Stopped:
        """Return that there was no answer; a host that gave none even for its rules is not asked again in this run."""
        stopped = _Stopped("fails", why, detail)
        if host.robots is None:
            host.stopped = stopped
        return stopped

    async def _pause(self, host: _Host) -> None:
        if host.asked:
            await self._sleep(host.between_s)
        host.asked = True


def _led_on(here: str, leads_to: str) -> str:
    """Return the address to which a page leads, without what stands behind #.

    Raises:
        _Stopped: it is no address. One broken address must not end the whole run.
    """
    try:
        there = urldefrag(urljoin(here, leads_to)).url
        _site(there)
    except ValueError as error:
        raise _Stopped("fails", "strange", leads_to) from error
    return there


def _site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower()}"


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, as far as it is no larger than a robots.txt should be."""
    read = b""
    async for piece in response.content.iter_chunked(64 * 1024):
        read += piece
        if len(read) >= LARGEST_ROBOTS:
            response.close()
            break
    return read[:LARGEST_ROBOTS]
