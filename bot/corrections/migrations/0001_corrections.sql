-- Mistakes in entries, as visitors told them. No person, no address, no time of day.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,
    what TEXT NOT NULL,
    said TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1 CHECK (times > 0),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'mended', 'dismissed')),
    settled_day TEXT
) STRICT;

CREATE UNIQUE INDEX corrections_open ON corrections (entry, what, said) WHERE status = 'open';
CREATE INDEX corrections_by_day ON corrections (last_day);
