//! The backbone with its real servers. To add a part: a file with one `run`, called here.

mod events;
mod postgres;
mod school;
mod sidecar;
mod state;

use std::collections::BTreeMap;

use learnflow_local_servers::postgres::{Disk, PASSWORD, Postgres as Server, USER};
use learnflow_server::config::{self, Secret};
use learnflow_server::storage::postgres::Postgres;

use crate::stats::Samples;

pub(crate) async fn run() -> anyhow::Result<()> {
    let server = Server::start(Disk::Durable)?;
    println!("-- queries, 1,000 students and 100,000 submissions (wanted: p95 at most 5 ms)");
    postgres::run(&server).await?;
    println!(
        "-- the way of an event (wanted: over Kafka p95 at most 30 ms; its adapter at most 1.5 x rdkafka alone)"
    );
    events::run(&server).await?;
    println!("-- small values");
    state::run(&server).await
}

/// A new database with all tables.
async fn database(server: &Server, name: &str) -> anyhow::Result<config::Postgres> {
    server.create_database(name, None)?;
    let settings = config::Postgres {
        port: server.port(),
        user: USER.to_owned(),
        password: Some(Secret::new(PASSWORD)),
        database: name.to_owned(),
        ..config::Postgres::default()
    };
    Postgres::migrate(&settings).await?;
    Ok(settings)
}

/// Samples of several sides, by their names.
#[derive(Default)]
struct Sides(BTreeMap<&'static str, Samples>);

impl Sides {
    fn add(&mut self, name: &'static str, took: std::time::Duration) {
        self.0.entry(name).or_default().add(took);
    }

    /// A line for each; what is compared to another with the ratios to it.
    fn print(&self, lines: &[(&'static str, Option<&'static str>)]) {
        for (name, other) in lines {
            let ours = &self.0[name];
            ours.print(name);
            if let Some(other) = other {
                let theirs = &self.0[other];
                println!(
                    "{:<44} p50 {:>6.2}   p95 {:>6.2}",
                    format!("    ratio to: {other}"),
                    ours.quantile(0.5) / theirs.quantile(0.5),
                    ours.quantile(0.95) / theirs.quantile(0.95)
                );
            }
        }
    }
}
