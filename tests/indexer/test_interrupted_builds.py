"""Builds that are killed, and builds that run at once, leave the index whole."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.build import WAITING, build_index
from knowledge.search import Snapshot
from knowledge.search.snapshot import current_name
from tests.indexer.small_catalogue import IDS, SmallCatalogue

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 120


def start(small: SmallCatalogue, stay_at: str = "", seconds: float = PATIENCE_S) -> subprocess.Popen[str]:
    folder = small.settings.catalogue.parent
    command = [sys.executable, "-m", "tests.indexer.building", str(folder), stay_at, str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE_S)


def wait_for(process: subprocess.Popen[str], step: str) -> None:
    assert process.stdout
    for line in process.stdout:
        if line.startswith(step):
            return
    raise AssertionError(f"The build never came to {step}: {process.stderr.read() if process.stderr else ''}")


def change(small: SmallCatalogue, number: int) -> None:
    """Change every record, so that everything has to be embedded anew."""
    for resource_id in IDS:
        text = f"Text number {number} of {resource_id}, different from all the texts before it."
        small.change(resource_id, summary=text, asked_as=[f"{text} Question {question}." for question in range(4)])


def check_whole(small: SmallCatalogue, name: str) -> None:
    snapshot = Snapshot.load_current(small.settings.index_folder)
    assert snapshot.name == name
    assert len(snapshot.resources) == len(IDS)


@pytest.mark.parametrize("step", ["Embedding|0", "Embedding|32", "Writing the snapshot|0"])
def test_a_build_killed_at_a_step_leaves_the_old_snapshot_serving_and_the_next_build_succeeds(
    small: SmallCatalogue, step: str
) -> None:
    name = build_index(small.settings).name
    change(small, 1)
    process = start(small, stay_at=step)
    wait_for(process, step)
    kill(process)
    check_whole(small, name)
    report = build_index(small.settings)
    assert not report.unchanged
    check_whole(small, report.name)
    assert [path for path in small.settings.index_folder.iterdir() if path.name.startswith(".building-")] == []


def test_what_a_killed_build_has_embedded_is_kept(small: SmallCatalogue) -> None:
    change(small, 1)
    process = start(small, stay_at="Embedding|32")
    wait_for(process, "Embedding|32")
    kill(process)
    anew = build_index(small.settings).embedded
    change(small, 2)
    assert anew == build_index(small.settings).embedded - 32


def test_builds_killed_at_random_moments_never_leave_a_broken_index(small: SmallCatalogue) -> None:
    name = build_index(small.settings).name
    chance = random.Random(7)
    for number in range(4):
        change(small, 10 + number)
        process = start(small)
        assert process.stdout
        # From the first step on: what comes before is the import of the program.
        select.select([process.stdout], [], [], PATIENCE_S)
        time.sleep(chance.uniform(0, 1.5))
        kill(process)
        serving = current_name(small.settings.index_folder)
        assert serving
        check_whole(small, serving)
        name = serving
    report = build_index(small.settings)
    check_whole(small, report.name)
    assert (report.name == name) == report.unchanged


def test_a_second_build_waits_for_the_first_and_says_so(small: SmallCatalogue) -> None:
    change(small, 1)
    first = start(small, stay_at="Embedding|0", seconds=8)
    wait_for(first, "Embedding|0")
    second = start(small)
    out, err = second.communicate(timeout=PATIENCE_S)
    first_out, _ = first.communicate(timeout=PATIENCE_S)
    assert (first.returncode, second.returncode) == (0, 0), err
    assert out.splitlines()[0] == f"{WAITING}|0|1"
    first_name = first_out.splitlines()[-1].split("|")[1]
    assert out.splitlines()[-1] == f"done|{first_name}|True"
    check_whole(small, first_name)


def test_several_builds_at_once_end_in_one_whole_snapshot(small: SmallCatalogue) -> None:
    change(small, 1)
    processes = [start(small) for _ in range(3)]
    ended = [(process.communicate(timeout=PATIENCE_S)[0].splitlines()[-1], process.returncode) for process in processes]
    assert all(code == 0 for _, code in ended)
    names = {last.split("|")[1] for last, _ in ended}
    assert len(names) == 1
    assert sorted(last.split("|")[2] for last, _ in ended) == ["False", "True", "True"]
    check_whole(small, names.pop())


def test_a_killed_build_lets_go_of_its_lock(small: SmallCatalogue) -> None:
    change(small, 1)
    process = start(small, stay_at="Embedding|0")
    wait_for(process, "Embedding|0")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=PATIENCE_S)
    steps: list[str] = []
    build_index(small.settings, progress=lambda step, done, total: steps.append(step))
    assert WAITING not in steps
