-- The outbox feeds a broker too: rows know whether they were published, and a replayed dead letter is a row for
-- one group alone.
ALTER TABLE outbox
    ADD COLUMN published_at timestamptz,
    -- The only group that it is for; everybody's when empty.
    ADD COLUMN for_group text COLLATE "C",
    DROP CONSTRAINT outbox_event_id_key;
CREATE UNIQUE INDEX outbox_by_event ON outbox (event_id) WHERE for_group IS NULL;
CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL;

-- Who publishes: one relay, while its lease lasts.
CREATE TABLE relay_lease (
    one        boolean PRIMARY KEY CHECK (one),
    holder     uuid NOT NULL,
    expires_at timestamptz NOT NULL
);

-- A dead letter tells its key and, of a broker with partitions, its place.
ALTER TABLE dead_letters
    ADD COLUMN key text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN partition_no integer,
    ADD COLUMN record_offset bigint;
UPDATE dead_letters SET key = event::jsonb ->> 'subject';
CREATE INDEX dead_letters_by_age ON dead_letters (died_at);
