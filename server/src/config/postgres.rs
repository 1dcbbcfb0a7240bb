//! `[postgres]`: where the school's database is, when `storage.kind` is `postgres`.

use std::path::PathBuf;

use anyhow::ensure;
use serde::{Deserialize, Serialize};

use super::Secret;

/// Where the database is and how it is used.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Postgres {
    /// All in one, as `postgres://user:password@host:5432/database`; instead of the five below and `tls`.
    pub url: Option<Secret>,
    pub host: String,
    pub port: u16,
    pub user: String,
    /// Wins over the one in `url`.
    pub password: Option<Secret>,
    /// A file with the password, instead of `password`; read by `secrets::filled`.
    pub password_file: Option<PathBuf>,
    pub database: String,
    pub tls: Tls,
    /// Connections of one process, two for the wake-ups apart.
    pub pool: u32,
    /// Milliseconds that a request waits for a connection before it is told to come again.
    pub acquire_ms: u64,
    /// Milliseconds that a statement may take, waiting for others' rows included.
    pub statement_ms: u64,
    /// Seconds that the start waits for a database that is not there yet.
    pub start_s: u64,
    /// Whether `serve` brings the tables up to date by itself; else `learnflow migrate` must have done it.
    pub migrate: bool,
}

/// Whether what goes to the database and back is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    Never,
    /// When the database offers it.
    Prefer,
    /// Always, and the database must be who it says.
    Verify,
}

impl Default for Postgres {
    fn default() -> Self {
        Self {
            url: None,
            host: "127.0.0.1".to_owned(),
            port: 5_432,
            user: "learnflow".to_owned(),
            password: None,
            password_file: None,
            database: "learnflow".to_owned(),
            tls: Tls::Prefer,
            pool: 10,
            acquire_ms: 2_000,
            statement_ms: 5_000,
            start_s: 30,
            migrate: true,
        }
    }
}

impl Postgres {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        ensure!(
            self.password.is_none() || self.password_file.is_none(),
            "set postgres.password or postgres.password_file, not both"
        );
        ensure!((1..=500).contains(&self.pool), "postgres.pool must be 1 to 500");
        ensure!(self.acquire_ms >= 10, "postgres.acquire_ms must be at least 10");
        ensure!(self.statement_ms >= 100, "postgres.statement_ms must be at least 100");
        Ok(())
    }
}
