"""The supervisor: what it says before it starts, and that its processes end."""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest
from aiohttp.test_utils import unused_port
from rich.console import Console

from bot import supervisor
from bot.supervisor import Child, Supervisor
from knowledge.errors import DialogueError, SettingsError
from knowledge.settings import Settings

PATIENCE_S = 30


@pytest.fixture
def settings(tmp_path: Path, index_settings: Settings) -> Settings:
    """Settings with free ports and a folder of the test's own."""
    ports = {"port": unused_port(), "actions_port": unused_port(), "rasa_port": unused_port()}
    return index_settings.model_copy(update={"var": tmp_path, **ports})


def supervised(settings: Settings) -> Supervisor:
    return Supervisor(settings, Console(file=io.StringIO()), time.monotonic())


def not_reached() -> None:
    raise AssertionError("it should not have come to that")


@pytest.mark.parametrize("which", ["port", "actions_port", "rasa_port"])
def test_a_taken_port_is_told_with_the_setting_before_anything_starts(settings: Settings, which: str) -> None:
    port = getattr(settings, which)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(SettingsError) as caught:
            supervised(settings).run(not_reached)
    assert str(port) in caught.value.what
    assert f"STEMFINDER_{which.upper()}=" in caught.value.remedy
    assert list(settings.var.iterdir()) == []


def test_a_host_of_another_machine_is_told(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"192\.0\.2\.1"):
        supervised(settings.model_copy(update={"host": "192.0.2.1"})).run(not_reached)


def test_a_missing_rasa_environment_is_told_with_how_to_get_it(settings: Settings, tmp_path: Path) -> None:
    missing = settings.model_copy(update={"rasa_python": tmp_path / "no" / "python"})
    with pytest.raises(DialogueError) as caught:
        supervised(missing).run(not_reached)
    assert str(tmp_path / "no" / "python") in caught.value.what
    assert "make setup" in caught.value.remedy
    assert "3.10" in caught.value.remedy


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8123"), ("0.0.0.0", "http://127.0.0.1:8123"), ("localhost", "http://localhost:8123")],
)
def test_the_address_is_one_that_can_be_typed_on_this_machine(settings: Settings, host: str, address: str) -> None:
    assert supervised(settings.with_address(host, 8123)).address == address


def test_a_failing_preparation_ends_everything_and_is_passed_on(settings: Settings) -> None:
    def fails() -> None:
        raise DialogueError("The training failed.")

    with pytest.raises(DialogueError, match="training failed"):
        supervised(settings).run(fails)


def test_secrets_that_are_not_set_are_made_anew_each_time_and_alike_for_both(settings: Settings) -> None:
    one, other = supervised(settings), supervised(settings)
    for name in ("STEMFINDER_RASA_TOKEN", "STEMFINDER_ACTIONS_TOKEN"):
        assert one._finder.environment[name] == one._rasa.environment[name] != other._rasa.environment[name]
        assert len(one._rasa.environment[name]) >= 32


def test_no_secret_stands_in_a_command_line(settings: Settings) -> None:
    run = supervised(settings)
    for child in (run._finder, run._rasa):
        words = " ".join(child.command)
        assert run._rasa.environment["STEMFINDER_RASA_TOKEN"] not in words
        assert run._rasa.environment["STEMFINDER_ACTIONS_TOKEN"] not in words


def test_rasa_is_bound_to_loopback_whatever_the_website_listens_on(settings: Settings) -> None:
    command = supervised(settings.with_address("0.0.0.0", None))._rasa.command
    assert command[command.index("-i") + 1] == "127.0.0.1"


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a shorter time before a child that does not listen is made to stop."""
    monkeypatch.setattr(supervisor, "STOP_WITHIN_S", 1.0)


def child(tmp_path: Path, program: str) -> Child:
    return Child("the child", [sys.executable, "-u", "-c", program], dict(os.environ), tmp_path / "logs" / "child.log")


def said(child: Child, words: str) -> str:
    """Wait until the child has said ``words``; returns all it said."""
    for _ in range(PATIENCE_S * 20):
        if child.log.is_file() and words in (text := child.log.read_text()):
            return text
        time.sleep(0.05)
    raise TimeoutError


def is_gone(pid: int) -> bool:
    for _ in range(PATIENCE_S * 20):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_child_writes_to_its_log_and_stops_when_told(tmp_path: Path) -> None:
    one = child(tmp_path, "import time; print('here'); time.sleep(60)")
    one.start()
    said(one, "here")
    assert one.is_running()
    one.stop()
    assert not one.is_running()
    assert one.process
    assert one.process.returncode == -signal.SIGTERM


def test_a_child_that_does_not_listen_is_made_to_stop(tmp_path: Path) -> None:
    one = child(tmp_path, "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)")
    one.start()
    said(one, "deaf")
    one.stop()
    assert one.process
    assert one.process.returncode == -signal.SIGKILL


def test_what_a_child_started_itself_goes_with_it(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('grandchild', p.pid, 'started')\n"
        "time.sleep(60)"
    )
    one = child(tmp_path, program)
    one.start()
    pid = int(said(one, "started").split()[1])
    one.stop()
    assert is_gone(pid)


def test_stopping_a_child_that_never_ran_or_has_ended_is_no_fault(tmp_path: Path) -> None:
    one = child(tmp_path, "print('bye')")
    one.stop()
    one.start()
    said(one, "bye")
    one.stop()
    one.stop()
    assert not one.is_running()


def test_a_child_is_told_to_stop_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\nfrom pathlib import Path\nfrom bot.supervisor import Child\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        f"inner = Child('inner', sleep, dict(os.environ), Path({str(tmp_path)!r}) / 'inner.log')\n"
        "inner.start()\nprint('inner', inner.process.pid, 'started')\ntime.sleep(60)"
    )
    one = child(tmp_path, program)
    one.start()
    pid = int(said(one, "started").split()[1])
    assert psutil.pid_exists(pid)
    assert one.process
    one.process.kill()
    one.process.wait(PATIENCE_S)
    assert is_gone(pid)
