-- The tutor: what was asked, what was answered and why, which hints were opened, and where it is switched off.

CREATE TABLE questions (
    id          uuid PRIMARY KEY,
    student_id  uuid NOT NULL REFERENCES students (id),
    class_id    uuid NOT NULL REFERENCES classes (id),
    topic_id    text COLLATE "C",
    exercise_id text COLLATE "C",
    language    text NOT NULL,
    -- As it was asked, as JSON.
    ask         text NOT NULL,
    asked_at    timestamptz NOT NULL,
    -- What triage decided, as JSON.
    triaged     text,
    -- How it ended; empty while a better answer may come.
    ending      text
);
CREATE INDEX questions_by_student ON questions (student_id, id);
CREATE INDEX questions_by_class ON questions (class_id, student_id);
CREATE INDEX questions_without_end ON questions (asked_at) WHERE ending IS NULL;

-- The answers to a question in the order they came: the library's, then the model's. What the gate kept back has a
-- receipt and no answer.
CREATE TABLE chat_history (
    question_id uuid NOT NULL REFERENCES questions (id),
    number      integer NOT NULL,
    answer      text,
    receipt     text NOT NULL,
    -- What was shown of it and then taken back.
    taken_back  text,
    at          timestamptz NOT NULL,
    PRIMARY KEY (question_id, number)
);

-- Hints that were opened.
CREATE TABLE hints (
    question_id uuid NOT NULL REFERENCES questions (id),
    rung        smallint NOT NULL,
    opened_at   timestamptz NOT NULL,
    PRIMARY KEY (question_id, rung)
);

CREATE TABLE class_tutor (
    class_id   uuid PRIMARY KEY REFERENCES classes (id),
    mode       text NOT NULL,
    changed_at timestamptz NOT NULL
);

-- Every Python error of a run or a submission, written with the progress it moved.
CREATE TABLE error_occurrences (
    event_id    uuid PRIMARY KEY,
    student_id  uuid NOT NULL REFERENCES students (id),
    topic_id    text COLLATE "C",
    exercise_id text COLLATE "C",
    kind        text COLLATE "C" NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX error_occurrences_by_student ON error_occurrences (student_id, at);
