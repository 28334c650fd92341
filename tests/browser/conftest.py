"""What the browser tests share: a running finder, a Chromium, and a visitor who asks and reads.

Every test ends with two checks by the `visitor` fixture: the console shows no error, and nothing was requested from anywhere but the finder.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HOST_PORT = 8137
READY_WITHIN_S = 300
ANSWER_WITHIN_MS = 20_000


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_ready(site: str) -> bool:
    """Whether the finder has its index and reaches Rasa."""
    try:
        with urllib.request.urlopen(f"{site}/readyz", timeout=5) as reply:
            state = json.load(reply)
    except (urllib.error.URLError, OSError, ValueError):
        return False
    return state.get("rasa") == "ready"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real finder with a real Rasa: the one STEMFINDER_SITE names, or one started here."""
    given = os.environ.get("STEMFINDER_SITE")
    if given:
        yield given.rstrip("/")
        return
    port = free_port()
    log = tmp_path_factory.mktemp("finder") / "chat.log"
    environment = os.environ | {"STEMFINDER_EMBED_ORIGINS": f"http://127.0.0.1:{HOST_PORT}"}
    command = [str(Path(sys.executable).with_name("stemfinder")), "chat", "--port", str(port)]
    with log.open("w") as output:
        finder = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + READY_WITHIN_S
        while not is_ready(address):
            if finder.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the finder did not get ready; its last words:\n{log.read_text()[-3000:]}")
            time.sleep(0.5)
        yield address
    finally:
        finder.terminate()
        try:
            finder.wait(timeout=20)
        except subprocess.TimeoutExpired:
            finder.kill()


def chromium() -> str | None:
    """The Chromium to drive: STEMFINDER_CHROMIUM, or one on the path."""
    names = (os.environ.get("STEMFINDER_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Per module, because Playwright's event loop must be gone before asyncio tests run."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found: run scripts/install-browser, or set STEMFINDER_CHROMIUM")
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


class Visitor:
    """Somebody at the chat page: asks, waits for the answer, looks at the cards."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.errors: list[str] = []
        self.expected_errors: list[str] = []
        self.elsewhere: list[str] = []
        self.home = (site,)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((*(f"{home}/" for home in self.home), "data:", "blob:")):
            self.elsewhere.append(request.url)

    def open(self, path: str = "/") -> None:
        """Goes to a page of the finder."""
        self.page.goto(self.site + path)

    def ask(self, text: str) -> dict[str, Any]:
        """Types a question, presses Enter, waits until the answer is on the page; gives the reply of the API."""
        self.page.get_by_label("Your question").fill(text)
        return self.answer_to(lambda: self.page.keyboard.press("Enter"))

    def answer_to(self, act: Callable[[], object]) -> dict[str, Any]:
        """Does something that asks a question, and waits for its answer."""
        with self.page.expect_response("**/api/chat", timeout=ANSWER_WITHIN_MS) as waiting:
            act()
        response: Response = waiting.value
        assert response.ok, f"{response.status}: {response.text()}"
        self.page.locator(".waiting").wait_for(state="detached")
        reply: dict[str, Any] = response.json()
        return reply

    def card_names(self) -> list[str]:
        """The names of the cards in everything said since the last question."""
        names: list[str] = self.page.evaluate(
            """() => {
                const asked = [...document.querySelectorAll('.message.you')].pop();
                const names = [];
                for (let node = asked?.nextElementSibling; node; node = node.nextElementSibling)
                    for (const name of node.querySelectorAll('article h3')) names.push(name.textContent);
                return names;
            }"""
        )
        return names

    def has_no_sideways_scroll(self) -> bool:
        """Whether the page is no wider than the window."""
        fits: bool = self.page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth")
        return fits


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor's browser: nothing kept from before, no animation."""
    fresh = browser.new_context(reduced_motion="reduce")
    yield fresh
    fresh.close()


@pytest.fixture
def visitor(context: BrowserContext, site: str) -> Iterator[Visitor]:
    """A visitor, not yet on any page."""
    somebody = Visitor(context.new_page(), site)
    yield somebody
    unexpected = [error for error in somebody.errors if not any(part in error for part in somebody.expected_errors)]
    assert unexpected == [], "the console shows errors"
    assert somebody.elsewhere == [], "something was requested from a third party"


@pytest.fixture(scope="session")
def canned() -> dict[str, dict[str, Any]]:
    """Replies of POST /api/chat that show each variant of a message; see canned_replies.json."""
    replies: dict[str, dict[str, Any]] = json.loads((HERE / "canned_replies.json").read_text(encoding="utf-8"))
    return replies


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core, as text to run in a page."""
    return (HERE / "axe.min.js").read_text(encoding="utf-8")


class HostPage(http.server.BaseHTTPRequestHandler):
    """A partner's page that embeds the widget, with a strict policy, odd root font size and loud styles."""

    def __init__(self, *args: Any, finder: str, **kwargs: Any) -> None:
        self.finder = finder
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """The same page, its style sheet, or nothing."""
        if self.path == "/host.css":
            self._send("text/css", "html { font-size: 62.5%; } * { color: red !important; } button { display: none; }")
        elif self.path == "/favicon.ico":
            self._send("image/x-icon", "")
        else:
            script = f'<script src="{self.finder}/widget.js" defer data-title="Find STEM help"></script>'
            head = f'<meta charset="utf-8"><title>School</title><link rel="stylesheet" href="/host.css">{script}'
            self._send("text/html", f'<!doctype html><html lang="en"><head>{head}</head><body><main><h1>School</h1></main>')

    def _send(self, kind: str, text: str) -> None:
        policy = f"default-src 'none'; style-src 'self'; script-src {self.finder}; connect-src {self.finder}"
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def host_site(site: str) -> Iterator[str]:
    """The address of a partner's site, of another origin than the finder's."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", HOST_PORT), partial(HostPage, finder=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{HOST_PORT}"
    server.shutdown()
    server.server_close()
