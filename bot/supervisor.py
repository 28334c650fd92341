"""Run finder and Rasa together: start, wait until a question is answered, restart what crashes, end everything cleanly."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.training import ROOT, check_environment, model_path
from knowledge.errors import DialogueError, SettingsError, StemFinderError
from knowledge.settings import Settings

TRIAL = "science festival in Orkney"
READY_WITHIN_S = 180.0
STOP_WITHIN_S = 8.0
LOOK_EVERY_S = 0.2
LONGEST_REST_S = 30.0
STEADY_AFTER_S = 60.0
PR_SET_PDEATHSIG = 1
POINTER = "current"
"""As knowledge.search.snapshot has it; importing that takes longer than all else before the finder starts."""


@dataclass
class Child:
    """One of the two processes.

    Attributes:
        name: what to call it.
        command: how to start it.
        log: where its output goes.
        crashes: how often it died lately.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    start_again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start the process in a group of its own; it is told to stop should this one be killed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self.started = time.monotonic()
        self.start_again_at = None

    def is_running(self) -> bool:
        """Return whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Tell the process group to stop, and make it."""
        if self.process is None:
            return
        for name, wait in ((signal.SIGTERM, STOP_WITHIN_S), (signal.SIGKILL, STOP_WITHIN_S)):
            if self.process.poll() is not None:
                break
            try:
                os.killpg(self.process.pid, name)
                self.process.wait(wait)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        # What the process itself may have started and left.
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs both processes until told to stop.

    Args:
        settings: ports, host, folders. Secrets that are empty are made anew, for this run alone.
        console: where to report.
        began: when the command was given (``time.monotonic``).
    """

    def __init__(self, settings: Settings, console: Console, began: float) -> None:
        self._settings = settings
        self._console = console
        environment = os.environ | {
            "STEMFINDER_HOST": settings.host,
            "STEMFINDER_PORT": str(settings.port),
            "STEMFINDER_ACTIONS_PORT": str(settings.actions_port),
            "STEMFINDER_RASA_PORT": str(settings.rasa_port),
            "STEMFINDER_VAR": str(settings.var.absolute()),
            "STEMFINDER_MODEL_FOLDER": str(settings.model_folder.absolute()),
            "STEMFINDER_CONVERSATION_MINUTES": str(settings.conversation_minutes),
            "STEMFINDER_RASA_TOKEN": settings.rasa_token.get_secret_value() or secrets.token_urlsafe(32),
            "STEMFINDER_ACTIONS_TOKEN": settings.actions_token.get_secret_value() or secrets.token_urlsafe(32),
        }
        logs = settings.var / "logs"
        finder = [sys.executable, "-m", "stemfinder", "serve"]
        rasa = [
            *(str(settings.rasa_python.absolute()), "-m", "bot.dialogue.launch", "run", "-i", "127.0.0.1"),
            *("-p", str(settings.rasa_port), "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"),
            # The model, the last argument, is known when the bot is trained.
            *("--log-file", os.devnull, "--model", ""),
        ]
        self._finder = Child("The finder", finder, environment, logs / "finder.log")
        self._rasa = Child("Rasa", rasa, environment, logs / "rasa.log")
        self._stop = False
        self._began = began
        self._search_answered: float | None = None

    @property
    def address(self) -> str:
        """Return the address of the website, as somebody on this machine types it."""
        host = "127.0.0.1" if self._settings.host in {"0.0.0.0", "::"} else self._settings.host
        return f"http://{host}:{self._settings.port}"

    def run(self, prepare: Callable[[], None]) -> None:
        """Start both, report when questions are answered, then watch until Ctrl-C or SIGTERM.

        Args:
            prepare: brings index and bot up to date. Where an index is there already, the finder answers from it
                meanwhile, and takes the new one as soon as it is built.

        Raises:
            SettingsError: a port is taken.
            DialogueError: Rasa's environment is missing, or a process cannot be started at all.
        """
        check_environment(self._settings)
        self._check_ports()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._told_to_stop)
        try:
            if (self._settings.index_folder / POINTER).is_file():
                self._start_finder()
            prepare()
            if self._finder.process is None:
                self._start_finder()
            self._rasa.command[-1:] = [str(model_path(self._settings))]
            self._rasa.start()
            self._wait_until_answered()
            while not self._stop:
                self._look_after_children()
                time.sleep(LOOK_EVERY_S)
        except KeyboardInterrupt:
            self._stop = True
        finally:
            for child in (self._rasa, self._finder):
                child.stop()
            self._console.print("Stopped.")

    def _start_finder(self) -> None:
        self._finder.start()
        threading.Thread(target=self._note_first_answer, daemon=True).start()

    def _note_first_answer(self) -> None:
        """Ask a question until search answers it, and note when that was."""
        while not self._stop and self._search_answered is None:
            if self._rasa_state() and self._trial():
                self._search_answered = time.monotonic() - self._began
            time.sleep(LOOK_EVERY_S / 4)

    def _told_to_stop(self, *_: object) -> None:
        # Preparing is interrupted by the exception; afterwards the flag ends the loops.
        preparing = self._rasa.process is None
        self._stop = True
        if preparing:
            raise KeyboardInterrupt

    def _check_ports(self) -> None:
        settings = self._settings
        ports = ((settings.host, settings.port, "PORT"), ("127.0.0.1", settings.actions_port, "ACTIONS_PORT"),
                 ("127.0.0.1", settings.rasa_port, "RASA_PORT"))  # fmt: skip
        for host, port, name in ports:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, port))
                except OSError as error:
                    raise SettingsError(
                        f"Port {port} on {host} cannot be used: {error.strerror}.",
                        f"Something else may be running there. Choose another port: STEMFINDER_{name}={port + 10} make chat",
                    ) from error

    def _wait_until_answered(self) -> None:
        """Wait until search has answered, then until the bot has."""
        told = by_bot = False
        with self._console.status("Starting ..."):
            while not (self._stop or by_bot):
                self._look_after_children()
                if self._search_answered is not None and not told:
                    told = True
                    self._console.print(f"Search answers after {self._search_answered:.1f} s: {self.address}")
                rasa = self._rasa_state()
                if told and rasa == "ready":
                    reply = self._trial()
                    by_bot = reply is not None and not reply["degraded"]
                if time.monotonic() - self._rasa.started > READY_WITHIN_S:
                    raise DialogueError(
                        f"No question was answered within {READY_WITHIN_S:.0f} s.", f"Look into {self._rasa.log}."
                    )
                time.sleep(LOOK_EVERY_S if rasa != "ready" else 5 * LOOK_EVERY_S)
        if by_bot:
            self._console.print(f"The bot answers after {time.monotonic() - self._began:.1f} s.")
            self._say_what_to_try()

    def _rasa_state(self) -> str:
        """Return what ``/readyz`` says of Rasa, or an empty text where the finder is not ready itself."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as response:
                return str(json.load(response)["rasa"])
        except (urllib.error.URLError, OSError, ValueError, KeyError):
            return ""

    def _say_what_to_try(self) -> None:
        self._console.print(
            f"\n[bold]The STEM resource finder is ready:[/] {self.address}\n"
            "Try for example:\n"
            "  I teach P6 in Kirkwall, can someone come and talk about wind power?\n"
            "  my daughter is 15 and loves maths but doesn't want to go to uni\n"
            "  we are a 12 person electronics firm in Kirkcaldy, how do we help local schools?\n"
            f"Logs: {self._finder.log.parent}. Ctrl-C ends everything."
        )

    def _trial(self) -> dict[str, Any] | None:
        """Ask a real question through the public API; None where nobody answers."""
        body = json.dumps({"conversation": None, "message": TRIAL}).encode()
        request = urllib.request.Request(f"{self.address}/api/chat", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                reply: dict[str, Any] = json.load(response)
                return reply
        except (urllib.error.URLError, OSError, ValueError):
            return None

    def _look_after_children(self) -> None:
        now = time.monotonic()
        for child in (self._finder, self._rasa):
            if child.is_running():
                if child.crashes and now - child.started > STEADY_AFTER_S:
                    child.crashes = 0
            elif child.process is None:
                continue
            elif child.start_again_at is None:
                self._report_crash(child, now)
            elif now >= child.start_again_at:
                child.start()

    def _report_crash(self, child: Child, now: float) -> None:
        child.crashes += 1
        status = child.process.returncode if child.process else "?"
        rest = min(LONGEST_REST_S, 0.5 * 2 ** (child.crashes - 1))
        child.start_again_at = now + rest
        self._console.print(
            f"[yellow]{child.name} stopped (exit status {status}) and is started again in {rest:.1f} s. Its words: {child.log}[/]"
        )
        if child.crashes >= 5 and now - child.started < 5:
            raise StemFinderError(f"{child.name} stops right after each start.", f"Look into {child.log}.")
