-- Questions that come back, and where a placement quiz told a student to start.

-- A question of a topic's quiz, from the first time it was answered.
CREATE TABLE review (
    student_id TEXT NOT NULL REFERENCES students (id),
    topic_id   TEXT NOT NULL,
    question   TEXT NOT NULL,
    -- Its box, from 0: the more right answers in a row, the later it comes back.
    level      INTEGER NOT NULL,
    -- The first day it is asked again, in the class's zone.
    due        TEXT NOT NULL,
    PRIMARY KEY (student_id, topic_id, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_by_due ON review (student_id, due);

CREATE TABLE placements (
    id         TEXT PRIMARY KEY,
    student_id TEXT NOT NULL REFERENCES students (id),
    answers    TEXT NOT NULL,
    -- Empty when the student seems to know every topic.
    start      TEXT,
    taken_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX placements_by_student ON placements (student_id, taken_at);
