-- The tutor: what was asked, what was answered and why, which hints were opened, and where it is switched off.

CREATE TABLE questions (
    id          TEXT PRIMARY KEY,
    student_id  TEXT NOT NULL REFERENCES students (id),
    class_id    TEXT NOT NULL REFERENCES classes (id),
    topic_id    TEXT,
    exercise_id TEXT,
    language    TEXT NOT NULL,
    -- As it was asked, as JSON.
    ask         TEXT NOT NULL,
    asked_at    INTEGER NOT NULL,
    -- What triage decided, as JSON.
    triaged     TEXT,
    -- How it ended; empty while a better answer may come.
    ending      TEXT
) STRICT;
CREATE INDEX questions_by_student ON questions (student_id, id);
CREATE INDEX questions_by_class ON questions (class_id, student_id);
CREATE INDEX questions_without_end ON questions (asked_at) WHERE ending IS NULL;

-- The answers to a question in the order they came: the library's, then the model's. What the gate kept back has a
-- receipt and no answer.
CREATE TABLE chat_history (
    question_id TEXT NOT NULL REFERENCES questions (id),
    number      INTEGER NOT NULL,
    answer      TEXT,
    receipt     TEXT NOT NULL,
    -- What was shown of it and then taken back.
    taken_back  TEXT,
    at          INTEGER NOT NULL,
    PRIMARY KEY (question_id, number)
) STRICT, WITHOUT ROWID;

-- Hints that were opened.
CREATE TABLE hints (
    question_id TEXT NOT NULL REFERENCES questions (id),
    rung        INTEGER NOT NULL,
    opened_at   INTEGER NOT NULL,
    PRIMARY KEY (question_id, rung)
) STRICT, WITHOUT ROWID;

CREATE TABLE class_tutor (
    class_id   TEXT PRIMARY KEY REFERENCES classes (id),
    mode       TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every Python error of a run or a submission, written with the progress it moved.
CREATE TABLE error_occurrences (
    event_id    TEXT PRIMARY KEY,
    student_id  TEXT NOT NULL REFERENCES students (id),
    topic_id    TEXT,
    exercise_id TEXT,
    kind        TEXT NOT NULL,
    at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX error_occurrences_by_student ON error_occurrences (student_id, at);
