"""``stemfinder evaluate``, as it is typed."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typer.testing import CliRunner

from knowledge.errors import QueryError
from stemfinder import all_commands
from tests.bot.evaluation.test_dialogues import ORKNEY, answer

DIALOGUES = [
    {"id": "met", "persona": "teacher", "turns": [{"say": "hello", "expect": {"area": "Orkney Islands"}}]},
    {"id": "missed", "persona": "parent", "turns": [{"say": "hello", "expect": {"area": "Fife"}}]},
]
GOAL = {
    "id": "g",
    "persona": "employer",
    "goal": "w",
    "budget": 2,
    "opening": "hello",
    "done": [{"card": {"area": "Orkney Islands"}}],
}


class OneAnswer(BaseHTTPRequestHandler):
    """A site that gives everybody the same answer."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(answer(ORKNEY)).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address() -> Any:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OneAnswer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def lines(path: Path, *objects: dict[str, Any]) -> str:
    path.write_text("\n".join(json.dumps(each) for each in objects))
    return str(path)


def run(*arguments: str) -> int:
    return CliRunner().invoke(all_commands(), ["evaluate", *arguments], catch_exceptions=False).exit_code


def test_task_success_below_the_least_wanted_ends_with_status_1(address: str, tmp_path: Path) -> None:
    half = lines(tmp_path / "d.jsonl", *DIALOGUES)
    assert run("--dialogues", half, "--site", address) == 0
    assert run("--dialogues", half, "--site", address, "--least", "0.5") == 0
    assert run("--dialogues", half, "--site", f"{address}/", "--least", "0.6") == 1
    goals = lines(tmp_path / "g.jsonl", GOAL)
    assert run("--goals", goals, "--site", address, "--least", "1") == 0
    assert run("--goals", goals, "--dialogues", half, "--site", address, "--least", "1", "--verbose") == 1


def test_a_site_that_is_not_there_is_a_failure_of_every_dialogue(tmp_path: Path) -> None:
    assert run("--dialogues", lines(tmp_path / "d.jsonl", *DIALOGUES), "--site", "http://127.0.0.1:9", "--least", "0.1") == 1


def test_without_anything_to_measure_it_says_what_can_be_given() -> None:
    with pytest.raises(QueryError, match="nothing to measure"):
        run()
