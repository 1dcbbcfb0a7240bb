-- Who is stuck: events that the rules of struggle look at, and the alerts that came of them.

-- Kept as long as published events are; `help` says that a question calls for help, for no event holds its words.
CREATE TABLE signals (
    event_id   uuid PRIMARY KEY,
    student_id uuid NOT NULL REFERENCES students (id),
    class_id   uuid NOT NULL REFERENCES classes (id),
    at         timestamptz NOT NULL,
    event      text NOT NULL,
    help       boolean NOT NULL
);
CREATE INDEX signals_by_student ON signals (student_id, at);
CREATE INDEX signals_by_age ON signals (at);

CREATE TABLE struggle_alerts (
    id          uuid PRIMARY KEY,
    student_id  uuid NOT NULL REFERENCES students (id),
    class_id    uuid NOT NULL REFERENCES classes (id),
    rule        text NOT NULL,
    topic_id    text COLLATE "C",
    exercise_id text COLLATE "C",
    since       timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    -- As JSON; it holds no words and no code.
    evidence    text NOT NULL,
    resolved_at timestamptz,
    -- What a teacher thought of it: whether it was useful, who says so, and when.
    useful      boolean,
    marked_by   uuid REFERENCES teachers (id),
    marked_at   timestamptz
);
CREATE INDEX struggle_alerts_by_class ON struggle_alerts (class_id, at);
CREATE INDEX struggle_alerts_by_student ON struggle_alerts (student_id, at);
