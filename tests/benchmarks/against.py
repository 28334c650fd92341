"""Chat turns of two running sites side by side: each question goes to both, right after each other, first to either by turns.

By many clients at once: a round of turns goes to one site, then one to the other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

import aiohttp

from tests.benchmarks.search import questions
from tests.benchmarks.timing import Timing
from tests.benchmarks.turns import TURNS, turns_of

TURNS_PER_CONVERSATION = 5
WARM_UP = 20
"""Turns at the start that are not counted."""


@dataclass
class Client:
    """One client of one site, in one conversation after the other.

    Attributes:
        site: its address.
        session: its connections.
        times: milliseconds of each counted turn.
    """

    site: str
    session: aiohttp.ClientSession
    times: list[float]
    conversation: str | None = None

    async def say(self, message: str, counted: bool, opens: bool) -> None:
        """Say one message and note how long the answer took."""
        body = {"conversation": None if opens else self.conversation, "message": message}
        started = time.perf_counter()
        async with self.session.post(f"{self.site}/api/chat", json=body) as response:
            response.raise_for_status()
            reply = await response.json()
        taken = (time.perf_counter() - started) * 1000
        if reply["degraded"]:
            raise RuntimeError(f"{self.site} answered without Rasa: these figures would mean nothing.")
        self.conversation = reply["conversation"]
        if counted:
            self.times.append(taken)


async def measure(site: str, other: str, rounds: int) -> tuple[Timing, Timing]:
    """Return the timings of both sites.

    Args:
        site: address of this version.
        other: address of the version to compare with.
        rounds: how often every question is asked of each.
    """
    texts = questions() * rounds
    async with aiohttp.ClientSession() as session:
        clients = [Client(address.rstrip("/"), session, []) for address in (site, other)]
        for number, text in enumerate([*texts[:WARM_UP], *texts]):
            # Whoever goes second finds the machine warmer: they take turns at that too.
            for client in clients if number % 2 else reversed(clients):
                await client.say(text, number >= WARM_UP, number % TURNS_PER_CONVERSATION == 0)
    mine, others = (Timing(client.site, tuple(client.times)) for client in clients)
    return mine, others


async def measure_crowd(site: str, other: str, rounds: int, clients: int) -> tuple[Timing, Timing]:
    """Return the timings of both sites asked by ``clients`` at once; of each round's turns a second, the median."""
    addresses = [address.rstrip("/") for address in (site, other)]
    rounds_of: dict[str, list[Timing]] = {address: [] for address in addresses}
    for number in range(rounds + 1):
        for address in addresses if number % 2 else reversed(addresses):
            timing = await turns_of(address, clients, TURNS)
            # The first round warms both up.
            rounds_of[address] += [timing] if number else []
    mine, others = (
        Timing(
            address,
            tuple(each for timing in timings for each in timing.milliseconds),
            median(timing.per_second or 0.0 for timing in timings),
        )
        for address, timings in rounds_of.items()
    )
    return mine, others


def crowd_report(timings: tuple[Timing, Timing]) -> str:
    """Return both rates and their ratio."""
    mine, others = timings
    ratio = (mine.per_second or 0.0) / (others.per_second or 1.0)
    return "\n".join(
        [
            "| site | turns | turns/s | p50 ms | p95 ms |",
            "|---|---|---|---|---|",
            *(
                f"| {each.name} | {len(each.milliseconds)} | {each.per_second:.1f} | {each.p50:.2f} | {each.p95:.2f} |"
                for each in timings
            ),
            "",
            f"Ratio of the turns a second: {ratio:.3f} ({mine.name} over {others.name}).",
        ]
    )


def report(timings: tuple[Timing, Timing]) -> str:
    """Return both medians, the ratio, and the median ratio of the same turn."""
    mine, others = timings
    paired = median(a / b for a, b in zip(mine.milliseconds, others.milliseconds, strict=True))
    return "\n".join(
        [
            "| site | turns | p50 ms | p95 ms |",
            "|---|---|---|---|",
            *(f"| {each.name} | {len(each.milliseconds)} | {each.p50:.2f} | {each.p95:.2f} |" for each in timings),
            "",
            f"Ratio of the medians: {mine.p50 / others.p50:.3f} ({mine.name} over {others.name}).",
            f"Median ratio of the same turn: {paired:.3f}.",
        ]
    )
