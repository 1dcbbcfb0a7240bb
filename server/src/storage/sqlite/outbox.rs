//! The outbox: events written with what they tell of, for the log of the embedded bus or for the relay to a
//! broker; and the inbox, which knows what was applied.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use learnflow_contracts::EventId;
use learnflow_contracts::event::Event;
use rusqlite::{Connection, Row, params};
use tokio::sync::watch;
use uuid::Uuid;

use super::super::outbox::fits;
use super::super::outbox::{Delivery, Outbox};
use super::super::{Error, Keep};
use super::Sqlite;
use super::convert::{json, millis, to_json};
use super::writer::Tx;

/// The database's clock, in milliseconds.
const NOW: &str = "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)";

#[async_trait]
impl Outbox for Sqlite {
    async fn lead(&self, holder: Uuid, lease: Duration) -> Result<bool, Error> {
        let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX / 2);
        self.writer
            .write(move |tx| {
                let rows = tx
                    .prepare_cached(&format!(
                        "INSERT INTO relay_lease (one, holder, expires_at) VALUES (1, ?1, {NOW} + ?2)
                         ON CONFLICT DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
                         WHERE holder = excluded.holder OR expires_at <= {NOW}"
                    ))?
                    .execute(params![holder.to_string(), lease])?;
                Ok(rows == 1)
            })
            .await
    }

    async fn resign(&self, holder: Uuid) -> Result<(), Error> {
        self.writer
            .write(move |tx| {
                tx.prepare_cached("DELETE FROM relay_lease WHERE holder = ?1")?
                    .execute([holder.to_string()])?;
                Ok(())
            })
            .await
    }

    async fn unpublished(&self, limit: u32) -> Result<Vec<Delivery>, Error> {
        self.readers
            .read(move |db| {
                // One writer: the order of `seq` is the order of the commits.
                let deliveries = db
                    .prepare_cached(
                        "SELECT seq, event, for_group FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT ?1",
                    )?
                    .query_map([limit], delivery)?
                    .collect::<Result<_, _>>()?;
                Ok(deliveries)
            })
            .await
    }

    async fn mark_published(&self, seqs: &[i64]) -> Result<(), Error> {
        let seqs = serde_json::Value::from(seqs).to_string();
        self.writer
            .write(move |tx| {
                tx.prepare_cached(&format!(
                    "UPDATE outbox SET published_at = {NOW} WHERE seq IN (SELECT value FROM json_each(?1))"
                ))?
                .execute([seqs])?;
                Ok(())
            })
            .await
    }

    fn news(&self) -> watch::Receiver<i64> {
        self.writer.published()
    }
}

pub(super) fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery { seq: row.get("seq")?, event: json(row, "event")?, for_group: row.get("for_group")? })
}

/// Writes an event, for everybody or for one group.
pub(super) fn insert(connection: &Connection, event: &Event, group: Option<&str>) -> Result<i64, Error> {
    let json = to_json(event)?;
    fits(event, &json)?;
    connection
        .prepare_cached(
            "INSERT INTO outbox (event_id, topic, key, event, created_at, for_group) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            event.id.to_string(),
            event.topic().name(),
            event.key(),
            json,
            millis(event.time),
            group
        ])?;
    Ok(connection.last_insert_rowid())
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
    // An event goes when a broker has it or every group is past it; its inbox rows outlive it, so that a late
    // copy is known.
    rows += tx.execute(
        "DELETE FROM outbox WHERE created_at < ?1
            AND (published_at IS NOT NULL OR seq <= (SELECT coalesce(min(position), 0) FROM bus_groups))",
        [ago(keep.events)],
    )?;
    rows += tx.execute("DELETE FROM signals WHERE at < ?1", [ago(keep.events)])?;
    rows += tx.execute("DELETE FROM inbox WHERE applied_at < ?1", [ago(keep.events * 2)])?;
    rows += tx.execute("DELETE FROM idempotency_keys WHERE created_at < ?1", [ago(keep.answers)])?;
    rows += tx.execute("DELETE FROM refresh_tokens WHERE expires_at < ?1", [millis(now)])?;
    rows += tx.execute("DELETE FROM ended_families WHERE ended_at < ?1", [ago(keep.answers)])?;
    Ok(rows as u64)
}
