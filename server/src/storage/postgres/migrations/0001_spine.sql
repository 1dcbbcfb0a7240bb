-- The spine: who is who, what was handed in, what follows from it, and the log of events.
-- The same tables as SQLite's migration of this number, in Postgres's own types. Names and ids of the curriculum
-- sort by their bytes (COLLATE "C"), as they do in SQLite. What a student typed is bytea and JSON with words of
-- theirs is text: Postgres's text takes no zero byte, its jsonb no escaped one, and both must come back as they were.

CREATE TABLE users (
    id          uuid PRIMARY KEY,
    role        text NOT NULL CHECK (role IN ('student', 'teacher')),
    name        text COLLATE "C" NOT NULL,
    created_at  timestamptz NOT NULL,
    -- Wrong PINs or passwords in a row, and until when the next try must wait.
    failures    integer NOT NULL DEFAULT 0,
    locked_until timestamptz NOT NULL DEFAULT 'epoch'
);

CREATE TABLE teachers (
    id            uuid PRIMARY KEY REFERENCES users (id),
    username      text COLLATE "C" NOT NULL UNIQUE,
    password_hash text NOT NULL
);

CREATE TABLE classes (
    id         uuid PRIMARY KEY,
    teacher_id uuid NOT NULL REFERENCES teachers (id),
    name       text COLLATE "C" NOT NULL,
    code       text COLLATE "C" NOT NULL UNIQUE,
    time_zone  text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX classes_by_teacher ON classes (teacher_id);

CREATE TABLE students (
    id       uuid PRIMARY KEY REFERENCES users (id),
    pin_hash text NOT NULL
);

CREATE TABLE enrollments (
    class_id   uuid NOT NULL REFERENCES classes (id),
    student_id uuid NOT NULL REFERENCES students (id),
    -- The name as it is compared: trimmed, folded to lower case.
    name_key   text COLLATE "C" NOT NULL,
    PRIMARY KEY (class_id, student_id),
    UNIQUE (class_id, name_key)
);
CREATE INDEX enrollments_by_student ON enrollments (student_id);

-- One row a refresh token; a family is all that came from one sign-in.
CREATE TABLE refresh_tokens (
    hash       bytea PRIMARY KEY,
    family     uuid NOT NULL,
    user_id    uuid NOT NULL REFERENCES users (id),
    expires_at timestamptz NOT NULL,
    -- Set when it was exchanged: when, with which key, and for which token.
    used_at    timestamptz,
    used_key   text,
    successor  bytea
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);

-- Families that were ended before their time; access tokens of theirs are refused.
CREATE TABLE ended_families (
    family   uuid PRIMARY KEY,
    ended_at timestamptz NOT NULL
);
CREATE INDEX ended_families_by_end ON ended_families (ended_at);

-- Teachers' own exercises, whole as JSON: the shape is that of the API.
CREATE TABLE exercises (
    id         text COLLATE "C" PRIMARY KEY,
    teacher_id uuid NOT NULL REFERENCES teachers (id),
    topic_id   text COLLATE "C" NOT NULL,
    body       text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX exercises_by_teacher ON exercises (teacher_id, topic_id);

CREATE TABLE submissions (
    id          uuid PRIMARY KEY,
    student_id  uuid NOT NULL REFERENCES students (id),
    class_id    uuid NOT NULL REFERENCES classes (id),
    topic_id    text COLLATE "C" NOT NULL,
    exercise_id text COLLATE "C" NOT NULL,
    attempt     integer NOT NULL,
    -- UTF-8: convert_from(answer, 'UTF8').
    answer      bytea NOT NULL,
    passed      boolean NOT NULL,
    score       double precision NOT NULL,
    -- The answer to the student, as JSON.
    result      text NOT NULL,
    -- What graded it: hash of the sandbox's component and engine.
    engine      text NOT NULL,
    graded_at   timestamptz NOT NULL,
    UNIQUE (student_id, exercise_id, attempt)
);
CREATE INDEX submissions_by_class ON submissions (class_id, graded_at);

CREATE TABLE quiz_answers (
    id          uuid PRIMARY KEY,
    student_id  uuid NOT NULL REFERENCES students (id),
    topic_id    text COLLATE "C" NOT NULL,
    answers     text NOT NULL,
    score       double precision NOT NULL,
    answered_at timestamptz NOT NULL
);
CREATE INDEX quiz_answers_by_student ON quiz_answers (student_id, topic_id);

-- What `progress` knows, moved by events alone.
CREATE TABLE exercise_progress (
    student_id  uuid NOT NULL REFERENCES students (id),
    topic_id    text COLLATE "C" NOT NULL,
    exercise_id text COLLATE "C" NOT NULL,
    best        double precision NOT NULL,
    passed      boolean NOT NULL,
    PRIMARY KEY (student_id, topic_id, exercise_id)
);

CREATE TABLE quiz_progress (
    student_id uuid NOT NULL REFERENCES students (id),
    topic_id   text COLLATE "C" NOT NULL,
    best       double precision NOT NULL,
    PRIMARY KEY (student_id, topic_id)
);

CREATE TABLE daily_activity (
    student_id uuid NOT NULL REFERENCES students (id),
    day        date NOT NULL,
    events     integer NOT NULL,
    PRIMARY KEY (student_id, day)
);

CREATE TABLE progress (
    student_id  uuid NOT NULL REFERENCES students (id),
    topic_id    text COLLATE "C" NOT NULL,
    mastery     jsonb NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (student_id, topic_id)
);

-- Where each student is and what their code did last: the teacher's live list.
CREATE TABLE student_activity (
    student_id  uuid PRIMARY KEY REFERENCES students (id),
    topic_id    text COLLATE "C",
    exercise_id text COLLATE "C",
    last        jsonb NOT NULL,
    streak_days integer NOT NULL,
    at          timestamptz NOT NULL
);

-- `answer` is empty only inside the transaction that writes it.
CREATE TABLE idempotency_keys (
    user_id    uuid NOT NULL REFERENCES users (id),
    key        text COLLATE "C" NOT NULL,
    request    bytea NOT NULL,
    answer     text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Events. Those of one key are numbered in the order they were committed; across keys a lower number may become
-- visible after a higher one (docs/adr/0019).
CREATE TABLE outbox (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   uuid NOT NULL UNIQUE,
    topic      text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    event      text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX outbox_by_age ON outbox (created_at);

-- What each consumer has applied; a second delivery finds its row here.
CREATE TABLE inbox (
    consumer   text COLLATE "C" NOT NULL,
    event_id   uuid NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_by_age ON inbox (applied_at);

-- The embedded bus: how far each group is (everything up to `position` is finished), and tries that failed.
CREATE TABLE bus_groups (
    name     text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL
);

CREATE TABLE bus_tries (
    group_name text COLLATE "C" NOT NULL,
    event_id   uuid NOT NULL,
    tries      integer NOT NULL,
    PRIMARY KEY (group_name, event_id)
);

CREATE TABLE dead_letters (
    group_name text COLLATE "C" NOT NULL,
    event_id   uuid NOT NULL,
    topic      text COLLATE "C" NOT NULL,
    event      text NOT NULL,
    reason     text NOT NULL,
    tries      integer NOT NULL,
    died_at    timestamptz NOT NULL,
    PRIMARY KEY (group_name, event_id)
);
