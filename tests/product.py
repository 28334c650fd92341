"""The whole product, started as its users start it: finder and Rasa under the supervisor, on ports of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
READY_WITHIN_S = 400
ENDED_WITHIN_S = 30
RASA = "bot.dialogue.launch"


@dataclass(frozen=True)
class Product:
    """A running site.

    Attributes:
        address: of the website, without a slash at its end.
        partner_port: a partner's site on this port of 127.0.0.1 may embed the widget.
        supervisor: the process that was started, or None where somebody else started the site.
        store: the file in which the site keeps what people leave; None where it is not known.
    """

    address: str
    partner_port: int
    supervisor: psutil.Process | None = None
    store: Path | None = None

    def rasa(self) -> psutil.Process:
        """Rasa's process, among those that the supervisor started."""
        assert self.supervisor is not None
        return next(child for child in self.supervisor.children() if RASA in child.cmdline())

    def finder(self) -> psutil.Process:
        """The finder's process, likewise."""
        assert self.supervisor is not None
        return next(child for child in self.supervisor.children() if child.cmdline()[-1:] == ["serve"])

    def is_ready(self) -> bool:
        """Whether the finder has its index and reaches Rasa."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as reply:
                state = json.load(reply)
        except (urllib.error.URLError, OSError, ValueError):
            return False
        return bool(state.get("rasa") == "ready")


def free_ports(count: int) -> list[int]:
    """Different ports that nothing listens on just now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextmanager
def running_product(log: Path, own: Mapping[str, str] | None = None) -> Iterator[Product]:
    """The product, from `stemfinder chat` to its Ctrl-C; what it says goes into ``log``.

    STEMFINDER_SITE names one that runs already, which is then used and left alone, unless the test has settings of its
    ``own`` (environment variables).
    """
    port, rasa_port, actions_port, partner_port = free_ports(4)
    given = os.environ.get("STEMFINDER_SITE")
    if given and not own:
        named = os.environ.get("STEMFINDER_STORE")
        yield Product(given.rstrip("/"), partner_port, store=Path(named) if named else None)
        return
    environment = os.environ | {
        "STEMFINDER_RASA_PORT": str(rasa_port),
        "STEMFINDER_ACTIONS_PORT": str(actions_port),
        "STEMFINDER_WIDGET_ORIGINS": json.dumps([f"http://127.0.0.1:{partner_port}"]),
        # All tests come from one address, faster than people type.
        "STEMFINDER_MESSAGES_PER_MINUTE": "100000",
        "STEMFINDER_SUBMISSIONS_PER_MINUTE": "100000",
        "STEMFINDER_OUTBOX": str(log.parent / "outbox"),
        # What tests leave and rate is nobody's offer and nobody's opinion.
        "STEMFINDER_STORE": str(log.with_name("store.sqlite")),
        **(own or {}),
    }
    command = [sys.executable, "-m", "stemfinder", "chat", "--port", str(port)]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    store = Path(environment["STEMFINDER_STORE"])
    product = Product(f"http://127.0.0.1:{port}", partner_port, psutil.Process(process.pid), store)
    started: list[psutil.Process] = []
    try:
        deadline = time.monotonic() + READY_WITHIN_S
        while not product.is_ready():
            waits = process.poll() is None and time.monotonic() < deadline
            assert waits, f"the product did not get ready: {log.read_text()[-3000:]}"
            time.sleep(0.5)
        yield product
    finally:
        if process.poll() is None:
            started = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
        try:
            process.wait(ENDED_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    left = [child for child in started if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert not left, f"processes are left after Ctrl-C: {left}"
    assert process.returncode == 0, f"Ctrl-C ended with status {process.returncode}: {log.read_text()[-3000:]}"
