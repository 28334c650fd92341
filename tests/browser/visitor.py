"""Somebody in front of the browser: asks, waits for the answer, looks at the page, and notices what should not be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Request, Response

ANSWER_WITHIN_MS = 20_000
API = "**/api/chat"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a screen reader would say by itself: text added to a polite live region, or put into a status line.
HEAR = """() => {
    window.heard = [];
    const spoken = (node) => {
        const region = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
        return region?.closest('[aria-live="polite"], [role="status"]');
    };
    new MutationObserver((changes) => {
        for (const change of changes)
            for (const node of change.addedNodes)
                if (spoken(change.target) && node.textContent.trim()) window.heard.push(node.textContent);
    }).observe(document, { childList: true, subtree: true });
}"""


class Visitor:
    """Somebody at a page of the finder.

    Attributes:
        errors: what the console showed as errors.
        expected_errors: parts of errors that the test itself causes.
        elsewhere: addresses requested from anywhere but ``home``.
        home: origins from which things may be loaded.
    """

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.errors: list[str] = []
        self.expected_errors: list[str] = []
        self.elsewhere: list[str] = []
        self.requested: list[Request] = []
        self.home: tuple[str, ...] = (site,)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.requested.append(request)
        if not request.url.startswith((*(f"{home}/" for home in self.home), "data:", "blob:")):
            self.elsewhere.append(request.url)

    def check(self) -> None:
        """Makes sure that nothing was wrong that the test did not look at."""
        unexpected = [error for error in self.errors if not any(part in error for part in self.expected_errors)]
        assert unexpected == [], "the console shows errors"
        assert self.elsewhere == [], "something was requested from a third party"

    # -- asking ------------------------------------------------------------------------------------------------

    @property
    def box(self) -> Locator:
        """The question box."""
        return self.page.get_by_label("Your question")

    @property
    def answers(self) -> Locator:
        """The finder's messages."""
        return self.page.locator(".message.finder:not(.waiting):not(.failure)")

    def open(self, path: str = "/") -> None:
        """Goes to a page of the finder."""
        self.page.goto(self.site + path)

    def ask(self, text: str) -> dict[str, Any]:
        """Types a question, presses Enter, waits until the answer is on the page; gives the reply of the API."""
        self.box.fill(text)
        return self.answer_to(lambda: self.page.keyboard.press("Enter"))

    def say(self, text: str) -> dict[str, Any]:
        """Presses the suggestion or example that says this, and waits likewise."""
        return self.answer_to(self.page.get_by_role("button", name=text, exact=True).click)

    def answer_to(self, act: Callable[[], object]) -> dict[str, Any]:
        """Does something that asks a question, and waits for its answer."""
        with self.page.expect_response(API, timeout=ANSWER_WITHIN_MS) as waiting:
            act()
        response: Response = waiting.value
        assert response.ok, f"{response.status}: {response.text()}"
        self.page.locator(".waiting").wait_for(state="detached")
        reply: dict[str, Any] = response.json()
        return reply

    def start_again(self) -> None:
        """Presses "Start again" after an answer, and waits until the server has heard of it."""
        with self.page.expect_response(API, timeout=ANSWER_WITHIN_MS):
            self.page.get_by_role("button", name="Start again").click()

    def given(self, reply: dict[str, Any]) -> None:
        """From now on every question gets this reply."""
        self.page.route(API, lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(reply)))

    # -- looking -----------------------------------------------------------------------------------------------

    def cards(self) -> Locator:
        """The cards in what was said since the last question."""
        return self.page.locator(".message.you").last.locator("xpath=following-sibling::*").locator("article.card")

    def card_names(self) -> list[str]:
        """Their names."""
        return self.cards().locator("h3").all_text_contents()

    def has_no_sideways_scroll(self) -> bool:
        """Whether the page is no wider than the window."""
        fits: bool = self.page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth")
        return fits

    def listen(self) -> None:
        """Begins to note what a screen reader would say by itself; before the page is opened."""
        self.page.add_init_script(f"({HEAR})()")

    def heard(self) -> list[str]:
        """What it has said since the page was opened."""
        said: list[str] = self.page.evaluate("() => window.heard")
        return said

    def violations(self, axe_source: str) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA on the page as it is, shadow roots included."""
        self.page.evaluate(axe_source)
        found = self.page.evaluate("tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", WCAG)
        return [
            f"{violation['id']}: {node['target']} {' '.join(node['failureSummary'].split())}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
