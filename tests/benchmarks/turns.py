"""Chat turns through the public API with real Rasa, by one client and by sixteen."""

from __future__ import annotations

import asyncio
import time

import aiohttp

from tests.benchmarks.search import questions
from tests.benchmarks.timing import Timing

CLIENTS = (1, 16)
TURNS = 320


async def measure(site: str) -> list[Timing]:
    """Time turns; each client holds one conversation of several turns, as a visitor does."""
    found = []
    for clients in CLIENTS:
        await turns_of(site, clients, 32)
        found.append(await turns_of(site, clients, TURNS))
    return found


async def turns_of(site: str, clients: int, turns: int) -> Timing:
    """Time ``turns`` turns, shared by ``clients`` at once.

    Raises:
        RuntimeError: an answer came without Rasa.
    """
    texts = questions()
    times: list[float] = []
    degraded = 0

    async def converse(session: aiohttp.ClientSession, first: int) -> None:
        nonlocal degraded
        conversation = None
        for number in range(turns // clients):
            if number % 5 == 0:
                conversation = None
            body = {"conversation": conversation, "message": texts[(first * 7 + number) % len(texts)]}
            started = time.perf_counter()
            async with session.post(f"{site}/api/chat", json=body) as response:
                response.raise_for_status()
                reply = await response.json()
            times.append((time.perf_counter() - started) * 1000)
            conversation = reply["conversation"]
            degraded += reply["degraded"]

    async with aiohttp.ClientSession() as session:
        began = time.perf_counter()
        await asyncio.gather(*(converse(session, first) for first in range(clients)))
        seconds = time.perf_counter() - began
    if degraded:
        raise RuntimeError(f"{degraded} of {len(times)} turns were answered without Rasa: these figures would mean nothing.")
    name = f"chat turn with Rasa, {clients} client{'s' if clients > 1 else ''}"
    return Timing(name, tuple(times), len(times) / seconds)
