-- What it takes to grade a submission again, beside its answer and the engine. Empty where it was not kept yet.

-- What was graded: tests and given files, as JSON. An exercise may change or be translated; this stays.
CREATE TABLE tasks (
    -- SHA-256 of `task`.
    hash BLOB PRIMARY KEY,
    task TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE submissions ADD COLUMN task_hash BLOB REFERENCES tasks (hash);
-- The 64 bits of an unsigned number.
ALTER TABLE submissions ADD COLUMN seed INTEGER;
-- When the program's clocks began.
ALTER TABLE submissions ADD COLUMN clock INTEGER;
-- How far it might go, as JSON.
ALTER TABLE submissions ADD COLUMN limits TEXT;
-- What came of each test, hidden ones too, as JSON.
ALTER TABLE submissions ADD COLUMN transcript TEXT;
