"""Roles, two people and the OpenID provider at the desk, in a browser: with and without JavaScript, on a phone and at a desk."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.desk import Accounts
from bot.desk.proposals import Proposals
from bot.desk.record_files import RecordFiles
from bot.storage import Database
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.browser.conftest import visiting
from tests.browser.test_desk import _wait_for
from tests.browser.visitor import Visitor

PASSWORD = "kettle lantern orchard"
WIDTHS = (320, 1280)
SHED = "Zebrafinch Shed Awards"
ROLES = {"ewan": "administrator", "isla": "curator", "mairi": "reviewer"}


@dataclass
class Running:
    """A finder and a provider on this machine, which browsers take for two sites."""

    site: str
    provider: Provider
    proposals: Proposals
    own: OwnIndex


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider with a page, at another site: localhost and 127.0.0.1 are two."""
    ready, done = threading.Event(), threading.Event()
    found: list[Provider] = []

    async def run() -> None:
        async with running_provider() as running:
            running.issuer = running.issuer.replace("127.0.0.1", "localhost")
            found.append(running)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(30)
    yield found[0]
    done.set()
    thread.join()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings, provider: Provider) -> Iterator[Running]:
    """A finder of its own where two people publish, with a proposal of each kind."""
    own = OwnIndex(tmp_path_factory.mktemp("desk"), index_settings)
    own.build()
    database = Database(own.settings.store_path)
    for name, role in ROLES.items():
        Accounts(database).add(name, role, PASSWORD, "isla@desk.example.org" if name == "isla" else "")
    proposals, records = Proposals(database), RecordFiles(own.settings.catalogue)
    crest, sserc = records.read("crest-awards"), records.read("sserc")
    assert crest is not None
    assert sserc is not None
    changes = {"summary": f"{crest.resource.summary} Ask for more.", "cost_note": None, "also_known_as": (SHED,)}
    proposals.add(crest, crest.resource.model_copy(update=changes), "isla")
    proposals.add(None, crest.resource.model_copy(update={"id": "zebrafinch-shed", "name": SHED}), "ewan")
    number = proposals.add(crest, crest.resource.model_copy(update={"name": SHED}), "isla")
    proposals.send_back(
        number, "ewan", "The source has the old name: https://source.example.org/a-rather-long-address-of-a-page."
    )
    proposals.add_merge(crest, sserc.resource, "isla", "The same awards, gathered twice.")
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    settings = {
        "VAR": str(own.settings.var.resolve()),
        "CATALOGUE": str(own.settings.catalogue.resolve()),
        "STORE": str(own.settings.store_path.resolve()),
        "DESK_TWO_PEOPLE": "true",
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "Council account",
    }
    environment = {**os.environ, **{f"STEMFINDER_{name}": value for name, value in settings.items()}}
    log = Path(own.settings.var / "finder.log")
    with log.open("wb") as output:
        finder = subprocess.Popen(
            [sys.executable, "-m", "stemfinder", "serve", "--port", str(port)],
            env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", finder, log)
            yield Running(f"http://127.0.0.1:{port}", provider, proposals, own)
        finally:
            finder.send_signal(signal.SIGINT)
            finder.wait(timeout=30)


def sign_in(somebody: Visitor, name: str) -> None:
    """Fill in the form."""
    somebody.open("/desk")
    somebody.page.get_by_label("User name").fill(name)
    somebody.page.get_by_label("Password", exact=True).fill(PASSWORD)
    somebody.page.get_by_role("button", name="Sign in").click()
    somebody.page.get_by_role("heading", name="What waits").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_signs_in_at_another_site_and_the_desk_opens_by_itself(
    browser: Browser, desk: Running, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    for somebody in visiting(context, desk.site):
        somebody.home = (desk.site, desk.provider.issuer)
        somebody.open("/desk")
        somebody.page.get_by_role("link", name="Sign in with Council account").click()
        somebody.page.get_by_role("link", name="Sign in as isla").click()
        somebody.page.get_by_role("heading", name="What waits").wait_for()
        assert somebody.page.url == f"{desk.site}/desk"
        cookies = {cookie["name"]: cookie["sameSite"] for cookie in context.cookies()}
        assert cookies == {"__Host-desk": "Strict"}
    context.close()


def test_axe_finds_nothing_on_any_kind_of_proposal_and_none_scrolls_sideways(
    browser: Browser, desk: Running, axe_source: str
) -> None:
    """The walk (walk/) meets the desk's pages as each role; here is every kind of proposal, and one taken up again."""
    context = browser.new_context(reduced_motion="reduce")
    for somebody in visiting(context, desk.site):
        sign_in(somebody, "ewan")
        pages = ["/desk/entries/crest-awards?proposal=3", "/desk/entries/crest-awards/retire?proposal=4"]
        for path in [*pages, *(f"/desk/proposals/{number}" for number in (1, 2, 3, 4))]:
            for width in WIDTHS:
                somebody.page.set_viewport_size({"width": width, "height": 800})
                somebody.open(path)
                assert somebody.page.get_by_role("heading", level=1).count() == 1, path
                assert somebody.has_no_sideways_scroll(), f"{path} at {width}"
                assert somebody.violations(axe_source) == [], f"{path} at {width}"
    context.close()


def test_a_sign_in_that_was_refused_says_so_on_a_page_without_fault(browser: Browser, desk: Running, axe_source: str) -> None:
    context = browser.new_context(reduced_motion="reduce", color_scheme="dark")
    for somebody in visiting(context, desk.site):
        somebody.expected_errors = ["403"]
        for width in WIDTHS:
            somebody.page.set_viewport_size({"width": width, "height": 800})
            somebody.open("/desk/sign-in/return?state=made-up")
            assert "was not begun in this browser" in somebody.page.get_by_role("alert").inner_text()
            assert somebody.has_no_sideways_scroll()
            assert somebody.violations(axe_source) == []
    context.close()


def test_one_proposes_and_another_publishes_by_keyboard_without_javascript(browser: Browser, desk: Running) -> None:
    contexts = {name: browser.new_context(java_script_enabled=False) for name in ("isla", "ewan")}
    for isla in visiting(contexts["isla"], desk.site):
        sign_in(isla, "isla")
        isla.open("/desk/entries/sserc")
        isla.page.get_by_label("More about the cost").fill("Ask the zebrafinches.")
        isla.page.get_by_role("button", name="Propose").click()
        isla.page.get_by_text("Nothing is published yet, a second person").wait_for()
        address = isla.page.url.removeprefix(desk.site).partition("?")[0]
        assert isla.page.get_by_role("button", name="Agree and publish").count() == 0
    for ewan in visiting(contexts["ewan"], desk.site):
        sign_in(ewan, "ewan")
        ewan.open(address)
        assert "Ask the zebrafinches." in ewan.page.locator("ins").all_inner_texts()
        ewan.page.get_by_role("button", name="Agree and publish").focus()
        ewan.page.keyboard.press("Enter")
        ewan.page.get_by_text("Published. Search and chat know it now.").wait_for()
        ewan.open("/resources/sserc")
        ewan.page.get_by_text("Ask the zebrafinches.").wait_for()
    for context in contexts.values():
        context.close()
