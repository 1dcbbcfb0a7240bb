-- Tokens a class has used at the model, by day in the class's zone.
CREATE TABLE model_tokens (
    class_id TEXT NOT NULL,
    day      TEXT NOT NULL,
    used     INTEGER NOT NULL,
    PRIMARY KEY (class_id, day)
) STRICT, WITHOUT ROWID;
