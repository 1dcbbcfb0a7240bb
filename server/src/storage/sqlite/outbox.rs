//! The log of events: written with what they tell of, read by the embedded bus.

use jiff::Timestamp;
use learnflow_contracts::EventId;
use learnflow_contracts::event::{Event, Topic};
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Error, Keep};
use super::Sqlite;
use super::convert::{json, millis, to_json};
use super::writer::Tx;

/// An event with its place in the log.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub seq: i64,
    pub event: Event,
}

// The embedded bus is built on these; they are no part of the Storage port.
impl Sqlite {
    /// Up to `limit` events after `after` on any of `topics`, in order, and how far the log was read:
    /// everything up to there is either among them or of no interest.
    pub async fn log_after(
        &self,
        after: i64,
        topics: &[Topic],
        limit: u32,
    ) -> Result<(Vec<Delivery>, i64), Error> {
        let topics =
            serde_json::Value::from(topics.iter().map(|topic| topic.name()).collect::<Vec<_>>()).to_string();
        self.readers.read(move |db| read_after(db, after, &topics, limit)).await
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

    /// Puts an event that a group cannot take aside, with the reason.
    pub async fn bury(
        &self,
        group: &str,
        event: &Event,
        reason: &str,
        tries: u32,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (group, event, reason) = (group.to_owned(), event.clone(), reason.to_owned());
        self.writer
            .write(move |tx| {
                tx.prepare_cached(
                    "INSERT INTO dead_letters (group_name, event_id, topic, event, reason, tries, died_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                     ON CONFLICT DO UPDATE SET reason = excluded.reason, tries = excluded.tries",
                )?
                .execute(params![
                    group,
                    event.id.to_string(),
                    event.topic().name(),
                    to_json(&event)?,
                    reason,
                    tries,
                    millis(now)
                ])?;
                tx.prepare_cached("DELETE FROM bus_tries WHERE group_name = ?1 AND event_id = ?2")?
                    .execute(params![group, event.id.to_string()])?;
                Ok(())
            })
            .await
    }

    /// Events put aside, oldest first: (group, event, reason, tries).
    pub async fn dead_letters(&self) -> Result<Vec<(String, Event, String, u32)>, Error> {
        self.readers
            .read(|db| {
                let letters = db
                    .prepare_cached("SELECT * FROM dead_letters ORDER BY died_at, event_id")?
                    .query_map([], |row| {
                        Ok((
                            row.get("group_name")?,
                            json(row, "event")?,
                            row.get("reason")?,
                            row.get("tries")?,
                        ))
                    })?
                    .collect::<Result<_, _>>()?;
                Ok(letters)
            })
            .await
    }
}

pub(super) fn insert(connection: &Connection, event: &Event) -> Result<i64, Error> {
    connection
        .prepare_cached(
            "INSERT INTO outbox (event_id, topic, key, event, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            event.id.to_string(),
            event.topic().name(),
            event.key(),
            to_json(event)?,
            millis(event.time)
        ])?;
    Ok(connection.last_insert_rowid())
}

fn read_after(db: &Connection, after: i64, topics: &str, limit: u32) -> Result<(Vec<Delivery>, i64), Error> {
    // One snapshot for both queries: an event committed between them must not be passed over.
    let snapshot = db.unchecked_transaction()?;
    let deliveries = snapshot
        .prepare_cached(
            "SELECT seq, event FROM outbox
             WHERE seq > ?1 AND topic IN (SELECT value FROM json_each(?2)) ORDER BY seq LIMIT ?3",
        )?
        .query_map(params![after, topics, limit], |row| {
            Ok(Delivery { seq: row.get("seq")?, event: json(row, "event")? })
        })?
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

/// Notes that a consumer takes an event; `false` when it had taken it before.
pub(super) fn accept(tx: &Tx<'_>, consumer: &str, event: EventId, at: Timestamp) -> Result<bool, Error> {
    let rows = tx
        .prepare_cached("INSERT OR IGNORE INTO inbox (consumer, event_id, applied_at) VALUES (?1, ?2, ?3)")?
        .execute(params![consumer, event.to_string(), millis(at)])?;
    Ok(rows == 1)
}

pub(super) fn has_applied(db: &Connection, consumer: &str, event: EventId) -> Result<bool, Error> {
    Ok(db
        .prepare_cached("SELECT 1 FROM inbox WHERE consumer = ?1 AND event_id = ?2")?
        .exists(params![consumer, event.to_string()])?)
}

pub(super) fn prune(tx: &Tx<'_>, now: Timestamp, keep: Keep) -> Result<u64, Error> {
    let ago = |age: std::time::Duration| millis(now) - i64::try_from(age.as_millis()).unwrap_or(i64::MAX / 2);
    let mut rows = 0;
    // An event goes when every group is past it; its inbox rows outlive it, so that a late copy is known.
    rows += tx.execute(
        "DELETE FROM outbox WHERE created_at < ?1 AND seq <= (SELECT coalesce(min(position), 0) FROM bus_groups)",
        [ago(keep.events)],
    )?;
    rows += tx.execute("DELETE FROM inbox WHERE applied_at < ?1", [ago(keep.events * 2)])?;
    rows += tx.execute("DELETE FROM idempotency_keys WHERE created_at < ?1", [ago(keep.answers)])?;
    rows += tx.execute("DELETE FROM refresh_tokens WHERE expires_at < ?1", [millis(now)])?;
    rows += tx.execute("DELETE FROM ended_families WHERE ended_at < ?1", [ago(keep.answers)])?;
    Ok(rows as u64)
}
