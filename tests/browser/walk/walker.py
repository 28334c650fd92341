"""Somebody who opens a page of the table, does what its line says, and notes what came over the line."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Response

from tests.browser.visitor import Visitor
from tests.browser.walk.table import Line, Step

PICTURES = ("image/",)


class Walker(Visitor):
    """A visitor of one page.

    Args:
        context: a browser with or without scripts, signed in or not.
        site: the finder's address.
        scripted: whether its browser runs scripts.
        named: gives what stands for a ``$name`` of the table.
    """

    def __init__(self, context: BrowserContext, site: str, scripted: bool, named: Callable[[str], str]) -> None:
        super().__init__(context.new_page(), site)
        self.scripted = scripted
        self.named = named
        self.pages: list[Response] = []
        self.loaded: dict[str, int] = {}
        self.page.on("response", self._weigh)

    def walk(self, line: Line) -> None:
        """Open the page and do what is to be done there."""
        self.open(self._meant(line.path))
        for step in line.steps:
            self._do(step)

    def _do(self, step: Step) -> None:
        page = self.page
        if step.ask and self.scripted:
            self.ask(step.ask)
        elif step.ask:
            self.box.fill(step.ask)
            page.get_by_role("button", name="Ask", exact=True).click()
        elif step.fill:
            for name, text in step.fill.items():
                page.locator(f"main [name={name}]").first.fill(self._meant(text))
        elif step.press:
            page.get_by_role("main").get_by_role("button", name=step.press, exact=True).first.click()
        elif step.follow:
            page.get_by_role("main").get_by_role("link", name=step.follow, exact=True).first.click()
        elif step.tick:
            page.get_by_label(step.tick).check()
        else:
            page.locator("main summary", has_text=step.unfold).first.click()
        page.wait_for_load_state()

    def _meant(self, text: str) -> str:
        return re.sub(r"\$([a-z]+)", lambda name: self.named(name[1]), text)

    def _weigh(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.pages.append(response)
            self.loaded.clear()
        if not response.headers.get("content-type", "").startswith(PICTURES):
            self.loaded[response.url] = int(response.headers.get("content-length", 0))

    def runs_scripts(self) -> bool:
        """Whether the page has scripts, and a browser that runs them."""
        return self.scripted and self.page.locator("script[src]").count() > 0

    @property
    def answer(self) -> Response:
        """The answer that is the page shown."""
        return self.pages[-1]
