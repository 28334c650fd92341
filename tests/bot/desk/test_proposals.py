"""Proposals: a change that waits for a second person, and what a person sees of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.difference import Difference, differences
from bot.desk.proposals import SENT_BACK_DAYS, Proposal, ProposalError, Proposals
from bot.desk.record_files import RecordError, RecordFile, RecordFiles
from bot.storage import Database, StorageError
from knowledge.catalogue.resource import Resource
from tests.bot.desk.test_record_text import ROBOTS


@pytest.fixture
def records(tmp_path: Path) -> RecordFiles:
    """A catalogue of one entry, robot-shed."""
    (tmp_path / "records" / "programme").mkdir(parents=True)
    (tmp_path / "records" / "programme" / "robot-shed.yaml").write_text(ROBOTS, encoding="utf-8")
    return RecordFiles(tmp_path / "records")


@pytest.fixture
def proposals(database: Database) -> Proposals:
    return Proposals(database)


def robot_shed(records: RecordFiles) -> RecordFile:
    """The entry as it is now."""
    found = records.read("robot-shed")
    assert found is not None
    return found


def proposed(proposals: Proposals, records: RecordFiles, who: str = "isla", **changes: object) -> int:
    """A proposal that changes the entry."""
    before = robot_shed(records)
    return proposals.add(before, Resource.model_validate({**before.resource.model_dump(), **changes}), who)


def the(proposals: Proposals, number: int) -> Proposal:
    """One proposal."""
    found = proposals.get(number)
    assert found is not None
    return found


def by_label(proposal: Proposal) -> dict[str, Difference]:
    """What it changes."""
    return {each.label: each for each in differences(proposal)}


def test_a_proposal_changes_nothing_until_a_second_person_publishes_it(proposals: Proposals, records: RecordFiles) -> None:
    number = proposed(proposals, records, name="Robot Barn")
    assert robot_shed(records).resource.name != "Robot Barn"
    assert [each.number for each in proposals.waiting("robot-shed")] == [number]
    proposals.publish(number, "ewan", records)
    assert robot_shed(records).resource.name == "Robot Barn"
    assert proposals.waiting() == []
    done = the(proposals, number)
    assert (done.status, done.proposer, done.decided_by) == ("published", "isla", "ewan")


def test_nobody_publishes_or_sends_back_what_they_proposed(
    proposals: Proposals, records: RecordFiles, database: Database
) -> None:
    number = proposed(proposals, records, name="Robot Barn")
    decisions: tuple[Callable[[], object], ...] = (
        lambda: proposals.publish(number, "isla", records),
        lambda: proposals.send_back(number, "isla", "No."),
    )
    for decide in decisions:
        with pytest.raises(ProposalError) as refused:
            decide()
        assert refused.value.why == "same-person"
    with pytest.raises(StorageError), database.transaction() as connection:
        connection.execute("UPDATE proposals SET status = 'published', decided_by = 'isla'")
    assert robot_shed(records).resource.name != "Robot Barn"
    assert the(proposals, number).status == "waiting"


def test_only_whoever_proposed_it_takes_it_back(proposals: Proposals, records: RecordFiles) -> None:
    number = proposed(proposals, records, name="Robot Barn")
    with pytest.raises(ProposalError) as refused:
        proposals.take_back(number, "ewan")
    assert refused.value.why == "not-yours"
    assert proposals.take_back(number, "isla").entry == "robot-shed"
    assert the(proposals, number).status == "taken-back"


def test_a_proposal_is_decided_once(proposals: Proposals, records: RecordFiles) -> None:
    number = proposed(proposals, records, name="Robot Barn")
    proposals.send_back(number, "ewan", "The source has the old name.")
    decisions: tuple[Callable[[], object], ...] = (
        lambda: proposals.publish(number, "ewan", records),
        lambda: proposals.send_back(number, "mairi", "No."),
        lambda: proposals.take_back(number, "isla"),
    )
    for decide in decisions:
        with pytest.raises(ProposalError) as refused:
            decide()
        assert refused.value.why == "settled"
    assert (the(proposals, number).status, the(proposals, number).reason) == ("sent-back", "The source has the old name.")
    assert [each.number for each in proposals.settled(5)] == [number]


def test_a_proposal_that_a_later_change_made_stale_overwrites_nothing(proposals: Proposals, records: RecordFiles) -> None:
    first = proposed(proposals, records, name="Robot Barn")
    second = proposed(proposals, records, provider="Another Shed Trust")
    proposals.publish(second, "ewan", records)
    assert the(proposals, first).is_stale(robot_shed(records))
    with pytest.raises(ProposalError) as refused:
        proposals.publish(first, "ewan", records)
    assert refused.value.why == "stale"
    now = robot_shed(records).resource
    assert (now.name, now.provider) == ("Robot Shed", "Another Shed Trust")
    assert the(proposals, first).status == "waiting"


def test_a_new_entry_is_proposed_and_published_unless_its_id_is_taken_meanwhile(
    proposals: Proposals, records: RecordFiles
) -> None:
    barn = robot_shed(records).resource.model_copy(update={"id": "robot-barn", "name": "Robot Barn"})
    first, second = proposals.add(None, barn, "isla"), proposals.add(None, barn, "isla")
    assert the(proposals, first).is_new_entry
    proposals.publish(first, "ewan", records)
    assert "robot-barn" in records.ids()
    with pytest.raises(ProposalError) as refused:
        proposals.publish(second, "ewan", records)
    assert refused.value.why == "stale"


def test_what_cannot_be_written_still_waits(proposals: Proposals, records: RecordFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    number = proposed(proposals, records, name="Robot Barn")

    def full(*_: object) -> None:
        raise RecordError("The catalogue cannot be written.", "Make room.")

    monkeypatch.setattr("bot.desk.record_files._write", full)
    with pytest.raises(RecordError):
        proposals.publish(number, "ewan", records)
    assert the(proposals, number).status == "waiting"


def test_a_proposal_that_the_rules_no_longer_allow_is_shown_but_not_published(
    proposals: Proposals, records: RecordFiles, database: Database
) -> None:
    number = proposed(proposals, records, name="Robot Barn")
    with database.transaction() as connection:
        connection.execute("UPDATE proposals SET after = json_set(after, '$.kind', 'alchemy')")
    assert "alchemy" in str(by_label(the(proposals, number))["Kind"].new)
    with pytest.raises(ProposalError) as refused:
        proposals.publish(number, "ewan", records)
    assert refused.value.why == "not-valid"


def test_the_difference_marks_the_words_and_items_that_change_and_nothing_else(
    proposals: Proposals, records: RecordFiles
) -> None:
    before = robot_shed(records).resource
    summary = before.summary.replace("a robot", "a rover")
    assert summary != before.summary
    names = ("Shed", "Barn")
    number = proposed(proposals, records, summary=summary, also_known_as=names, contact={"url": "https://barn.example.org"})
    found = by_label(the(proposals, number))
    assert list(found) == ["Other names", "Summary", "Web page"]
    assert [text.strip() for text, marked in found["Summary"].old if marked] == ["robot"]
    assert [text.strip() for text, marked in found["Summary"].new if marked] == ["rover"]
    assert "".join(text for text, _ in found["Summary"].new) == summary
    assert found["Other names"].old == (("Shed", False), ("The: Shed", True))
    assert found["Other names"].new == (("Shed", False), ("Barn", True))


def test_the_earlier_accounts_and_sessions_are_kept_when_the_store_is_brought_up_to_date(tmp_path: Path) -> None:
    early = Path(__file__).parents[3] / "bot" / "desk" / "migrations"
    path = tmp_path / "store.sqlite"
    (tmp_path / "early").mkdir()
    for name in ("0001_desk.sql", "0002_links.sql"):
        (tmp_path / "early" / name).write_text((early / name).read_text(encoding="utf-8"), encoding="utf-8")
    old = Database(path)
    old.migrate("desk", tmp_path / "early")
    with old.transaction() as connection:
        connection.execute("INSERT INTO accounts VALUES ('isla', 'curator', 'hash', '2026-01-01')")
        connection.execute("INSERT INTO sessions VALUES ('abc', 'isla', '2026-01-01', '2999-01-01')")
    Proposals(Database(path)).waiting()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name, role, password, email FROM accounts").fetchall() == [
            ("isla", "curator", "hash", None)
        ]
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("SELECT account FROM sessions").fetchall() == [("isla",)]
        connection.execute("DELETE FROM accounts")
        assert connection.execute("SELECT account FROM sessions").fetchall() == []
    connection.close()


def test_whoever_proposed_is_told_that_it_was_sent_back_until_it_is_proposed_anew(
    database: Database, records: RecordFiles
) -> None:
    now = [datetime(2026, 11, 1, tzinfo=UTC)]
    proposals = Proposals(database, lambda: now[0])
    number = proposed(proposals, records, name="Robot Barn")
    proposals.send_back(number, "ewan", "No.")
    assert [each.number for each in proposals.sent_back_to("isla")] == [number]
    assert proposals.sent_back_to("ewan") == []
    again = proposed(proposals, records, name="Robot Byre")
    assert proposals.sent_back_to("isla") == []
    proposals.send_back(again, "ewan", "No.")
    assert [each.number for each in proposals.sent_back_to("isla")] == [again]
    now[0] += timedelta(days=SENT_BACK_DAYS)
    assert proposals.sent_back_to("isla") == []
