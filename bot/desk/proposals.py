"""Changes of entries that wait until a second person has looked at them: never published by whoever proposed them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection, Row
from typing import Any, Literal

from pydantic import ValidationError

from bot.desk.record_files import RecordFile, RecordFiles
from bot.desk.retiring import Merged, merge, taken_in
from bot.desk.schema import present, with_desk_tables, written
from bot.storage import Database
from knowledge.catalogue.resource import Resource
from knowledge.errors import StemFinderError

SENT_BACK_DAYS = 30
"""For how long whoever proposed something is told that it was sent back."""
Status = Literal["waiting", "published", "sent-back", "taken-back"]
Why = Literal["unknown", "settled", "same-person", "not-yours", "stale", "not-valid"]


class ProposalError(StemFinderError):
    """A proposal cannot be published, sent back or taken back.

    Args:
        why: the reason, for pages.
        message: what is wrong.
    """

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message, "Look at the proposal as it is now.")
        self.why = why


@dataclass(frozen=True)
class Proposal:
    """A change that somebody proposed.

    Attributes:
        number: tells it from others.
        entry: id of the record that it changes, adds or takes out.
        edition: of the record's file when the change was begun; empty for a new entry.
        before: the record as it was; empty for a new entry. Of a merge, the record that stays.
        after: the record as it is to be; likewise.
        proposer: whose account.
        proposed_at: when.
        status: what became of it.
        decided_by: who published it, sent it back or took it back; empty while it waits.
        decided_at: when.
        reason: why it was sent back.
        merged_into: id of the record into which the entry is merged; empty for every other change.
        why: what whoever proposed it says of it; empty where nothing was asked.
    """

    number: int
    entry: str
    edition: str
    before: dict[str, Any]
    after: dict[str, Any]
    proposer: str
    proposed_at: str
    status: Status
    decided_by: str
    decided_at: str
    reason: str
    merged_into: str = ""
    why: str = ""

    @property
    def is_new_entry(self) -> bool:
        """Whether it adds an entry."""
        return not self.before

    @property
    def name(self) -> str:
        """What the entry is to be called; of a merge, what the other one is called."""
        return str(self.after.get("name", self.entry))

    def changed(self) -> list[str]:
        """Return the names of the fields that it changes."""
        return [name for name in self.after if self.before.get(name) != self.after[name]]

    def is_stale(self, record: RecordFile | None) -> bool:
        """Return whether the entry is another than the one the change began with.

        Args:
            record: the entry's file as it is now; None where there is none.
        """
        return (record.edition if record else "") != self.edition


class Proposals:
    """The proposals in the database.

    Args:
        database: the one file; every method may raise its StorageError.
        now: gives the moment.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = present) -> None:
        self._database = with_desk_tables(database)
        self._now = now

    def add(self, before: RecordFile | None, after: Resource, who: str, why: str = "") -> int:
        """Add a proposal; return its number.

        Args:
            before: the record's file; None for a new entry.
            after: the record as it is to be.
            who: the account.
            why: for whoever looks at it.
        """
        return self._add(after.id, before.edition if before else "", before.resource if before else None, after, who, "", why)

    def add_merge(self, gone: RecordFile, kept: Resource, who: str, why: str) -> int:
        """Add a proposal to merge one record into another; return its number.

        Args:
            gone: the file of the record that is to be taken out.
            kept: the record that stays.
            who: the account.
            why: for curators.
        """
        return self._add(gone.resource.id, gone.edition, kept, taken_in(kept, gone.resource), who, kept.id, why)

    def get(self, number: int) -> Proposal | None:
        """Return one."""
        with self._database.transaction() as connection:
            return _found(connection, number)

    def waiting(self, entry: str = "") -> list[Proposal]:
        """Return those that wait, the oldest first; of one entry where given."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM proposals WHERE status = 'waiting' AND (? = '' OR entry = ?) ORDER BY number", (entry, entry)
            ).fetchall()
        return [_proposal(row) for row in rows]

    def sent_back_to(self, who: str) -> list[Proposal]:
        """Return those of an account that were sent back lately, and whose entry nobody has proposed to change since."""
        since = written(self._now() - timedelta(days=SENT_BACK_DAYS))
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM proposals AS one WHERE status = 'sent-back' AND proposer = ? AND decided_at > ? AND NOT EXISTS"
                " (SELECT 1 FROM proposals AS later WHERE later.entry = one.entry AND later.number > one.number)"
                " ORDER BY number",
                (who, since),
            ).fetchall()
        return [_proposal(row) for row in rows]

    def settled(self, limit: int) -> list[Proposal]:
        """Return those that no longer wait, the latest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM proposals WHERE status <> 'waiting' ORDER BY decided_at DESC, number DESC LIMIT ?", (limit,)
            ).fetchall()
        return [_proposal(row) for row in rows]

    def publish(self, number: int, who: str, records: RecordFiles) -> Merged | None:
        """Write a proposal's record to its file; return what a merge did, None for every other change.

        The file is written within the transaction: what could not be written still waits, and is published once at most.

        Raises:
            ProposalError: there is none that waits, it is of ``who`` themselves, its entry was changed meanwhile, or the
                record is no longer valid.
            RecordError: the file cannot be written.
        """
        with self._database.transaction() as connection:
            proposal = _open(connection, number)
            if proposal.proposer == who:
                raise ProposalError("same-person", "Whoever proposed a change does not publish it.")
            if proposal.is_stale(records.read(proposal.entry)):
                raise ProposalError("stale", "The entry was changed after this was proposed.")
            self._settle(connection, proposal, "published", who, "")
            try:
                if proposal.merged_into:
                    return merge(records, proposal.entry, proposal.edition, proposal.merged_into, proposal.why)
                resource = Resource.model_validate(proposal.after)
            except ValidationError as error:
                raise ProposalError("not-valid", "The proposed entry is no longer valid.") from error
            if proposal.is_new_entry:
                records.add(resource)
            else:
                records.change(resource, proposal.edition)
        return None

    def send_back(self, number: int, who: str, reason: str) -> Proposal:
        """Send a proposal back to whoever proposed it; return it.

        Raises:
            ProposalError: there is none that waits, or it is of ``who`` themselves.
        """
        with self._database.transaction() as connection:
            proposal = _open(connection, number)
            if proposal.proposer == who:
                raise ProposalError("same-person", "Whoever proposed a change takes it back instead.")
            self._settle(connection, proposal, "sent-back", who, reason)
        return proposal

    def take_back(self, number: int, who: str) -> Proposal:
        """Take one's own proposal back; return it.

        Raises:
            ProposalError: there is none that waits, or it is somebody else's.
        """
        with self._database.transaction() as connection:
            proposal = _open(connection, number)
            if proposal.proposer != who:
                raise ProposalError("not-yours", "Only whoever proposed a change takes it back.")
            self._settle(connection, proposal, "taken-back", who, "")
        return proposal

    def _add(
        self, entry: str, edition: str, before: Resource | None, after: Resource, who: str, merged_into: str, why: str
    ) -> int:
        old = json.dumps(before.model_dump(mode="json")) if before else "{}"
        new = json.dumps(after.model_dump(mode="json"))
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO proposals (entry, edition, before, after, proposer, proposed_at, merged_into, why)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (entry, edition, old, new, who, written(self._now()), merged_into, why),
            )
            return int(cursor.lastrowid or 0)

    def _settle(self, connection: Connection, proposal: Proposal, status: Status, who: str, reason: str) -> None:
        connection.execute(
            "UPDATE proposals SET status = ?, decided_by = ?, decided_at = ?, reason = ? WHERE number = ?",
            (status, who, written(self._now()), reason, proposal.number),
        )


def _found(connection: Connection, number: int) -> Proposal | None:
    row = connection.execute("SELECT * FROM proposals WHERE number = ?", (number,)).fetchone()
    return _proposal(row) if row else None


def _open(connection: Connection, number: int) -> Proposal:
    proposal = _found(connection, number)
    if proposal is None:
        raise ProposalError("unknown", "There is no such proposal.")
    if proposal.status != "waiting":
        raise ProposalError("settled", "This proposal no longer waits.")
    return proposal


def _proposal(row: Row) -> Proposal:
    return Proposal(**{**dict(row), "before": json.loads(row["before"]), "after": json.loads(row["after"])})
