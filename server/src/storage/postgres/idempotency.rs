//! Uses that happen once: the first answer is stored with the effect and given again.

use anyhow::Context;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{PgConnection, Row};

use super::super::{Answer, Error, Once};
use super::Postgres;
use super::convert::{Moment, to_json};
use super::tx::Tx;

impl Postgres {
    /// Runs `work` unless its key was seen; stores what it answers under the key, in one transaction.
    pub(super) async fn write_once<A, T, W>(&self, once: &Once, args: A, work: W) -> Result<Answer<T>, Error>
    where
        A: Send + Sync,
        T: Serialize + DeserializeOwned + Send,
        W: for<'t> Fn(&'t mut Tx, &'t A) -> BoxFuture<'t, Result<T, Error>> + Send + Sync,
    {
        self.write((once, args, work), |tx, (once, args, work)| {
            async move {
                if !claim(tx, once).await? {
                    // Answered a moment ago, and deleted since as too old: as good as not at all.
                    let answer = first_answer(tx, once).await?.ok_or(Error::Busy)?;
                    let answer = serde_json::from_str(&answer).context("reading a first answer")?;
                    return Ok(Answer::Again(answer));
                }
                let answer = work(tx, args).await?;
                sqlx::query("UPDATE idempotency_keys SET answer = $3 WHERE user_id = $1 AND key = $2")
                    .bind(once.user.0)
                    .bind(once.key.as_str())
                    .bind(to_json(&answer)?)
                    .execute(&mut **tx)
                    .await?;
                Ok(Answer::First(answer))
            }
            .boxed()
        })
        .await
    }
}

/// Makes the key ours; `false` when it is somebody's. Of two at once the second waits here for the first one's end.
async fn claim(tx: &mut Tx, once: &Once) -> Result<bool, Error> {
    let rows = sqlx::query(
        "INSERT INTO idempotency_keys (user_id, key, request, answer, created_at) VALUES ($1, $2, $3, '', $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(once.user.0)
    .bind(once.key.as_str())
    .bind(&once.request[..])
    .bind(Moment(once.now))
    .execute(&mut **tx)
    .await?
    .rows_affected();
    Ok(rows == 1)
}

pub(super) async fn first_answer(db: &mut PgConnection, once: &Once) -> Result<Option<String>, Error> {
    let found = sqlx::query("SELECT request, answer FROM idempotency_keys WHERE user_id = $1 AND key = $2")
        .bind(once.user.0)
        .bind(once.key.as_str())
        .fetch_optional(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    if row.try_get::<&[u8], _>("request")? != once.request {
        return Err(Error::KeyReused);
    }
    Ok(Some(row.try_get("answer")?))
}
