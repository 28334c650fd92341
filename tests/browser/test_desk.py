"""The curators' desk in a browser: signing in, every page at two widths, an edit without JavaScript; axe-core finds nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from bot.corrections import CorrectionStore
from bot.desk import Accounts
from bot.desk.link_store import LinkStore
from bot.desk.links import LinkState
from bot.feedback.store import Question, QuestionStore
from bot.storage import Database
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.browser.conftest import visiting
from tests.browser.visitor import Visitor

PASSWORD = "kettle lantern orchard"
OFFER = "OFF-AAAA-BBBB-CCCC"
PAGES = (
    *(
        "/desk",
        "/desk/submissions",
        f"/desk/submissions/{OFFER}",
        "/desk/questions",
        "/desk/corrections",
        "/desk/entries?q=crest",
    ),
    *("/desk/entries/crest-awards", "/desk/entries/new", "/desk/links", "/desk/audit", "/desk/account"),
)
WIDTHS = (320, 1280)


def fill_store(database: Database) -> None:
    """Leave one of each for the curators."""
    now = datetime.now(UTC)
    common = {"place": "Fife", "areas": ("Fife",), "topics": ("technology",), "contact": "hello@sensors.example.org"}
    dates = {"consent": "Yes.", "consented_at": now, "expires_at": now + timedelta(days=30)}
    for kind, reference in (("offer", OFFER), ("need", "NEED-AAAA-BBBB-CCCC")):
        said = {"kind": kind, "reference": reference, "organisation": "Invented Sensors", "what": "robots for P6"}
        SubmissionStore(database).save(Submission.model_validate({**said, **common, **dates}))
    QuestionStore(database, 365).add(Question("badly-rated", "a robot club on Unst", "find", "", {}, ("sserc",)), "too far")
    CorrectionStore(database, 365).add("crest-awards", "link", "The page is gone.")
    LinkStore(database).note(LinkState("https://www.crestawards.org", "gone", "There is no such page any more (404)."))
    Accounts(database).add("ewan", "administrator", PASSWORD)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> Iterator[str]:
    """The address of a finder of its own, over a catalogue that may be edited."""
    own = OwnIndex(tmp_path_factory.mktemp("desk"), index_settings)
    own.build()
    fill_store(Database(own.settings.store_path))
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    folders = {"VAR": own.settings.var, "CATALOGUE": own.settings.catalogue, "STORE": own.settings.store_path}
    environment = {**os.environ, **{f"STEMFINDER_{name}": str(path.resolve()) for name, path in folders.items()}}
    log = Path(own.settings.var / "finder.log")
    with log.open("wb") as output:
        finder = subprocess.Popen(
            [sys.executable, "-m", "stemfinder", "serve", "--port", str(port)],
            env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", finder, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            finder.send_signal(signal.SIGINT)
            finder.wait(timeout=30)


def _wait_for(address: str, finder: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert finder.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def curator(browser: Browser, desk: str) -> Iterator[Visitor]:
    """Somebody who has signed in."""
    context = browser.new_context(reduced_motion="reduce")
    for somebody in visiting(context, desk):
        sign_in(somebody)
        yield somebody
    context.close()


def sign_in(somebody: Visitor) -> None:
    """Fill in the form."""
    somebody.open("/desk")
    somebody.page.get_by_label("User name").fill("ewan")
    somebody.page.get_by_label("Password").fill(PASSWORD)
    somebody.page.get_by_role("button", name="Sign in").click()
    somebody.page.get_by_role("heading", name="What waits").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(
    curator: Visitor, axe_source: str, scheme: Literal["light", "dark"]
) -> None:
    curator.page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        for width in WIDTHS:
            curator.page.set_viewport_size({"width": width, "height": 800})
            curator.open(path)
            assert curator.page.get_by_role("heading", level=1).count() == 1, path
            assert curator.has_no_sideways_scroll(), f"{path} at {width}"
            assert curator.violations(axe_source) == [], f"{path} at {width}"


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_sign_in_and_where_mistakes_are_shown(curator: Visitor, axe_source: str, width: int) -> None:
    curator.expected_errors = ["422"]
    curator.page.set_viewport_size({"width": width, "height": 800})
    curator.open("/desk/entries/new")
    curator.page.get_by_role("button", name="Publish").click()
    curator.page.get_by_role("alert").wait_for()
    assert curator.has_no_sideways_scroll()
    assert curator.violations(axe_source) == []
    curator.page.get_by_role("button", name="Sign out").click()
    curator.page.get_by_label("User name").wait_for()
    assert curator.violations(axe_source) == []


def test_a_link_in_the_list_of_mistakes_leads_to_the_field(curator: Visitor) -> None:
    curator.expected_errors = ["422"]
    curator.open("/desk/entries/crest-awards")
    curator.page.get_by_label("Name", exact=True).fill("")
    curator.page.get_by_role("button", name="Publish").click()
    curator.page.get_by_role("alert").get_by_role("link", name="Name").click()
    assert curator.page.evaluate("() => location.hash") == "#name"
    assert "Fill this in." in curator.page.locator("#name-mistake").inner_text()


def test_an_edit_is_published_without_javascript_and_shows_on_the_entrys_page(browser: Browser, desk: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    for somebody in visiting(context, desk):
        sign_in(somebody)
        somebody.open("/desk/entries?q=sserc")
        somebody.page.get_by_role("main").get_by_role("link", name="SSERC", exact=True).first.click()
        somebody.page.get_by_label("More about the cost").fill("Ask the zebrafinches.")
        somebody.page.get_by_role("button", name="Publish").click()
        somebody.page.get_by_text("Published. Search and chat know it now.").wait_for()
        somebody.page.get_by_role("link", name="See its page").click()
        somebody.page.get_by_text("Ask the zebrafinches.").wait_for()
    context.close()


def test_the_form_is_filled_in_by_keyboard_alone(curator: Visitor) -> None:
    curator.open("/desk/entries/crest-awards")
    curator.page.get_by_label("Phone (optional)").focus()
    curator.page.keyboard.type("01632 960001")
    curator.page.keyboard.press("Enter")
    curator.page.get_by_text("Published. Search and chat know it now.").wait_for()
    assert curator.page.get_by_label("Phone (optional)").input_value() == "01632 960001"
