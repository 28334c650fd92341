"""The link checker, against a server of the test's own."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.desk.link_store import LinkStore, addresses_of
from bot.desk.links import AGENT, LinkChecker, LinkState
from bot.storage import Database
from tests.bot.desk.test_record_text import shed


@dataclass
class Site:
    """A site that notes what it is asked.

    Attributes:
        robots: its robots.txt; None for a site without one.
    """

    address: str = ""
    robots: str | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path))
        assert request.headers["User-Agent"] == AGENT
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0.005)
        self.under_way -= 1
        path = request.path
        if path == "/robots.txt":
            return web.Response(text=self.robots) if self.robots is not None else web.Response(status=404)
        if path.startswith("/status/"):
            return web.Response(status=int(path.removeprefix("/status/")))
        if path == "/no-head":
            return web.Response(status=405 if request.method == "HEAD" else 200)
        if path == "/for-good":
            raise web.HTTPMovedPermanently("/page")
        if path == "/for-now":
            raise web.HTTPFound("/page")
        if path == "/circle":
            raise web.HTTPFound("/circle")
        if path == "/slow":
            await asyncio.sleep(5)
        return web.Response(text="Hello.")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    running = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", running.answer)
    server = TestServer(app)
    await server.start_server()
    running.address = str(server.make_url("")).rstrip("/")
    yield running
    await server.close()


async def check(site: Site, *paths: str, timeout_s: float = 3) -> list[LinkState]:
    """What the checker says of some pages of the site, in the order asked."""
    found: dict[str, LinkState] = {}
    addresses = [path if "://" in path else site.address + path for path in paths]
    async with aiohttp.ClientSession() as session:
        checker = LinkChecker(session, between_s=0, timeout_s=timeout_s)
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
    assert (found[0].state, found[0].detail) == ("fails", "There was no answer in time.")


async def test_what_robots_txt_forbids_is_not_looked_at(site: Site) -> None:
    site.robots = "User-agent: *\nDisallow: /private\n"
    assert [found.state for found in await check(site, "/private/page", "/page")] == ["unknown", "works"]
    assert [path for _, path in site.asked] == ["/robots.txt", "/page"]


async def test_a_page_that_works_is_asked_by_head_alone(site: Site) -> None:
    await check(site, "/page")
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/page")]


async def test_one_host_is_asked_one_thing_at_a_time_and_robots_txt_once(site: Site) -> None:
    await check(site, *(f"/page/{number}" for number in range(10)), "/page/1")
    assert site.most_under_way == 1
    assert len(site.asked) == 11


def test_addresses_never_looked_at_come_first_then_the_longest_unseen(database: Database) -> None:
    record = shed(more_sources=("https://a.example.org", "https://b.example.org"))
    addresses = addresses_of(record)
    assert len(addresses) == 4
    for day, address in enumerate(addresses[:3], start=1):
        LinkStore(database, lambda day=day: datetime.date(2026, 3, 10 - day)).note(LinkState(address, "works", ""))  # type: ignore[misc]
    store = LinkStore(database)
    assert store.next_of([record]) == [addresses[3], addresses[2], addresses[1], addresses[0]]
    assert store.next_of([record], 1) == [addresses[3]]
    store.note(LinkState(addresses[0], "gone", "Away."))
    assert store.states()[addresses[0]][0].state == "gone"
