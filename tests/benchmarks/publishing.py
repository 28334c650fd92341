"""How long an edit at the desk takes to show in search and chat while visitors ask, and whether any request of theirs fails.

``python -m tests.benchmarks.publishing`` works on a copy of the catalogue in a folder of its own; nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

import aiohttp
import numpy as np

from indexer.build import build_index
from knowledge.settings import load_settings
from tests.desk.editing import Desk, Load, new_word, product_of_our_own, sign_in


async def measure(desk: Desk, edits: int, per_second: float) -> str:
    """Edit ``edits`` times under load; return the figures as text."""
    load, taken, published = Load(desk.site, per_second), [], []
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session, load.running(session):
        await asyncio.sleep(2)
        for _ in range(edits):
            word = new_word()
            began = time.perf_counter()
            await desk.publish(word)
            published.append(time.perf_counter() - began)
            await desk.shows(session, word)
            taken.append(time.perf_counter() - began)
            await asyncio.sleep(1)
    return "\n".join(
        [
            f"{os.cpu_count()} cores, {edits} edits, {per_second:g} requests/s of visitors, half of them chat with Rasa",
            f"from pressing Publish to showing in search and chat: median {np.median(taken):.2f} s, longest {max(taken):.2f} s",
            f"the desk's own answer: median {np.median(published):.2f} s, longest {max(published):.2f} s",
            f"visitors' requests: {len(load.milliseconds)}, p50 {np.percentile(load.milliseconds, 50):.0f} ms, "
            f"p99 {np.percentile(load.milliseconds, 99):.0f} ms, longest {max(load.milliseconds):.0f} ms",
            f"errors, answers without Rasa among them: {len(load.errors)} {sorted(set(load.errors)) or ''}",
        ]
    )


def main() -> None:
    """Start the product over a copy of the catalogue, edit it under load, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.publishing", description=__doc__)
    parser.add_argument("--edits", type=int, default=5, help="how many edits to publish, one after the other")
    parser.add_argument("--per-second", type=float, default=50, help="requests of visitors a second")
    options = parser.parse_args()
    settings = load_settings()
    build_index(settings)
    print("Starting finder and Rasa over a copy of the catalogue ...", flush=True)
    with tempfile.TemporaryDirectory() as folder, product_of_our_own(Path(folder), settings) as (product, own, password):

        async def run() -> str:
            return await measure(await sign_in(product.address, own, password), options.edits, options.per_second)

        print(asyncio.run(run()))


if __name__ == "__main__":
    main()
