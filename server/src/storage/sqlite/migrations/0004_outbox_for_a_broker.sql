-- The outbox feeds a broker too: rows know whether they were published, and a replayed dead letter is a row
-- for one group alone. SQLite cannot drop a UNIQUE, so the table is made anew; its counter goes on.
CREATE TABLE outbox_new (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id     TEXT NOT NULL,
    topic        TEXT NOT NULL,
    key          TEXT NOT NULL,
    event        TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    published_at INTEGER,
    -- The only group that it is for; everybody's when empty.
    for_group    TEXT
) STRICT;
INSERT INTO outbox_new (seq, event_id, topic, key, event, created_at)
    SELECT seq, event_id, topic, key, event, created_at FROM outbox;
DELETE FROM sqlite_sequence WHERE name = 'outbox_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox_new', seq FROM sqlite_sequence WHERE name = 'outbox';
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;

CREATE UNIQUE INDEX outbox_by_event ON outbox (event_id) WHERE for_group IS NULL;
CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL;

-- Who publishes: one relay, while its lease lasts.
CREATE TABLE relay_lease (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    holder     TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- A dead letter tells its key and, of a broker with partitions, its place.
ALTER TABLE dead_letters ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE dead_letters ADD COLUMN partition_no INTEGER;
ALTER TABLE dead_letters ADD COLUMN record_offset INTEGER;
UPDATE dead_letters SET key = json_extract(event, '$.subject');
CREATE INDEX dead_letters_by_age ON dead_letters (died_at);
