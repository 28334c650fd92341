"""A running site to measure: the one given, or the whole product started for the purpose on ports of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from knowledge.errors import DialogueError

ROOT = Path(__file__).parents[2]
WIDE = frozenset({"Scotland", "UK"})
READY_WITHIN_S = 400.0
ANSWERED_WITHIN_S = 30.0
ENDED_WITHIN_S = 30.0
LAST_WORDS = 2000


def ask(site: str, message: str, conversation: str | None = None) -> dict[str, Any]:
    """Send one message to the public API of a site and return its answer.

    Raises:
        DialogueError: there was no answer, or one that says that something went wrong.
    """
    body = json.dumps({"conversation": conversation, "message": message}).encode()
    request = urllib.request.Request(f"{site}/api/chat", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=ANSWERED_WITHIN_S) as response:
            reply: dict[str, Any] = json.load(response)
            return reply
    except urllib.error.HTTPError as error:
        raise DialogueError(f"{site} answered with status {error.code}.", "Look into the site's log.") from error
    except (OSError, ValueError) as error:
        raise DialogueError(f"{site} did not answer: {error}.", "Is the site running at this address?") from error


def cards_of(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all cards of an answer."""
    return [card for message in reply["messages"] for card in message.get("cards", [])]


def serves(card: dict[str, Any], area: str) -> bool:
    """Return whether a card serves a council area, by itself or with all of Scotland."""
    areas = set(card["areas"])
    return area in areas or bool(areas & WIDE)


@contextmanager
def running_site(tell: Callable[[str], None]) -> Iterator[str]:
    """Start finder and Rasa on free ports, with a store of their own, and give the address; end them with the context.

    Args:
        tell: told what is being done.

    Raises:
        DialogueError: it did not get ready.
    """
    port, actions_port, rasa_port = _free_ports(3)
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="stemfinder-") as folder:
        log = Path(folder) / "chat.log"
        environment = os.environ | {
            "STEMFINDER_PORT": str(port),
            "STEMFINDER_HOST": "127.0.0.1",
            "STEMFINDER_ACTIONS_PORT": str(actions_port),
            "STEMFINDER_RASA_PORT": str(rasa_port),
            # What simulated visitors leave is nobody's offer.
            "STEMFINDER_STORE": str(Path(folder) / "store.sqlite"),
            "STEMFINDER_MESSAGES_PER_MINUTE": "1000000",
        }
        tell("Starting finder and Rasa; training first if something changed ...")
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "stemfinder", "chat"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            _wait_until_ready(site, process, log)
            tell(f"The product runs at {site}.")
            yield site
        finally:
            _end(process)


def _wait_until_ready(site: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(f"{site}/readyz", timeout=5) as response:
                if json.load(response)["rasa"] == "ready":
                    return
        except (OSError, ValueError, KeyError):
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            words = log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
            raise DialogueError(f"The product did not get ready: {words}", "Try `make chat`, and look into var/logs.")
        time.sleep(0.5)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(ENDED_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
