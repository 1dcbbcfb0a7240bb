-- Who is stuck: events that the rules of struggle look at, and the alerts that came of them.

-- Kept as long as published events are; `help` says that a question calls for help, for no event holds its words.
CREATE TABLE signals (
    event_id   TEXT PRIMARY KEY,
    student_id TEXT NOT NULL REFERENCES students (id),
    class_id   TEXT NOT NULL REFERENCES classes (id),
    at         INTEGER NOT NULL,
    event      TEXT NOT NULL,
    help       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX signals_by_student ON signals (student_id, at);
CREATE INDEX signals_by_age ON signals (at);

CREATE TABLE struggle_alerts (
    id          TEXT PRIMARY KEY,
    student_id  TEXT NOT NULL REFERENCES students (id),
    class_id    TEXT NOT NULL REFERENCES classes (id),
    rule        TEXT NOT NULL,
    topic_id    TEXT,
    exercise_id TEXT,
    since       INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    -- As JSON; it holds no words and no code.
    evidence    TEXT NOT NULL,
    resolved_at INTEGER,
    -- What a teacher thought of it: whether it was useful, who says so, and when.
    useful      INTEGER,
    marked_by   TEXT REFERENCES teachers (id),
    marked_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX struggle_alerts_by_class ON struggle_alerts (class_id, at);
CREATE INDEX struggle_alerts_by_student ON struggle_alerts (student_id, at);
