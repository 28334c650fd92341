"""The link checker, against a server of the test's own."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.desk.link_store import LinkStore, addresses_of
from bot.desk.links import AGENT, LARGEST_ROBOTS, LONGEST_PAUSE_S, LinkChecker, LinkState, State
from bot.storage import Database
from tests.bot.desk.test_record_text import shed

A_LOT = 64 * 1024 * 1024


@dataclass
class Site:
    """A site that notes what it is asked.

    Attributes:
        robots: its robots.txt, or the status that it answers instead; None for a site without one.
        sent: bytes of the page without an end that were sent.
    """

    address: str = ""
    robots: str | bytes | int | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    sent: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path))
        assert request.headers["User-Agent"] == AGENT
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0.005)
        self.under_way -= 1
        path = request.path
        if path == "/robots.txt":
            if self.robots is None or isinstance(self.robots, int):
                return web.Response(status=self.robots or 404)
            return web.Response(body=self.robots, content_type="text/plain")
        if path.startswith("/status/"):
            return web.Response(status=int(path.removeprefix("/status/")))
        if path == "/no-head":
            return web.Response(status=405 if request.method == "HEAD" else 200)
        if path == "/for-good":
            raise web.HTTPMovedPermanently("/page")
        if path == "/for-now":
            raise web.HTTPFound("/page")
        if path == "/to":
            raise web.HTTPMovedPermanently(request.query["address"])
        if path == "/endless":
            return await self._endless(request)
        if path == "/circle":
            raise web.HTTPFound("/circle")
        if path == "/slow":
            await asyncio.sleep(5)
        return web.Response(text="Hello.")

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        """A page that HEAD is refused for, and that never ends."""
        if request.method == "HEAD":
            return web.Response(status=405)
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while self.sent < A_LOT:
                await response.write(bytes(64 * 1024))
                self.sent += 64 * 1024
        return response


async def started(stack: contextlib.AsyncExitStack) -> Site:
    """A site that listens until the stack closes."""
    running = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", running.answer)
    server = TestServer(app)
    await server.start_server()
    stack.push_async_callback(server.close)
    running.address = str(server.make_url("")).rstrip("/")
    return running


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with contextlib.AsyncExitStack() as stack:
        yield await started(stack)


@pytest.fixture
async def elsewhere() -> AsyncIterator[Site]:
    """Another host."""
    async with contextlib.AsyncExitStack() as stack:
        yield await started(stack)


async def check(
    site: Site, *paths: str, timeout_s: float = 3, between_s: float = 0, slept: list[float] | None = None
) -> list[LinkState]:
    """What the checker says of some pages of the site, in the order asked; ``slept`` hears of every pause."""
    found: dict[str, LinkState] = {}
    addresses = [path if path.startswith("http") else site.address + path for path in paths]

    async def sleep(seconds: float) -> None:
        if slept is not None:
            slept.append(seconds)

    async with aiohttp.ClientSession() as session:
        checker = LinkChecker(session, between_s, timeout_s, sleep)
        await checker.check_all(addresses, lambda state: found.__setitem__(state.address, state))
    return [found[address] for address in addresses]


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/page", "works"),
        ("/no-head", "works"),
        ("/for-now", "works"),
        ("/for-good", "moved"),
        ("/status/404", "gone"),
        ("/status/410", "gone"),
        ("/status/403", "unknown"),
        ("/status/429", "unknown"),
        ("/to?address=mailto:somebody", "fails"),
        ("/to?address=http://[nowhere", "fails"),
        ("http://[nowhere", "fails"),
        ("http://a..b/", "fails"),
        ("/status/500", "fails"),
        ("/circle", "fails"),
        ("http://127.0.0.1:1/nobody-listens", "fails"),
    ],
)
async def test_a_page_is_told_for_what_it_is(site: Site, path: str, state: str) -> None:
    assert [found.state for found in await check(site, path)] == [state]


async def test_a_page_that_moved_for_good_tells_where_to(site: Site) -> None:
    assert (await check(site, "/for-good"))[0].detail == f"{site.address}/page"


async def test_a_page_that_does_not_answer_in_time_fails(site: Site) -> None:
    found = await check(site, "/slow", timeout_s=0.2)
    assert (found[0].state, found[0].why) == ("fails", "slow")


async def test_what_robots_txt_forbids_is_not_looked_at(site: Site) -> None:
    site.robots = "User-agent: *\nDisallow: /private\n"
    assert [found.state for found in await check(site, "/private/page", "/page")] == ["unknown", "works"]
    assert [path for _, path in site.asked] == ["/robots.txt", "/page"]


async def test_what_another_hosts_robots_txt_forbids_is_not_looked_at_either(site: Site, elsewhere: Site) -> None:
    elsewhere.robots = "User-agent: *\nDisallow: /private\n"
    found = await check(site, *(f"/to?address={elsewhere.address}/{page}" for page in ("private", "page")))
    host = elsewhere.address.removeprefix("http://")
    assert [(each.state, each.why, each.detail) for each in found] == [
        ("unknown", "robots_on", host),
        ("moved", "", f"{elsewhere.address}/page"),
    ]
    assert elsewhere.asked == [("GET", "/robots.txt"), ("HEAD", "/page")]


async def test_two_hosts_that_lead_to_each_other_do_not_wait_for_each_other_for_ever(site: Site, elsewhere: Site) -> None:
    there = f"{site.address}/to?address={elsewhere.address}/page"
    back = f"{elsewhere.address}/to?address={site.address}/page"
    async with asyncio.timeout(20):
        assert [each.state for each in await check(site, there, back)] == ["moved", "moved"]


@pytest.mark.parametrize(
    ("status", "state", "why"), [(403, "unknown", "robots"), (503, "fails", "fault"), (429, "unknown", "busy")]
)
async def test_a_site_that_does_not_give_its_rules_is_asked_nothing_more(site: Site, status: int, state: str, why: str) -> None:
    site.robots = status
    assert [(each.state, each.why) for each in await check(site, "/page", "/other")] == [(state, why)] * 2
    assert site.asked == [("GET", "/robots.txt")]


async def test_rules_of_endless_length_are_read_to_a_point(site: Site) -> None:
    site.robots = (
        b"User-agent: *\nDisallow: /private\n" + b"#" * 80 * 1024 + b"\n" + b"Disallow: /late\n" + b"#" * 2 * LARGEST_ROBOTS
    )
    assert [each.state for each in await check(site, "/private", "/late", "/page")] == ["unknown", "unknown", "works"]


async def test_a_host_that_asks_to_be_left_alone_is_left_alone(site: Site) -> None:
    found = await check(site, "/status/429", "/page")
    assert [(each.state, each.why) for each in found] == [("unknown", "busy")] * 2
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/status/429")]


async def test_a_host_is_asked_with_pauses_and_with_those_that_it_asks_for(site: Site, elsewhere: Site) -> None:
    slept: list[float] = []
    await check(site, "/page", "/no-head", between_s=2, slept=slept)
    assert slept == [2] * (len(site.asked) - 1)
    slept.clear()
    elsewhere.robots = "User-agent: *\nCrawl-delay: 7\n"
    await check(elsewhere, "/page", "/other", between_s=2, slept=slept)
    assert slept == [7, 7]
    slept.clear()
    elsewhere.robots = "User-agent: *\nCrawl-delay: 86400\n"
    await check(elsewhere, "/page", between_s=2, slept=slept)
    assert slept == [LONGEST_PAUSE_S]


async def test_a_page_that_works_is_asked_by_head_alone(site: Site) -> None:
    await check(site, "/page")
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/page")]


async def test_a_page_is_not_read_however_long_it_is(site: Site) -> None:
    assert [each.state for each in await check(site, "/endless")] == ["works"]
    assert site.sent < A_LOT


async def test_one_host_is_asked_one_thing_at_a_time_and_robots_txt_once(site: Site) -> None:
    await check(site, *(f"/page/{number}" for number in range(10)), "/page/1")
    assert site.most_under_way == 1
    assert len(site.asked) == 11


def test_it_is_known_since_when_an_address_is_broken(database: Database) -> None:
    address, day = "https://a.example.org", datetime.date(2026, 3, 1)
    store = LinkStore(database, lambda: day)

    def found(state: State) -> tuple[str, str]:
        store.note(LinkState(address, state))
        seen = store.seen()[address]
        return seen.day, seen.since

    assert found("works") == ("2026-03-01", "")
    day = datetime.date(2026, 3, 8)
    assert found("fails") == ("2026-03-08", "2026-03-08")
    day = datetime.date(2026, 3, 15)
    assert found("gone") == ("2026-03-15", "2026-03-08")
    assert found("unknown") == ("2026-03-15", "2026-03-08")
    assert not store.seen()[address].is_broken
    assert found("works") == ("2026-03-15", "")
    assert found("gone") == ("2026-03-15", "2026-03-15")


def test_addresses_never_looked_at_come_first_then_the_longest_unseen(database: Database) -> None:
    record = shed(more_sources=("https://a.example.org", "https://b.example.org"))
    addresses = addresses_of(record)
    assert len(addresses) == 4
    for day, address in enumerate(addresses[:3], start=1):
        LinkStore(database, lambda day=day: datetime.date(2026, 3, 10 - day)).note(LinkState(address, "works"))  # type: ignore[misc]
    store = LinkStore(database)
    assert store.next_of([record]) == [addresses[3], addresses[2], addresses[1], addresses[0]]
    assert store.next_of([record], 1) == [addresses[3]]
    store.note(LinkState(addresses[0], "gone", "gone", "410"))
    assert store.seen()[addresses[0]].found.state == "gone"
