"""Measure search and chat turns; prints a table and writes it to var/benchmark.md.

With `--against URL` measure only turns: of this version, or the site that `--site URL` names, beside those of another site.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import time
from contextlib import ExitStack

from bot.evaluation.site import running_site
from knowledge.settings import load_settings
from tests.benchmarks import against, search, turns
from tests.benchmarks.timing import table

SETTLES_S = 2.0


def main() -> None:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--against", metavar="URL", help="another running site to compare chat turns with")
    parser.add_argument("--site", metavar="URL", help="a running site of this version; started if left out")
    parser.add_argument("--clients", type=int, default=1, help="with --against: how many ask at once")
    parser.add_argument("--rounds", type=int, default=6, help="how often each site answers every question")
    options = parser.parse_args()
    if options.against:
        with ExitStack() as stack:
            site = options.site or stack.enter_context(running_site(print))
            if options.clients > 1:
                crowd = against.measure_crowd(site, options.against, options.rounds, options.clients)
                print(against.crowd_report(asyncio.run(crowd)))
            else:
                print(against.report(asyncio.run(against.measure(site, options.against, options.rounds))))
    else:
        measure_all()


def measure_all() -> None:
    """Measure search beside the bare embedding, then chat turns of this version."""
    settings = load_settings()
    print("Measuring search beside the bare embedding ...", flush=True)
    timings = search.measure(settings)
    by_name = {timing.name: timing for timing in timings}
    print("Starting the finder and Rasa, then measuring chat turns ...", flush=True)
    with running_site(print) as site:
        time.sleep(SETTLES_S)
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


if __name__ == "__main__":
    main()
