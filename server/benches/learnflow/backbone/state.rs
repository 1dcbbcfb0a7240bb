//! A small value through Dapr's state store, which is a table in Postgres, and as a row of Postgres directly.

use std::time::{Duration, Instant};

use learnflow_local_servers::postgres::Postgres as Server;
use learnflow_server::config;
use learnflow_server::state::{Dapr, Only, State};
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::Sides;
use super::sidecar::Beside;

const ROUNDS: usize = 500;
const WARM_UP: usize = 50;
const KEYS: usize = 50;
const LIFE: Duration = Duration::from_mins(10);

const WRITE: &str = "Dapr: written";
const READ: &str = "Dapr: read";
const ROW_WRITE: &str = "a row of Postgres: written";
const ROW_READ: &str = "a row of Postgres: read";

pub(super) async fn run(server: &Server) -> anyhow::Result<()> {
    let beside = Beside::sidecar(server, &config::Kafka::default(), None)?;
    let state = Dapr::new(beside.client.clone(), "learnflow-state");
    let mut db = PgConnection::connect(&server.url("sidecar")).await?;
    sqlx::query(
        "CREATE TABLE small_values (key text PRIMARY KEY, value jsonb NOT NULL, expires_at timestamptz NOT NULL)",
    )
    .execute(&mut db)
    .await?;
    let value = serde_json::json!({ "score": 61.5, "level": "yellow", "at": "2026-03-02T09:00:00Z" });
    let mut sides = Sides::default();
    for round in 0..WARM_UP + ROUNDS {
        let key = format!("student:{}:mastery:2026-03-02:all", round % KEYS);
        let mut took = Vec::new();
        let started = Instant::now();
        state.put(&key, value.clone(), LIFE, Only::Always).await?;
        took.push((WRITE, started.elapsed()));
        let started = Instant::now();
        sqlx::query(
            "INSERT INTO small_values (key, value, expires_at) VALUES ($1, $2, now() + interval '600 s')
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at",
        )
        .bind(&key)
        .bind(&value)
        .execute(&mut db)
        .await?;
        took.push((ROW_WRITE, started.elapsed()));
        let started = Instant::now();
        state.get(&key).await?;
        took.push((READ, started.elapsed()));
        let started = Instant::now();
        sqlx::query("SELECT value FROM small_values WHERE key = $1 AND expires_at > now()")
            .bind(&key)
            .fetch_optional(&mut db)
            .await?;
        took.push((ROW_READ, started.elapsed()));
        if round >= WARM_UP {
            for (name, took) in took {
                sides.add(name, took);
            }
        }
    }
    sides.print(&[(ROW_WRITE, None), (WRITE, Some(ROW_WRITE)), (ROW_READ, None), (READ, Some(ROW_READ))]);
    Ok(())
}
