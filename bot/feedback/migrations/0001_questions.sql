-- Questions without a good answer, for curators. No person, no address, no conversation, no time of day.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    why TEXT NOT NULL CHECK (why IN ('unanswered', 'relaxed', 'badly-rated')),
    question TEXT NOT NULL,
    same_as TEXT NOT NULL,
    area TEXT NOT NULL,
    task TEXT NOT NULL,
    wishes TEXT NOT NULL,
    cards TEXT NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    UNIQUE (why, area, same_as)
) STRICT;

CREATE INDEX questions_by_day ON questions (last_day);

CREATE TABLE reasons (
    id INTEGER PRIMARY KEY,
    question INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    day TEXT NOT NULL
) STRICT;

CREATE INDEX reasons_by_question ON reasons (question);

CREATE TABLE ratings (
    day TEXT NOT NULL,
    task TEXT NOT NULL,
    up INTEGER NOT NULL DEFAULT 0,
    down INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, task)
) STRICT;
