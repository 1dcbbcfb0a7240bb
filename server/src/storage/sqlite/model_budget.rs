//! Tokens used at the model, as rows.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use learnflow_contracts::ClassId;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::{Error, ModelBudget};
use super::Sqlite;

#[async_trait]
impl ModelBudget for Sqlite {
    async fn take_tokens(
        &self,
        class: ClassId,
        tokens: u64,
        budget: u64,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.writer
            .write(move |tx| {
                let day = day(tx, class, now)?;
                if used(tx, class, &day)? >= budget {
                    return Ok(false);
                }
                add(tx, class, &day, i64::try_from(tokens).unwrap_or(i64::MAX))?;
                Ok(true)
            })
            .await
    }

    async fn correct_tokens(&self, class: ClassId, difference: i64, now: Timestamp) -> Result<(), Error> {
        self.writer
            .write(move |tx| {
                let day = day(tx, class, now)?;
                add(tx, class, &day, difference)
            })
            .await
    }

    async fn tokens_used(&self, class: ClassId, now: Timestamp) -> Result<u64, Error> {
        self.readers
            .read(move |db| {
                let day = day(db, class, now)?;
                used(db, class, &day)
            })
            .await
    }
}

/// Today, where the class is.
fn day(db: &Connection, class: ClassId, now: Timestamp) -> Result<String, Error> {
    let zone: Option<String> = db
        .prepare_cached("SELECT time_zone FROM classes WHERE id = ?1")?
        .query_row([class.to_string()], |row| row.get(0))
        .optional()?;
    let zone = zone.and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
    Ok(now.to_zoned(zone).date().to_string())
}

fn used(db: &Connection, class: ClassId, day: &str) -> Result<u64, Error> {
    let used: Option<i64> = db
        .prepare_cached("SELECT used FROM model_tokens WHERE class_id = ?1 AND day = ?2")?
        .query_row([class.to_string().as_str(), day], |row| row.get(0))
        .optional()?;
    Ok(used.and_then(|used| u64::try_from(used).ok()).unwrap_or_default())
}

fn add(db: &Connection, class: ClassId, day: &str, tokens: i64) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO model_tokens (class_id, day, used) VALUES (?1, ?2, max(0, ?3))
         ON CONFLICT DO UPDATE SET used = max(0, used + ?3)",
    )?
    .execute(params![class.to_string(), day, tokens])?;
    Ok(())
}
