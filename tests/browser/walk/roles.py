"""Each role's browser: with scripts and without, signed in where the role is one of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.browser.walk.left import PASSWORD, account_of
from tests.browser.walk.table import AT_THE_DESK, Role


class Browsers:
    """Opens a browser for a role when it is first wanted, and keeps it.

    Args:
        browser: the Chromium.
        site: the finder's address.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._site = site
        self._contexts: dict[tuple[Role | None, bool], BrowserContext] = {}
        self._signed_in: dict[Role, StorageState] = {}

    def of(self, role: Role, scripted: bool) -> BrowserContext:
        """A role's browser. Everybody who needs no account shares one."""
        whose = role if role in AT_THE_DESK else None
        if (whose, scripted) not in self._contexts:
            self._contexts[whose, scripted] = self._browser.new_context(
                storage_state=self._state_of(whose) if whose else None, java_script_enabled=scripted, reduced_motion="reduce"
            )
        return self._contexts[whose, scripted]

    def close(self) -> None:
        """Close them all."""
        for context in self._contexts.values():
            context.close()

    def _state_of(self, role: Role) -> StorageState:
        """What a browser keeps after signing in; once a role, for the desk counts tries."""
        if role not in self._signed_in:
            context = self._browser.new_context()
            page = context.new_page()
            page.goto(f"{self._site}/desk/sign-in")
            page.locator("main [name=name]").fill(account_of(role))
            page.locator("main [name=password]").fill(PASSWORD)
            page.locator("main form button").click()
            page.wait_for_url(f"{self._site}/desk")
            self._signed_in[role] = context.storage_state()
            context.close()
        return self._signed_in[role]


@contextmanager
def browsers(browser: Browser, site: str) -> Iterator[Browsers]:
    """The roles' browsers, closed at the end."""
    theirs = Browsers(browser, site)
    try:
        yield theirs
    finally:
        theirs.close()
