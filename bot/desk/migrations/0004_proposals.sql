-- Changes of entries that wait for a second person.
CREATE TABLE proposals (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL,
    -- The edition of the file that the change began with; empty for an entry that is new.
    edition TEXT NOT NULL,
    -- Records as JSON: as it was (empty for a new entry), and as it is to be.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    proposer TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'published', 'sent-back', 'taken-back')),
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    CHECK (status <> 'published' OR decided_by <> proposer)
) STRICT;
CREATE INDEX proposals_waiting ON proposals (status, entry);
