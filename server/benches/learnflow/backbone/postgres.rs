//! The queries that people wait for, on Postgres with 1,000 students and 100,000 submissions. The aim: p95 of 5 ms.

use std::collections::BTreeMap;

use learnflow_local_servers::postgres::{Disk, PASSWORD, Postgres as Server, USER};
use learnflow_server::config::{self, Secret};
use learnflow_server::storage::postgres::Postgres;

use super::super::large_school::{ask_all, fill};
use super::super::stats::Samples;

/// Rounds over a hundred people: enough for a 99th percentile of each query.
const ROUNDS: usize = 5;

pub(crate) async fn run() -> anyhow::Result<()> {
    let server = Server::start(Disk::Durable)?;
    server.create_database("school", None)?;
    let settings = config::Postgres {
        port: server.port(),
        user: USER.to_owned(),
        password: Some(Secret::new(PASSWORD)),
        database: "school".to_owned(),
        ..config::Postgres::default()
    };
    Postgres::migrate(&settings).await?;
    let people = fill(&server, "school")?;
    let storage = Postgres::open(&settings).await?;
    let (mut samples, mut all) = (BTreeMap::<_, Samples>::new(), Samples::default());
    for _ in 0..ROUNDS {
        for somebody in &people {
            ask_all(&storage, somebody, |name, took| {
                samples.entry(name).or_default().add(took);
                all.add(took);
            })
            .await?;
        }
    }
    for (name, samples) in &samples {
        samples.print(name);
    }
    all.print("all of them");
    Ok(())
}
