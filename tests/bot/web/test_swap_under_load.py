"""A new index comes into service while visitors ask."""

from __future__ import annotations

import asyncio

from bot.live_index import LiveIndex
from tests.bot.own_index import OwnIndex, until
from tests.bot.web.running import StartSite

VISITORS = 8


async def test_no_request_fails_while_the_index_is_swapped(start_site: StartSite, own_index: OwnIndex) -> None:
    site = await start_site(index=LiveIndex(own_index.settings, seconds_between_looks=0.01))
    old = site.index.searcher.snapshot.name
    statuses: list[int] = []
    swapped = asyncio.Event()

    async def visit(number: int) -> None:
        while not swapped.is_set():
            if number % 2:
                response = await site.client.get("/api/search?q=science+club+in+Fife")
            else:
                response = await site.client.post("/api/chat", json={"message": "science club in Fife"})
            await response.read()
            statuses.append(response.status)

    visitors = [asyncio.create_task(visit(number)) for number in range(VISITORS)]
    own_index.record("crest-awards").unlink()
    name = (await asyncio.to_thread(own_index.build)).name
    await until(lambda: site.index.searcher.snapshot.name == name)
    asked_before = len(statuses)
    await until(lambda: len(statuses) >= asked_before + VISITORS)
    swapped.set()
    await asyncio.gather(*visitors)
    assert name != old
    assert set(statuses) == {200}
    assert (await (await site.client.get("/readyz")).json())["index"]["name"] == name
    assert (await site.client.get("/api/resources/crest-awards")).status == 404
