"""What a reply asks for is done before it is sent, and said as it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import ConversationState, Reply
from bot.storage import Database
from bot.submissions.carrying_out import Submissions
from bot.submissions.draft import SENT, Draft
from bot.submissions.forms import Kind
from bot.submissions.store import SubmissionStore
from bot.submissions.submission import Submission
from tests.bot.submissions.leaving import NOW, left
from tests.bot.submissions.talking import filled


@pytest.fixture
def store(tmp_path: Path) -> SubmissionStore:
    return SubmissionStore(Database(tmp_path / "test.sqlite"))


@pytest.fixture
def submissions(store: SubmissionStore) -> Submissions:
    return Submissions(store, 365, now=lambda: NOW)


def sent(kind: Kind, **answers: str) -> Reply:
    return Reply("", ConversationState(), submit=replace(filled(kind, **answers).draft, ended=SENT))


async def test_a_reply_that_asks_for_nothing_stays_as_it_is(submissions: Submissions, store: SubmissionStore) -> None:
    reply = Reply("Hello.", ConversationState())
    assert await submissions.carried_out(reply) is reply
    assert store.active(now=NOW) == []


async def test_the_number_in_the_reply_is_the_one_on_the_disk(submissions: Submissions, store: SubmissionStore) -> None:
    reply = await submissions.carried_out(sent("offer"))
    assert reply.reference
    assert reply.reference in reply.text
    stored = store.get(reply.reference)
    assert stored is not None
    assert stored.organisation == "Firth Sensors Ltd"
    assert stored.areas == ("Fife",)
    assert "365 days" in stored.consent
    assert stored.consented_at == NOW
    assert stored.expires_at == NOW + timedelta(days=365)


async def test_who_leaves_an_address_is_told_that_the_number_is_mailed_there(store: SubmissionStore) -> None:
    told: list[str] = []

    def notify(submission: Submission) -> str:
        told.append(submission.reference)
        return submission.contact

    reply = await Submissions(store, 365, now=lambda: NOW, notify=notify).carried_out(sent("offer"))
    assert reply.reference
    stored = store.get(reply.reference)
    assert stored is not None
    assert told == [stored.reference]
    assert f"I also send it to {stored.contact}" in reply.text


async def test_both_sides_are_told_how_many_match(submissions: Submissions) -> None:
    first = await submissions.carried_out(sent("offer", place="Kirkcaldy", stage="any"))
    assert "no school has left a request" in first.text
    need = {"what": "Two engineers to talk about wind turbines", "stage": "P6"}
    second = await submissions.carried_out(sent("need", place="Cupar", **need))
    assert "1 in Fife" in second.text
    third = await submissions.carried_out(sent("offer", place="anywhere in Scotland", stage="any"))
    assert "1 for anywhere in Scotland" in third.text


async def test_what_is_withdrawn_or_has_run_out_is_not_counted(submissions: Submissions, store: SubmissionStore) -> None:
    wind = "Two engineers to talk about wind turbines"
    withdrawn, old = left("need", what=wind, place="Fife"), left("need", what=wind, place="Fife", at=NOW - timedelta(days=400))
    store.save(withdrawn)
    store.save(old)
    reply = await submissions.carried_out(Reply("", ConversationState(), withdraw=withdrawn.reference))
    assert "is withdrawn" in reply.text
    assert "no school" in (await submissions.carried_out(sent("offer", stage="any"))).text
    assert store.get(old.reference) is None


async def test_an_unknown_number_withdraws_nothing_and_says_so(submissions: Submissions) -> None:
    reply = await submissions.carried_out(Reply("", ConversationState(), withdraw=left("offer").reference))
    assert "nothing in force" in reply.text


@pytest.mark.parametrize("kind", ["offer", "need"])
async def test_where_it_cannot_be_stored_that_is_said_and_yes_tries_again(tmp_path: Path, kind: Kind) -> None:
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"no database " * 100)
    submissions = Submissions(SubmissionStore(Database(damaged)), 365)
    reply = await submissions.carried_out(sent(kind))
    assert "could NOT be stored" in reply.text
    assert reply.reference is None
    draft = Draft.from_json(reply.state.draft)
    assert draft is not None
    assert draft.is_open
    damaged.unlink()
    again = await submissions.carried_out(replace(reply, submit=replace(draft, ended=SENT)))
    assert again.reference
