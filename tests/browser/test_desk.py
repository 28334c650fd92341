"""The curators' desk in a browser: signing in, every page at two widths, an edit without JavaScript; axe-core finds nothing."""

from __future__ import annotations

import os
import re
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

import pytest
from playwright.sync_api import Browser, StorageState

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
STALE = "e-Sgoil"
OFFER = "OFF-AAAA-BBBB-CCCC"
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
    LinkStore(database).note(LinkState("https://www.crestawards.org", "gone", "gone", "404"))
    Accounts(database).add("ewan", "administrator", PASSWORD)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> Iterator[str]:
    """The address of a finder of its own, over a catalogue that may be edited."""
    own = OwnIndex(tmp_path_factory.mktemp("desk"), index_settings)
    record = own.record("e-sgoil")
    record.write_text(re.sub(r"(?m)^checked_on: .*$", "checked_on: 2024-03-02", record.read_text("utf-8")), "utf-8")
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


@pytest.fixture(scope="module")
def session(browser: Browser, desk: str) -> StorageState:
    """The cookie of somebody who has signed in: once, for whoever tries often is slowed down."""
    context = browser.new_context()
    for somebody in visiting(context, desk):
        sign_in(somebody)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def curator(browser: Browser, desk: str, session: StorageState) -> Iterator[Visitor]:
    """Somebody who has signed in."""
    context = browser.new_context(reduced_motion="reduce", storage_state=session)
    yield from visiting(context, desk)
    context.close()


@pytest.fixture
def visitor_at_desk(browser: Browser, desk: str) -> Iterator[Visitor]:
    """Somebody who has not signed in."""
    context = browser.new_context(reduced_motion="reduce")
    yield from visiting(context, desk)
    context.close()


@pytest.fixture
def curator_without_javascript(browser: Browser, desk: str, session: StorageState) -> Iterator[Visitor]:
    """Somebody who has signed in, and whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, storage_state=session)
    yield from visiting(context, desk)
    context.close()


def sign_in(somebody: Visitor) -> None:
    """Fill in the form."""
    somebody.open("/desk")
    somebody.page.get_by_label("User name").fill("ewan")
    somebody.page.get_by_label("Password").fill(PASSWORD)
    somebody.page.get_by_role("button", name="Sign in").click()
    somebody.page.get_by_role("heading", name="What waits").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_sign_in_and_where_mistakes_are_shown(
    visitor_at_desk: Visitor, axe_source: str, width: int
) -> None:
    curator = visitor_at_desk
    sign_in(curator)
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


def test_an_edit_is_published_without_javascript_and_shows_on_the_entrys_page(curator_without_javascript: Visitor) -> None:
    somebody = curator_without_javascript
    somebody.open("/desk/entries?q=sserc")
    somebody.page.get_by_role("main").get_by_role("link", name="SSERC", exact=True).first.click()
    somebody.page.get_by_label("More about the cost").fill("Ask the zebrafinches.")
    somebody.page.get_by_role("button", name="Publish").click()
    somebody.page.get_by_text("Published. Search and chat know it now.").wait_for()
    somebody.page.get_by_role("link", name="See its page").click()
    somebody.page.get_by_text("Ask the zebrafinches.").wait_for()


def test_the_form_is_filled_in_by_keyboard_alone(curator: Visitor) -> None:
    curator.open("/desk/entries/crest-awards")
    curator.page.get_by_label("Phone (optional)").focus()
    curator.page.keyboard.type("01632 960001")
    curator.page.keyboard.press("Enter")
    curator.page.get_by_text("Published. Search and chat know it now.").wait_for()
    assert curator.page.get_by_label("Phone (optional)").input_value() == "01632 960001"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_mistake_shows_at_its_field_while_somebody_types_and_goes_when_it_is_mended(
    curator: Visitor, axe_source: str, width: int
) -> None:
    page = curator.page
    page.set_viewport_size({"width": width, "height": 800})
    curator.listen()
    curator.open("/desk/entries/sserc")
    address = page.get_by_label("Main source")
    right = address.input_value()
    address.fill("ftp://nowhere")
    page.get_by_label("See also (optional)").fill("no-such-entry")
    page.get_by_text("2 fields to mend.").wait_for()
    assert address.get_attribute("aria-invalid") == "true"
    assert "source_url-mistake" in (address.get_attribute("aria-describedby") or "").split()
    assert "is not a web address" in page.locator("#source_url-mistake").inner_text()
    assert "There is no entry no-such-entry." in page.locator("#related-mistake").inner_text()
    assert curator.violations(axe_source) == []
    assert curator.has_no_sideways_scroll()
    address.fill(right)
    page.get_by_label("See also (optional)").fill("")
    page.get_by_label("More about the cost").fill("Ask the llamas.")
    page.locator(".shown .card").get_by_text("Ask the llamas.").wait_for()
    assert page.get_by_text("Nothing to mend.").is_visible()
    assert page.locator(".mistake").count() == 0
    assert address.get_attribute("aria-invalid") is None
    assert curator.heard() == ["2 fields to mend.", "Nothing to mend."]


def test_a_mistake_does_not_push_the_field_that_somebody_types_in_under_the_buttons(curator: Visitor) -> None:
    page = curator.page
    page.set_viewport_size({"width": 320, "height": 720})
    curator.open("/desk/entries/sserc")
    address = page.get_by_label("Main source")
    address.fill("ftp://nowhere")
    page.get_by_text("1 field to mend.").wait_for()
    typed_in, buttons = address.bounding_box(), page.locator(".sticky").bounding_box()
    assert typed_in is not None
    assert buttons is not None
    assert typed_in["y"] >= 0
    assert typed_in["y"] + typed_in["height"] <= buttons["y"]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_new_entry_like_another_is_told_of_and_only_what_was_left_is_judged(
    curator: Visitor, axe_source: str, width: int
) -> None:
    page = curator.page
    page.set_viewport_size({"width": width, "height": 800})
    curator.open("/desk/entries/new")
    page.get_by_label("Name", exact=True).fill("Science centre in Glasgow")
    page.get_by_label("Summary").fill("A visitor centre on the Clyde with hands-on exhibits, a planetarium and a tower.")
    page.get_by_label("Web page").focus()
    page.get_by_label("E-mail").focus()
    page.locator(".similar").get_by_role("link", name="Glasgow Science Centre").wait_for()
    page.get_by_text("The id will be science-centre-in-glasgow.").wait_for()
    assert [each.get_attribute("id") for each in page.locator(".mistake").all()] == ["contact.url-mistake"]
    assert curator.violations(axe_source) == []
    assert curator.has_no_sideways_scroll()


def test_whoever_is_signed_out_while_typing_is_told_and_loses_nothing(curator: Visitor, axe_source: str) -> None:
    page, curator.expected_errors = curator.page, ["403", "409"]
    curator.open("/desk/entries/sserc")
    page.context.clear_cookies()
    page.get_by_label("More about the cost").fill("A long thought.")
    page.get_by_text("You are signed out.").wait_for()
    assert page.get_by_label("More about the cost").input_value() == "A long thought."
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("heading", name="You are signed out").wait_for()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert curator.has_no_sideways_scroll()
        assert curator.violations(axe_source) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens a new window)").click()
    elsewhere = Visitor(opened.value, curator.site)
    sign_in(elsewhere)
    page.get_by_role("button", name="I have signed in").click()
    page.get_by_text("You signed in again").first.wait_for()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Published. Search and chat know it now.").wait_for()
    assert page.get_by_label("More about the cost").input_value() == "A long thought."


def test_without_javascript_a_button_checks_and_keeps_what_was_typed(curator_without_javascript: Visitor) -> None:
    somebody = curator_without_javascript
    somebody.expected_errors = ["422"]
    somebody.open("/desk/entries/sserc")
    somebody.page.get_by_label("More about the cost").fill("Ask the owls.")
    somebody.page.get_by_role("button", name="Check only").click()
    somebody.page.get_by_text("No mistake was found.").wait_for()
    assert "Ask the owls." in somebody.page.locator(".shown .card").inner_text()
    somebody.page.get_by_label("Main source").fill("ftp://nowhere")
    somebody.page.get_by_role("button", name="Check only").click()
    somebody.page.get_by_role("alert").wait_for()
    assert somebody.page.get_by_label("More about the cost").input_value() == "Ask the owls."


def test_a_stale_entry_is_still_right_at_one_press_in_the_list(curator_without_javascript: Visitor) -> None:
    somebody = curator_without_javascript
    somebody.open("/desk/entries?stale=yes")
    stale = somebody.page.get_by_role("listitem").filter(has=somebody.page.get_by_role("heading", name=STALE))
    stale.get_by_role("button", name="Checked today, still right").click()
    somebody.page.get_by_text("Published. Search and chat know it now.").wait_for()
    assert stale.count() == 0
