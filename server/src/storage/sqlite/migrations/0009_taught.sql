-- What is taught, filled from the curriculum at each start: for reports and for whoever looks into the database. The
-- rows of students name topics without a reference: a teacher's folder may bring topics that come and go.

CREATE TABLE modules (
    id       TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    title    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE topics (
    id        TEXT PRIMARY KEY,
    module_id TEXT NOT NULL REFERENCES modules (id),
    position  INTEGER NOT NULL,
    title     TEXT NOT NULL,
    exercises INTEGER NOT NULL,
    -- It is in the curriculum now.
    is_taught INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_by_module ON topics (module_id, position);
