-- Reviewers, and accounts whose people sign in with an OpenID provider. SQLite cannot change a CHECK: the tables are made anew,
-- sessions first, for they go when their account goes.
CREATE TABLE accounts_anew (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('reviewer', 'curator', 'administrator')),
    -- Empty: there is no password, and none fits.
    password TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    email TEXT UNIQUE,
    issuer TEXT,
    openid_subject TEXT,
    UNIQUE (issuer, openid_subject),
    CHECK ((issuer IS NULL) = (openid_subject IS NULL))
) STRICT;
INSERT INTO accounts_anew (name, role, password, changed_at) SELECT name, role, password, changed_at FROM accounts;
CREATE TABLE sessions_anew (
    id_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts_anew (name) ON DELETE CASCADE,
    began_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
INSERT INTO sessions_anew SELECT id_hash, account, began_at, expires_at FROM sessions;
DROP TABLE sessions;
DROP TABLE accounts;
ALTER TABLE accounts_anew RENAME TO accounts;
ALTER TABLE sessions_anew RENAME TO sessions;
