"""Build the index of a small catalogue in a process of its own: ``python -m tests.indexer.building FOLDER``.

Prints each step as it is reported, so that whoever watches can kill the process at a step.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from indexer.build import build_index
from knowledge.settings import Settings


def main() -> None:
    """Build, slowly enough to be interrupted between steps."""
    folder = Path(sys.argv[1])
    pause = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0

    def tell(step: str, done: int, total: int) -> None:
        print(f"{step}|{done}|{total}", flush=True)
        time.sleep(pause)

    report = build_index(Settings(var=folder / "var", catalogue=folder / "records"), progress=tell)
    print(f"done|{report.name}|{report.unchanged}", flush=True)


if __name__ == "__main__":
    main()
