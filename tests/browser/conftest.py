"""What the browser tests share: a Chromium, a visitor who asks and reads the running site, and a partner's page.

Every test ends with two checks by the `visitor` fixture: the console shows no error, and nothing was requested from anywhere
but the finder.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.visitor import Visitor
from tests.product import Product

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]


def chromium() -> str | None:
    """The Chromium to drive: STEMFINDER_CHROMIUM, or one on the path."""
    names = (os.environ.get("STEMFINDER_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Per module, because Playwright's event loop must be gone before asyncio tests run."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium was found: run scripts/install-browser, or set STEMFINDER_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


def visiting(context: BrowserContext, site: str) -> Iterator[Visitor]:
    """A visitor with a page of ``context``, checked at the end."""
    somebody = Visitor(context.new_page(), site)
    yield somebody
    somebody.check()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor's browser: nothing kept from before, no animation."""
    fresh = browser.new_context(reduced_motion="reduce")
    yield fresh
    fresh.close()


@pytest.fixture
def visitor(context: BrowserContext, site: str) -> Iterator[Visitor]:
    """A visitor, not yet on any page."""
    yield from visiting(context, site)


@pytest.fixture
def visitor_without_javascript(browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield from visiting(context, site)
    context.close()


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
            loud = "* { color: red !important; text-transform: uppercase; } button, dialog { display: none; }"
            self._send("text/css", f"html {{ font-size: 62.5%; }} {loud}")
        elif self.path == "/favicon.ico":
            self._send("image/x-icon", "")
        else:
            script = f'<script src="{self.finder}/widget.js" defer data-title="Find STEM help"></script>'
            head = f'<meta charset="utf-8"><title>School</title><link rel="stylesheet" href="/host.css">{script}'
            main = "<main><h1>School</h1><button>The school's own</button></main>"
            self._send("text/html", f'<!doctype html><html lang="en"><head>{head}</head><body>{main}</body></html>')

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
def host_site(product: Product) -> Iterator[str]:
    """The address of a partner's site, of another origin than the finder's."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", product.partner_port), partial(HostPage, finder=product.address))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{product.partner_port}"
    server.shutdown()
    server.server_close()
