//! The outbox as the log of the embedded bus: read by its groups, each with a position of its own.

use learnflow_contracts::EventId;
use learnflow_contracts::event::Topic;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Delivery, Error};
use super::Sqlite;
use super::outbox::delivery;

// The embedded bus is built on these; they are no part of the Storage port.
impl Sqlite {
    /// Up to `limit` events after `after` on any of `topics` that are for `group`, in order, and how far the log was read:
    /// everything up to there is either among them or of no interest.
    pub async fn log_after(
        &self,
        after: i64,
        group: &str,
        topics: &[Topic],
        limit: u32,
    ) -> Result<(Vec<Delivery>, i64), Error> {
        let topics =
            serde_json::Value::from(topics.iter().map(|topic| topic.name()).collect::<Vec<_>>()).to_string();
        let group = group.to_owned();
        self.readers.read(move |db| read_after(db, after, &group, &topics, limit)).await
    }

    /// How far a group is; a new group starts at the beginning of the log.
    pub async fn group_position(&self, group: &str) -> Result<i64, Error> {
        let group = group.to_owned();
        self.readers
            .read(move |db| {
                let position = db
                    .prepare_cached("SELECT position FROM bus_groups WHERE name = ?1")?
                    .query_row([group], |row| row.get(0))
                    .optional()?;
                Ok(position.unwrap_or(0))
            })
            .await
    }

    /// Stores that everything up to `position` is finished for a group.
    pub async fn move_group(&self, group: &str, position: i64) -> Result<(), Error> {
        let group = group.to_owned();
        self.writer
            .write(move |tx| {
                tx.prepare_cached(
                    "INSERT INTO bus_groups (name, position) VALUES (?1, ?2)
                     ON CONFLICT DO UPDATE SET position = max(position, excluded.position)",
                )?
                .execute(params![group, position])?;
                Ok(())
            })
            .await
    }

    /// Counts a failed try, over restarts too. Returns how many there were.
    pub async fn count_try(&self, group: &str, event: EventId) -> Result<u32, Error> {
        let group = group.to_owned();
        self.writer
            .write(move |tx| {
                let tries = tx
                    .prepare_cached(
                        "INSERT INTO bus_tries (group_name, event_id, tries) VALUES (?1, ?2, 1)
                         ON CONFLICT DO UPDATE SET tries = tries + 1 RETURNING tries",
                    )?
                    .query_row(params![group, event.to_string()], |row| row.get(0))?;
                Ok(tries)
            })
            .await
    }
}

fn read_after(
    db: &Connection,
    after: i64,
    group: &str,
    topics: &str,
    limit: u32,
) -> Result<(Vec<Delivery>, i64), Error> {
    // One snapshot for both queries: an event committed between them must not be passed over.
    let snapshot = db.unchecked_transaction()?;
    let deliveries = snapshot
        .prepare_cached(
            "SELECT seq, event, for_group FROM outbox
             WHERE seq > ?1 AND topic IN (SELECT value FROM json_each(?2)) AND (for_group IS NULL OR for_group = ?4)
             ORDER BY seq LIMIT ?3",
        )?
        .query_map(params![after, topics, limit, group], delivery)?
        .collect::<Result<Vec<_>, _>>()?;
    let end: i64 = snapshot
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM outbox")?
        .query_row([], |row| row.get(0))?;
    let read_to = match deliveries.last() {
        Some(last) if deliveries.len() as u64 == u64::from(limit) => last.seq,
        _ => end.max(after),
    };
    Ok((deliveries, read_to))
}
