-- What it takes to grade a submission again, beside its answer and the engine. Empty where it was not kept.

-- What was graded: tests and given files, as JSON, byte for byte. An exercise may change or be translated; this stays.
CREATE TABLE tasks (
    -- SHA-256 of `task`.
    hash bytea PRIMARY KEY,
    task text NOT NULL
);

ALTER TABLE submissions
    ADD COLUMN task_hash bytea REFERENCES tasks (hash),
    -- The 64 bits of an unsigned number.
    ADD COLUMN seed bigint,
    -- When the program's clocks began.
    ADD COLUMN clock timestamptz,
    -- How far it might go, as JSON.
    ADD COLUMN limits text,
    -- What came of each test, hidden ones too, as JSON.
    ADD COLUMN transcript text;
