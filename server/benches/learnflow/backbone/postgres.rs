//! The queries that people wait for, on Postgres with 1,000 students and 100,000 submissions. The aim: p95 of 5 ms.

use std::collections::BTreeMap;

use learnflow_local_servers::postgres::Postgres as Server;
use learnflow_server::storage::postgres::Postgres;

use super::super::large_school::{ask_all, fill};
use super::super::stats::Samples;

/// Rounds over a hundred people: enough for a 99th percentile of each query.
const ROUNDS: usize = 5;

pub(crate) async fn run(server: &Server) -> anyhow::Result<()> {
    let settings = super::database(server, "school").await?;
    let people = fill(server, "school")?;
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
