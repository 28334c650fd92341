"""The audit trail: lines are added, never changed or taken away."""

from __future__ import annotations

import pytest

from bot.desk import AuditTrail
from bot.storage import Database, StorageError


def test_the_latest_deed_comes_first_and_a_subject_can_be_followed(database: Database) -> None:
    trail = AuditTrail(database)
    trail.note("isla", "changed", "crest-awards", "summary, topics")
    trail.note("ewan", "signed in")
    assert [(deed.who, deed.what) for deed in trail.deeds()] == [("ewan", "signed in"), ("isla", "changed")]
    assert [deed.detail for deed in trail.deeds(subject="crest-awards")] == ["summary, topics"]
    assert trail.count() == 2


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_or_shorten_it(database: Database, statement: str) -> None:
    trail = AuditTrail(database)
    trail.note("isla", "signed in")
    with pytest.raises(StorageError, match="never"), database.transaction() as connection:
        connection.execute(statement)
    assert [deed.who for deed in trail.deeds()] == ["isla"]
