-- Since when an address is broken, and what is the matter as a key of a text. What was found before has no key: it is looked at anew.
DROP TABLE links;
CREATE TABLE links (
    address TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('works', 'moved', 'gone', 'fails', 'unknown')),
    why TEXT NOT NULL,
    detail TEXT NOT NULL,
    day TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;
