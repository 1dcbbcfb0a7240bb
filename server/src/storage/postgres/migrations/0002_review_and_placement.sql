-- Questions that come back, and where a placement quiz told a student to start.

-- A question of a topic's quiz, from the first time it was answered.
CREATE TABLE review (
    student_id uuid NOT NULL REFERENCES students (id),
    topic_id   text COLLATE "C" NOT NULL,
    question   text COLLATE "C" NOT NULL,
    -- Its box, from 0: the more right answers in a row, the later it comes back.
    level      smallint NOT NULL,
    -- The first day it is asked again, in the class's zone.
    due        date NOT NULL,
    PRIMARY KEY (student_id, topic_id, question)
);
CREATE INDEX review_by_due ON review (student_id, due);

CREATE TABLE placements (
    id         uuid PRIMARY KEY,
    student_id uuid NOT NULL REFERENCES students (id),
    answers    text NOT NULL,
    -- Empty when the student seems to know every topic.
    start      text COLLATE "C",
    taken_at   timestamptz NOT NULL
);
CREATE INDEX placements_by_student ON placements (student_id, taken_at);
