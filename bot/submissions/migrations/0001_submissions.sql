-- Offers and needs left in the chat, after consent. `record` is the JSON form of bot.submissions.submission.Submission;
-- the columns beside it are what is searched by.
CREATE TABLE submissions (
    reference TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('offer', 'need')),
    status TEXT NOT NULL,
    consented_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX submissions_by_kind ON submissions (kind, status, consented_at);
CREATE INDEX submissions_by_expiry ON submissions (expires_at);
