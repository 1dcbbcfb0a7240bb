//! The port State as rows: for roles apart without a sidecar. Ages count by the database's clock, as all processes do.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use sqlx::Row;

use super::Postgres;
use crate::state::{Error, Etag, Held, Only, State};

fn failed(error: sqlx::Error) -> Error {
    Error::Other(anyhow::Error::from(error).context("keeping a value in the database"))
}

#[async_trait]
impl State for Postgres {
    async fn get(&self, key: &str) -> Result<Option<Held>, Error> {
        let row = sqlx::query(
            "SELECT value, version::text AS version FROM kept_values WHERE key = $1 AND until > clock_timestamp()",
        )
        .bind(key)
        .fetch_optional(&self.pool)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let text: String = row.try_get("value").map_err(failed)?;
        let value = serde_json::from_str(&text).map_err(anyhow::Error::from)?;
        Ok(Some(Held { value, etag: Etag(row.try_get("version").map_err(failed)?) }))
    }

    async fn put(&self, key: &str, value: Value, life: Duration, only: Only) -> Result<(), Error> {
        let query = match &only {
            Only::Always => sqlx::query(
                "INSERT INTO kept_values (key, value, until)
                 VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
                 ON CONFLICT (key) DO UPDATE
                 SET value = excluded.value, until = excluded.until, version = excluded.version",
            ),
            Only::New => sqlx::query(
                "INSERT INTO kept_values (key, value, until)
                 VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
                 ON CONFLICT (key) DO UPDATE
                 SET value = excluded.value, until = excluded.until, version = excluded.version
                 WHERE kept_values.until <= clock_timestamp()",
            ),
            Only::Unchanged(_) => sqlx::query(
                "UPDATE kept_values
                 SET value = $2, until = clock_timestamp() + make_interval(secs => $3), version = gen_random_uuid()
                 WHERE key = $1 AND version::text = $4 AND until > clock_timestamp()",
            ),
        };
        let query = query.bind(key).bind(value.to_string()).bind(life.as_secs_f64());
        let query = match &only {
            Only::Unchanged(Etag(read)) => query.bind(read),
            Only::Always | Only::New => query,
        };
        let written = query.execute(&self.pool).await.map_err(failed)?.rows_affected();
        if written == 0 { Err(Error::Changed) } else { Ok(()) }
    }

    async fn delete(&self, key: &str, read: &Etag) -> Result<(), Error> {
        let deleted = sqlx::query(
            "DELETE FROM kept_values WHERE key = $1 AND version::text = $2 AND until > clock_timestamp()",
        )
        .bind(key)
        .bind(&read.0)
        .execute(&self.pool)
        .await
        .map_err(failed)?
        .rows_affected();
        if deleted == 0 { Err(Error::Changed) } else { Ok(()) }
    }

    async fn ready(&self) -> Result<(), Error> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map_err(failed)?;
        Ok(())
    }

    async fn prune(&self) -> Result<u64, Error> {
        let old = sqlx::query("DELETE FROM kept_values WHERE until <= clock_timestamp()");
        Ok(old.execute(&self.pool).await.map_err(failed)?.rows_affected())
    }
}
