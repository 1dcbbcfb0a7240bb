//! The outbox: events written with what they tell of, for the log of the embedded bus or for the relay to a
//! broker; and the inbox, which knows what was applied.

use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::EventId;
use learnflow_contracts::event::Event;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use tokio::sync::watch;
use uuid::Uuid;

use super::super::outbox::fits;
use super::super::{Delivery, Error, Keep, Outbox};
use super::Postgres;
use super::convert::{Moment, json, to_json};
use super::tx::Tx;

#[async_trait]
impl Outbox for Postgres {
    async fn lead(&self, holder: Uuid, lease: Duration) -> Result<bool, Error> {
        let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX / 2);
        let rows = sqlx::query(
            "INSERT INTO relay_lease (one, holder, expires_at)
             VALUES (true, $1, clock_timestamp() + $2 * interval '1 millisecond')
             ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
             WHERE relay_lease.holder = excluded.holder OR relay_lease.expires_at <= clock_timestamp()",
        )
        .bind(holder)
        .bind(lease)
        .execute(&mut *self.read().await?)
        .await?
        .rows_affected();
        Ok(rows == 1)
    }

    async fn resign(&self, holder: Uuid) -> Result<(), Error> {
        sqlx::query("DELETE FROM relay_lease WHERE holder = $1")
            .bind(holder)
            .execute(&mut *self.read().await?)
            .await?;
        Ok(())
    }

    async fn unpublished(&self, limit: u32) -> Result<Vec<Delivery>, Error> {
        // Of one student the order of `seq` is the order of the commits: they are written in the student's turn.
        sqlx::query(
            "SELECT seq, event, for_group FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&mut *self.read().await?)
        .await?
        .iter()
        .map(delivery)
        .collect()
    }

    async fn mark_published(&self, seqs: &[i64]) -> Result<(), Error> {
        sqlx::query("UPDATE outbox SET published_at = clock_timestamp() WHERE seq = ANY($1)")
            .bind(seqs)
            .execute(&mut *self.read().await?)
            .await?;
        Ok(())
    }

    fn news(&self) -> watch::Receiver<i64> {
        self.news.published()
    }
}

pub(super) fn delivery(row: &PgRow) -> Result<Delivery, Error> {
    Ok(Delivery {
        seq: row.try_get("seq")?,
        event: json(row, "event")?,
        for_group: row.try_get("for_group")?,
    })
}

/// Writes an event, for everybody or for one group. Only for [`Tx::publish`], which takes the turn of the event's
/// key first.
pub(super) async fn insert(tx: &mut Tx, event: &Event, group: Option<&str>) -> Result<i64, Error> {
    let json = to_json(event)?;
    fits(event, &json)?;
    let seq = sqlx::query_scalar(
        "INSERT INTO outbox (event_id, topic, key, event, created_at, for_group)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq",
    )
    .bind(event.id.0)
    .bind(event.topic().name())
    .bind(event.key())
    .bind(json)
    .bind(Moment(event.time))
    .bind(group)
    .fetch_one(&mut **tx)
    .await?;
    Ok(seq)
}

/// Notes that a consumer takes an event; `false` when it had taken it before.
pub(super) async fn accept(
    tx: &mut Tx,
    consumer: &str,
    event: EventId,
    at: Timestamp,
) -> Result<bool, Error> {
    let rows = sqlx::query(
        "INSERT INTO inbox (consumer, event_id, applied_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(consumer)
    .bind(event.0)
    .bind(Moment(at))
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(rows == 1)
}

pub(super) async fn has_applied(
    db: &mut PgConnection,
    consumer: &str,
    event: EventId,
) -> Result<bool, Error> {
    let found = sqlx::query("SELECT 1 FROM inbox WHERE consumer = $1 AND event_id = $2")
        .bind(consumer)
        .bind(event.0)
        .fetch_optional(db)
        .await?;
    Ok(found.is_some())
}

pub(super) async fn prune(tx: &mut Tx, now: Timestamp, keep: Keep) -> Result<u64, Error> {
    let ago = |age: std::time::Duration| {
        let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
        Moment(now.saturating_sub(age).unwrap_or(now).max(Timestamp::UNIX_EPOCH))
    };
    // An event goes when a broker has it or every group is past it; its inbox rows outlive it, so that a late copy
    // is known.
    let statements = [
        (
            "DELETE FROM outbox WHERE created_at < $1
             AND (published_at IS NOT NULL OR seq <= (SELECT coalesce(min(position), 0) FROM bus_groups))",
            ago(keep.events),
        ),
        ("DELETE FROM signals WHERE at < $1", ago(keep.events)),
        ("DELETE FROM inbox WHERE applied_at < $1", ago(keep.events * 2)),
        ("DELETE FROM idempotency_keys WHERE created_at < $1", ago(keep.answers)),
        ("DELETE FROM refresh_tokens WHERE expires_at < $1", Moment(now)),
        ("DELETE FROM ended_families WHERE ended_at < $1", ago(keep.answers)),
    ];
    let mut rows = 0;
    for (statement, before) in statements {
        rows += sqlx::query(statement).bind(before).execute(&mut **tx).await?.rows_affected();
    }
    Ok(rows)
}
