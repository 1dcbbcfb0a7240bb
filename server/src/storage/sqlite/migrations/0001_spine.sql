-- The spine: who is who, what was handed in, what follows from it, and the log of events.
-- Times are milliseconds since 1970 (UTC). Ids are UUIDv7 as text. Days are ISO dates in the class's zone.

CREATE TABLE users (
    id          TEXT PRIMARY KEY,
    role        TEXT NOT NULL CHECK (role IN ('student', 'teacher')),
    name        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    -- Wrong PINs or passwords in a row, and until when the next try must wait.
    failures    INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE teachers (
    id            TEXT PRIMARY KEY REFERENCES users (id),
    username      TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
) STRICT;

CREATE TABLE classes (
    id         TEXT PRIMARY KEY,
    teacher_id TEXT NOT NULL REFERENCES teachers (id),
    name       TEXT NOT NULL,
    code       TEXT NOT NULL UNIQUE,
    time_zone  TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX classes_by_teacher ON classes (teacher_id);

CREATE TABLE students (
    id       TEXT PRIMARY KEY REFERENCES users (id),
    pin_hash TEXT NOT NULL
) STRICT;

CREATE TABLE enrollments (
    class_id   TEXT NOT NULL REFERENCES classes (id),
    student_id TEXT NOT NULL REFERENCES students (id),
    -- The name as it is compared: trimmed, folded to lower case.
    name_key   TEXT NOT NULL,
    PRIMARY KEY (class_id, student_id),
    UNIQUE (class_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrollments_by_student ON enrollments (student_id);

-- One row a refresh token; a family is all that came from one sign-in.
CREATE TABLE refresh_tokens (
    hash       BLOB PRIMARY KEY,
    family     TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL,
    -- Set when it was exchanged: when, with which key, and for which token.
    used_at    INTEGER,
    used_key   TEXT,
    successor  BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);

-- Families that were ended before their time; access tokens of theirs are refused.
CREATE TABLE ended_families (
    family   TEXT PRIMARY KEY,
    ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Teachers' own exercises, whole as JSON: the shape is that of the API.
CREATE TABLE exercises (
    id         TEXT PRIMARY KEY,
    teacher_id TEXT NOT NULL REFERENCES teachers (id),
    topic_id   TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX exercises_by_teacher ON exercises (teacher_id, topic_id);

CREATE TABLE submissions (
    id          TEXT PRIMARY KEY,
    student_id  TEXT NOT NULL REFERENCES students (id),
    class_id    TEXT NOT NULL REFERENCES classes (id),
    topic_id    TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    attempt     INTEGER NOT NULL,
    answer      TEXT NOT NULL,
    passed      INTEGER NOT NULL,
    score       REAL NOT NULL,
    -- The answer to the student, as JSON.
    result      TEXT NOT NULL,
    -- What graded it: hash of the sandbox's component and engine.
    engine      TEXT NOT NULL,
    graded_at   INTEGER NOT NULL,
    UNIQUE (student_id, exercise_id, attempt)
) STRICT;

CREATE TABLE quiz_answers (
    id          TEXT PRIMARY KEY,
    student_id  TEXT NOT NULL REFERENCES students (id),
    topic_id    TEXT NOT NULL,
    answers     TEXT NOT NULL,
    score       REAL NOT NULL,
    answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX quiz_answers_by_student ON quiz_answers (student_id, topic_id);

-- What `progress` knows, moved by events alone.
CREATE TABLE exercise_progress (
    student_id  TEXT NOT NULL REFERENCES students (id),
    topic_id    TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    best        REAL NOT NULL,
    passed      INTEGER NOT NULL,
    PRIMARY KEY (student_id, topic_id, exercise_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE quiz_progress (
    student_id TEXT NOT NULL REFERENCES students (id),
    topic_id   TEXT NOT NULL,
    best       REAL NOT NULL,
    PRIMARY KEY (student_id, topic_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_activity (
    student_id TEXT NOT NULL REFERENCES students (id),
    day        TEXT NOT NULL,
    events     INTEGER NOT NULL,
    PRIMARY KEY (student_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE progress (
    student_id  TEXT NOT NULL REFERENCES students (id),
    topic_id    TEXT NOT NULL,
    mastery     TEXT NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (student_id, topic_id)
) STRICT, WITHOUT ROWID;

-- Where each student is and what their code did last: the teacher's live list.
CREATE TABLE student_activity (
    student_id  TEXT PRIMARY KEY REFERENCES students (id),
    topic_id    TEXT,
    exercise_id TEXT,
    last        TEXT NOT NULL,
    streak_days INTEGER NOT NULL,
    at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    user_id    TEXT NOT NULL,
    key        TEXT NOT NULL,
    request    BLOB NOT NULL,
    answer     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Events in the order they were committed; the embedded bus reads them from here.
CREATE TABLE outbox (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id   TEXT NOT NULL UNIQUE,
    topic      TEXT NOT NULL,
    key        TEXT NOT NULL,
    event      TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- What each consumer has applied; a second delivery finds its row here.
CREATE TABLE inbox (
    consumer   TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (consumer, event_id)
) STRICT, WITHOUT ROWID;

-- The embedded bus: how far each group is (everything up to `position` is finished), and tries that failed.
CREATE TABLE bus_groups (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bus_tries (
    group_name TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    tries      INTEGER NOT NULL,
    PRIMARY KEY (group_name, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
    group_name TEXT NOT NULL,
    event_id   TEXT NOT NULL,
    topic      TEXT NOT NULL,
    event      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    tries      INTEGER NOT NULL,
    died_at    INTEGER NOT NULL,
    PRIMARY KEY (group_name, event_id)
) STRICT, WITHOUT ROWID;
