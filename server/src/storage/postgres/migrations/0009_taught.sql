-- What is taught, filled from the curriculum at each start: for reports and for whoever looks into the database. The
-- rows of students name topics without a reference: a teacher's folder may bring topics that come and go.

CREATE TABLE modules (
    id       text COLLATE "C" PRIMARY KEY,
    position integer NOT NULL,
    title    text NOT NULL
);

CREATE TABLE topics (
    id        text COLLATE "C" PRIMARY KEY,
    module_id text COLLATE "C" NOT NULL REFERENCES modules (id),
    position  integer NOT NULL,
    title     text NOT NULL,
    exercises integer NOT NULL,
    -- It is in the curriculum now.
    is_taught boolean NOT NULL
);
CREATE INDEX topics_by_module ON topics (module_id, position);
