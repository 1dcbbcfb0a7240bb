//! Dead letters as rows.

use async_trait::async_trait;
use futures::FutureExt;
use learnflow_contracts::EventId;
use learnflow_contracts::dead_letter::{DeadLetter, Origin};
use learnflow_contracts::event::Event;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::super::{DeadLetters, Error, LetterFilter};
use super::Postgres;
use super::convert::{Moment, count, storable};
use super::tx::Tx;

#[async_trait]
impl DeadLetters for Postgres {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), Error> {
        self.write(letter, |tx, letter| bury(tx, letter).boxed()).await
    }

    async fn letters(&self, filter: &LetterFilter) -> Result<Vec<DeadLetter>, Error> {
        let mut letters: Vec<_> = sqlx::query(
            "SELECT * FROM dead_letters
             WHERE ($1::text IS NULL OR group_name = $1) AND ($2::text IS NULL OR topic = $2)
               AND ($3::timestamptz IS NULL OR died_at >= $3)
             ORDER BY died_at DESC, event_id DESC LIMIT $4",
        )
        .bind(&filter.group)
        .bind(&filter.topic)
        .bind(filter.since.map(Moment))
        .bind(filter.limit.map(i64::from))
        .fetch_all(&mut *self.read().await?)
        .await?
        .iter()
        .map(letter)
        .collect::<Result<_, _>>()?;
        letters.reverse();
        Ok(letters)
    }

    async fn replay(&self, group: &str, event: EventId) -> Result<bool, Error> {
        self.write((group, event), |tx, (group, event)| replay(tx, group, *event).boxed()).await
    }
}

async fn bury(tx: &mut Tx, letter: &DeadLetter) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO dead_letters (group_name, event_id, topic, partition_no, record_offset, key, event, reason,
                                   tries, died_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (group_name, event_id) DO UPDATE SET
            topic = excluded.topic, partition_no = excluded.partition_no, record_offset = excluded.record_offset,
            key = excluded.key, event = excluded.event, reason = excluded.reason, tries = excluded.tries,
            died_at = excluded.died_at",
    )
    .bind(&letter.group)
    .bind(letter.event_id.0)
    .bind(&letter.origin.topic)
    .bind(letter.origin.partition)
    .bind(letter.origin.offset)
    .bind(storable(&letter.key))
    .bind(storable(&letter.record))
    .bind(storable(&letter.reason))
    .bind(i32::try_from(letter.tries).unwrap_or(i32::MAX))
    .bind(Moment(letter.died_at))
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM bus_tries WHERE group_name = $1 AND event_id = $2")
        .bind(&letter.group)
        .bind(letter.event_id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn replay(tx: &mut Tx, group: &str, event: EventId) -> Result<bool, Error> {
    let record: Option<String> = sqlx::query_scalar(
        "SELECT event FROM dead_letters WHERE group_name = $1 AND event_id = $2 FOR UPDATE",
    )
    .bind(group)
    .bind(event.0)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(record) = record.and_then(|record| serde_json::from_str::<Event>(&record).ok()) else {
        return Ok(false);
    };
    sqlx::query("DELETE FROM dead_letters WHERE group_name = $1 AND event_id = $2")
        .bind(group)
        .bind(event.0)
        .execute(&mut **tx)
        .await?;
    tx.publish_for(&record, group).await?;
    Ok(true)
}

fn letter(row: &PgRow) -> Result<DeadLetter, Error> {
    Ok(DeadLetter {
        event_id: EventId(row.try_get("event_id")?),
        key: row.try_get("key")?,
        group: row.try_get("group_name")?,
        reason: row.try_get("reason")?,
        tries: count(row, "tries")?,
        died_at: row.try_get::<Moment, _>("died_at")?.0,
        origin: Origin {
            topic: row.try_get("topic")?,
            partition: row.try_get("partition_no")?,
            offset: row.try_get("record_offset")?,
        },
        record: row.try_get("event")?,
    })
}
