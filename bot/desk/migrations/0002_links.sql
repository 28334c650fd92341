-- What the link checker found at each address of the catalogue, when it last looked.
CREATE TABLE links (
    address TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('works', 'moved', 'gone', 'fails', 'unknown')),
    detail TEXT NOT NULL,
    day TEXT NOT NULL
) STRICT;
