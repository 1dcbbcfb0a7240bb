//! Tokens used at the model, as rows.

use async_trait::async_trait;
use futures::FutureExt;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use learnflow_contracts::ClassId;
use sqlx::PgConnection;

use super::super::{Error, ModelBudget};
use super::Postgres;
use super::convert::Day;
use super::tx::Tx;

#[async_trait]
impl ModelBudget for Postgres {
    async fn take_tokens(
        &self,
        class: ClassId,
        tokens: u64,
        budget: u64,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.write((class, tokens, budget, now), |tx, (class, tokens, budget, now)| {
            take(tx, *class, *tokens, *budget, *now).boxed()
        })
        .await
    }

    async fn correct_tokens(&self, class: ClassId, difference: i64, now: Timestamp) -> Result<(), Error> {
        let db = &mut *self.read().await?;
        let day = day(db, class, now).await?;
        add(db, class, day, difference).await
    }

    async fn tokens_used(&self, class: ClassId, now: Timestamp) -> Result<u64, Error> {
        let db = &mut *self.read().await?;
        let day = day(db, class, now).await?;
        used(db, class, day).await
    }
}

async fn take(tx: &mut Tx, class: ClassId, tokens: u64, budget: u64, now: Timestamp) -> Result<bool, Error> {
    // One after the other, or many at once would each find room.
    tx.take_turn(&class.to_string()).await?;
    let day = day(tx, class, now).await?;
    if used(tx, class, day).await? >= budget {
        return Ok(false);
    }
    add(tx, class, day, i64::try_from(tokens).unwrap_or(i64::MAX)).await?;
    Ok(true)
}

/// Today, where the class is.
async fn day(db: &mut PgConnection, class: ClassId, now: Timestamp) -> Result<Date, Error> {
    let zone: Option<String> = sqlx::query_scalar("SELECT time_zone FROM classes WHERE id = $1")
        .bind(class.0)
        .fetch_optional(db)
        .await?;
    let zone = zone.and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
    Ok(now.to_zoned(zone).date())
}

async fn used(db: &mut PgConnection, class: ClassId, day: Date) -> Result<u64, Error> {
    let used: Option<i64> =
        sqlx::query_scalar("SELECT used FROM model_tokens WHERE class_id = $1 AND day = $2")
            .bind(class.0)
            .bind(Day(day))
            .fetch_optional(db)
            .await?;
    Ok(used.and_then(|used| u64::try_from(used).ok()).unwrap_or_default())
}

async fn add(db: &mut PgConnection, class: ClassId, day: Date, tokens: i64) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO model_tokens (class_id, day, used) VALUES ($1, $2, greatest(0, $3))
         ON CONFLICT (class_id, day) DO UPDATE SET used = greatest(0, model_tokens.used + $3)",
    )
    .bind(class.0)
    .bind(Day(day))
    .bind(tokens)
    .execute(db)
    .await?;
    Ok(())
}
