"""Build the index of a small catalogue in a process of its own: ``python -m tests.indexer.building FOLDER [STEP SECONDS]``.

Prints each step as it is reported and stays at one of them for a while, so that whoever watches can kill the process there.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from indexer.build import build_index
from knowledge.settings import Settings


def main() -> None:
    """Build, and say how it went."""
    folder = Path(sys.argv[1])
    stay_at, seconds = (sys.argv[2], float(sys.argv[3])) if len(sys.argv) > 2 else ("", 0.0)

    def tell(step: str, done: int, total: int) -> None:
        line = f"{step}|{done}|{total}"
        print(line, flush=True)
        if stay_at and line.startswith(stay_at):
            time.sleep(seconds)

    report = build_index(Settings(var=folder / "var", catalogue=folder / "records"), progress=tell)
    print(f"done|{report.name}|{report.unchanged}", flush=True)


if __name__ == "__main__":
    main()
