"""An offer and a need left in the chat of the whole product: nothing before consent, and nothing lost after it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.storage import Database
from bot.submissions.store import SubmissionStore
from tests.product import Product, running_product

READY_AGAIN_WITHIN_S = 120
OFFER = (
    "I want to leave an offer",
    "Two engineers who can visit classes and talk about wind turbines",
    "Firth Sensors Ltd",
    "electronics",
    "Kirkcaldy",
    "P5 to P7",
    "skip",
    "schools@firthsensors.example.org",
)
NEED = (
    "I'd like to leave a request",
    "Two engineers to talk about wind turbines",
    "P6",
    "Cupar",
    "May or June",
    "Inverbrae Primary School",
    "01632 960123",
)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / "test.sqlite"


@pytest.fixture(scope="module")
def own_product(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own, which may be killed."""
    log = tmp_path_factory.mktemp("own product") / "chat.log"
    with running_product(log, {"STEMFINDER_STORE": str(store_path)}) as running:
        yield running


def ask(site: str, message: str, conversation: str | None) -> dict[str, Any]:
    """Send one message to the public API and return its answer."""
    body = json.dumps({"conversation": conversation, "message": message}).encode()
    request = urllib.request.Request(f"{site}/api/chat", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        reply: dict[str, Any] = json.load(response)
        return reply


def say(site: str, *messages: str, conversation: str | None = None) -> tuple[str, dict[str, Any]]:
    """Send messages one after another; return the conversation and the last answer."""
    reply: dict[str, Any] = {}
    for message in messages:
        reply = ask(site, message, conversation)
        conversation = reply["conversation"]
    return str(conversation), reply


def kill(*processes: psutil.Process) -> None:
    """End processes as a power cut does."""
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)


def wait_until_ready(product: Product) -> None:
    """Wait until the supervisor has both processes up again."""
    deadline = time.monotonic() + READY_AGAIN_WITHIN_S
    while not product.is_ready():
        assert time.monotonic() < deadline, "the product did not come back"
        time.sleep(0.2)


def rows(path: Path) -> int:
    """How many offers and needs the file holds, whatever their state."""
    if not path.exists():
        return 0
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'submissions'").fetchone()
        return int(connection.execute("SELECT count(*) FROM submissions").fetchone()[0]) if tables[0] else 0


def contents(path: Path) -> bytes:
    """Everything in the file and its side files."""
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_an_offer_and_a_need_survive_the_death_of_both_processes_right_after_the_number_is_shown(
    own_product: Product, store_path: Path
) -> None:
    site = own_product.address
    told: dict[str, str] = {}
    for kind, messages, organisation in (("offer", OFFER, "Firth Sensors Ltd"), ("need", NEED, "Inverbrae Primary School")):
        conversation, summary = say(site, *messages)
        assert summary["messages"][-1]["form"]["step"] == summary["messages"][-1]["form"]["steps"] + 1
        assert rows(store_path) == len(told), "something was stored before consent"
        assert organisation.encode() not in contents(store_path)
        processes = own_product.finder(), own_product.rasa()
        _, end = say(site, "yes", conversation=conversation)
        kill(*processes)
        told[kind] = end["messages"][-1]["reference"]
        assert told[kind] in end["messages"][-1]["text"]
        assert not end["degraded"]
        stored = SubmissionStore(Database(store_path)).get(told[kind])
        assert stored is not None
        assert stored.kind == kind
        wait_until_ready(own_product)
    offer, need = (SubmissionStore(Database(store_path)).get(number) for number in told.values())
    assert offer is not None
    assert need is not None
    assert (offer.organisation, offer.areas) == ("Firth Sensors Ltd", ("Fife",))
    assert (need.organisation, need.contact) == ("Inverbrae Primary School", "01632 960123")


def test_no_at_the_summary_keeps_nothing(own_product: Product, store_path: Path) -> None:
    before = rows(store_path)
    messages = [message.replace("Firth Sensors Ltd", "Neverkept Turbines Ltd") for message in OFFER]
    _, end = say(own_product.address, *messages, "no")
    assert "kept nothing" in end["messages"][-1]["text"]
    assert rows(store_path) == before
    assert b"Neverkept" not in contents(store_path)


def test_a_question_in_between_is_answered_and_the_form_asks_again(own_product: Product) -> None:
    conversation, _ = say(own_product.address, *OFFER[:4])
    _, reply = say(own_product.address, "who runs STEM Ambassadors?", conversation=conversation)
    assert not reply["degraded"]
    answer, question = reply["messages"]
    assert answer["cards"]
    assert question["form"]["step"] == 4
    _, reply = say(own_product.address, "Kirkcaldy", conversation=conversation)
    assert reply["messages"][-1]["form"]["step"] == 5


def test_a_form_goes_on_while_rasa_is_away_and_when_it_is_back(own_product: Product, store_path: Path) -> None:
    conversation, _ = say(own_product.address, *NEED[:2])
    kill(own_product.rasa())
    _, alone = say(own_product.address, *NEED[2:4], conversation=conversation)
    assert alone["degraded"]
    assert alone["messages"][-1]["form"]["step"] == 4
    wait_until_ready(own_product)
    _, reply = say(own_product.address, *NEED[4:], conversation=conversation)
    assert not reply["degraded"]
    assert reply["messages"][-1]["form"]["step"] == 7
    _, end = say(own_product.address, "yes", conversation=conversation)
    reference = end["messages"][-1]["reference"]
    _, withdrawn = say(own_product.address, f"withdraw {reference}", conversation=conversation)
    assert "is withdrawn" in withdrawn["messages"][-1]["text"]
    kept = SubmissionStore(Database(store_path)).get(reference)
    assert kept is not None
    assert kept.status == "withdrawn"


def test_the_end_of_a_long_form_is_reached_whatever_was_said_on_the_way(own_product: Product) -> None:
    detours = [part for message in OFFER[:-1] for part in (message, "why do you ask?", "hello")]
    _, reply = say(own_product.address, *detours, OFFER[-1], "the sector is wrong", "energy")
    form = reply["messages"][-1]["form"]
    assert form["step"] == form["steps"] + 1
    assert {"label": "Sector", "value": "energy"} in form["answers"]
