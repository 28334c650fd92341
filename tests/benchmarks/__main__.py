"""Measure search and chat turns; prints a table and writes it to var/benchmark.md."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.settings import load_settings
from tests.benchmarks import search, turns
from tests.benchmarks.timing import table

READY_WITHIN_S = 120


def main() -> None:
    """Run both benchmarks."""
    settings = load_settings()
    print("Measuring search beside the bare embedding ...", flush=True)
    timings = search.measure(settings)
    by_name = {timing.name: timing for timing in timings}
    print("Starting the finder and Rasa, then measuring chat turns ...", flush=True)
    with running_site() as site:
        timings += asyncio.run(turns.measure(site))
    report = "\n".join(
        [
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "",
            table(timings, by_name[search.BARE]),
            "",
            f"A turn of one client takes {timings[-2].p50 - by_name[search.WHOLE].p50:.1f} ms more than the search (p50).",
        ]
    )
    print(report)
    (settings.var / "benchmark.md").write_text(report + "\n", encoding="utf-8")


@contextmanager
def running_site() -> Iterator[str]:
    """Start finder and Rasa on free ports; gives the address."""
    ports = [_free_port() for _ in range(3)]
    environment = os.environ | {
        "STEMFINDER_PORT": str(ports[0]),
        "STEMFINDER_ACTIONS_PORT": str(ports[1]),
        "STEMFINDER_RASA_PORT": str(ports[2]),
        "STEMFINDER_MESSAGES_PER_MINUTE": "1000000",
    }
    running = subprocess.Popen([sys.executable, "-m", "stemfinder", "chat"], env=environment, stdout=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{ports[0]}"
    try:
        deadline = time.monotonic() + READY_WITHIN_S
        while not _is_ready(site):
            if running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The finder did not get ready; see var/logs.")
            time.sleep(0.5)
        time.sleep(2)
        yield site
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_ready(site: str) -> bool:
    try:
        with urllib.request.urlopen(f"{site}/readyz", timeout=2) as response:
            return bool(json.load(response)["rasa"] == "ready")
    except (OSError, ValueError, KeyError):
        return False


if __name__ == "__main__":
    main()
