//! What `learnflowctl verify postgres` looks at. Each look has a connection of its own and changes nothing that stays.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::{connect, migrations};
use crate::config;

/// The name under which it writes to the inbox for a moment.
const CONSUMER: &str = "learnflowctl verify";

/// A connection to look through.
pub struct Probe(PgConnection);

impl Probe {
    /// Connects, once: an operator who asks wants to know now.
    ///
    /// # Errors
    /// When it cannot; one sentence says why.
    pub async fn connect(settings: &config::Postgres) -> anyhow::Result<Self> {
        let settings = config::Postgres { start_s: 0, ..settings.clone() };
        Ok(Self(connect::first(&connect::options(&settings)?, &settings).await?))
    }

    /// The server's version, as `15.18`.
    ///
    /// # Errors
    /// When it is older than what the tables need, or a read-only copy.
    pub async fn version(&mut self) -> anyhow::Result<String> {
        let row = sqlx::query(
            "SELECT current_setting('server_version') AS name, current_setting('server_version_num')::int AS number,
                    pg_is_in_recovery() AS is_copy",
        )
        .fetch_one(&mut self.0)
        .await?;
        let name: String = row.try_get("name")?;
        ensure!(row.try_get::<i32, _>("number")? >= 140_000, "Postgres is {name}: install 14 or newer");
        ensure!(
            !row.try_get::<bool, _>("is_copy")?,
            "the database is a read-only copy: name the primary in postgres.host"
        );
        Ok(name)
    }

    /// How many migrations the database has: all that this program knows.
    ///
    /// # Errors
    /// When some are missing, or the database is newer, changed or half-migrated.
    pub async fn migrations(&mut self) -> anyhow::Result<usize> {
        migrations::check(&mut self.0).await?;
        Ok(migrations::count())
    }

    /// How many tables and indexes there are of those that the migrations make.
    ///
    /// # Errors
    /// When one is missing or an index is broken.
    pub async fn tables_and_indexes(&mut self) -> anyhow::Result<(usize, usize)> {
        let there: Vec<(String, bool)> = sqlx::query_as(
            "SELECT relname::text, coalesce(indisvalid, true) FROM pg_class
             LEFT JOIN pg_index ON indexrelid = pg_class.oid
             WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'i')",
        )
        .fetch_all(&mut self.0)
        .await?;
        let names: BTreeSet<&str> = there.iter().map(|(name, _)| name.as_str()).collect();
        let (tables, indexes) = (migrations::made("TABLE"), migrations::made("INDEX"));
        let missing: Vec<_> =
            tables.iter().chain(&indexes).copied().filter(|name| !names.contains(name)).collect();
        ensure!(
            missing.is_empty(),
            "missing: {}; somebody dropped them: restore a backup",
            missing.join(", ")
        );
        let broken: Vec<_> =
            there.iter().filter(|(_, valid)| !valid).map(|(name, _)| name.as_str()).collect();
        ensure!(broken.is_empty(), "broken indexes: {}; run REINDEX INDEX for each", broken.join(", "));
        Ok((tables.len(), indexes.len()))
    }

    /// Writes a row and waits for the disk, then reads it. Returns how long each took.
    ///
    /// # Errors
    /// When the user may not, or what was written is not read.
    pub async fn round_trip(&mut self) -> anyhow::Result<(Duration, Duration)> {
        let (id, started) = (Uuid::now_v7(), Instant::now());
        sqlx::query("INSERT INTO inbox (consumer, event_id, applied_at) VALUES ($1, $2, now())")
            .bind(CONSUMER)
            .bind(id)
            .execute(&mut self.0)
            .await
            .context("writing: may the user of postgres.user write to the tables?")?;
        let (wrote, started) = (started.elapsed(), Instant::now());
        let found = sqlx::query("SELECT 1 FROM inbox WHERE consumer = $1 AND event_id = $2")
            .bind(CONSUMER)
            .bind(id)
            .fetch_optional(&mut self.0)
            .await
            .context("reading")?;
        let read = started.elapsed();
        sqlx::query("DELETE FROM inbox WHERE consumer = $1").bind(CONSUMER).execute(&mut self.0).await?;
        ensure!(found.is_some(), "what was written is not there: is another program between?");
        Ok((wrote, read))
    }
}
