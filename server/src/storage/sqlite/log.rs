//! The outbox as the log of the embedded bus: the one writer commits events in the order of their numbers.

use async_trait::async_trait;
use learnflow_contracts::EventId;
use learnflow_contracts::event::Topic;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Error, Log, Stretch};
use super::Sqlite;
use super::outbox::delivery;

#[async_trait]
impl Log for Sqlite {
    async fn log_after(
        &self,
        after: i64,
        group: &str,
        topics: &[Topic],
        limit: u32,
    ) -> Result<Stretch, Error> {
        let topics =
            serde_json::Value::from(topics.iter().map(|topic| topic.name()).collect::<Vec<_>>()).to_string();
        let group = group.to_owned();
        self.readers.read(move |db| read_after(db, after, &group, &topics, limit)).await
    }

    async fn group_position(&self, group: &str) -> Result<i64, Error> {
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

    async fn move_group(&self, group: &str, position: i64) -> Result<(), Error> {
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

    async fn count_try(&self, group: &str, event: EventId) -> Result<u32, Error> {
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

fn read_after(db: &Connection, after: i64, group: &str, topics: &str, limit: u32) -> Result<Stretch, Error> {
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
    let more = deliveries.len() == limit as usize;
    let read_to = match deliveries.last() {
        Some(last) if more => last.seq,
        _ => end.max(after),
    };
    Ok(Stretch { deliveries, read_to, more })
}
