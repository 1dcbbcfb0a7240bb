//! `learnflowctl verify`: each check one line, passed or failed with the reason and what to do.
//!
//! To add checks: a file with one `run` that gives back [`Check`]s, a variant of [`Area`] and an arm in [`checks`].

#![expect(clippy::print_stdout, reason = "what a command found is its output")]

mod dapr;
mod kafka;
mod postgres;
mod schemas;
mod state;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use learnflow_server::config::{BusKind, Config, StateKind, StorageKind};
use serde::Serialize;

#[derive(Args)]
pub(crate) struct Arguments {
    /// What to check.
    #[arg(value_enum, default_value_t = Area::All)]
    area: Area,
    /// As JSON, for a program to read.
    #[arg(long)]
    json: bool,
    /// Seconds that one check may take.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    timeout: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Area {
    /// The broker, its topics, and the way of a record there and back.
    Kafka,
    /// The database, its tables, and the way of a row there and back.
    Postgres,
    /// The contracts' schemas, and what stands on the topics against them.
    Schemas,
    /// The sidecar and the components that the settings name.
    Dapr,
    /// Where small values are kept: written, read, taken.
    State,
    /// Everything that the settings use.
    All,
}

/// One line.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    area: &'static str,
    name: &'static str,
    #[serde(flatten)]
    outcome: Outcome,
    /// Milliseconds it took.
    took_ms: u64,
}

#[derive(Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Outcome {
    Passed(Passed),
    /// The reason, and what to do.
    Failed {
        reason: String,
    },
}

/// What a check that passed has seen.
#[derive(Debug, Serialize)]
pub(crate) struct Passed {
    /// In words.
    pub(crate) seen: String,
    /// In numbers, by name and unit, as `p95_ms`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) measures: BTreeMap<&'static str, f64>,
}

impl Passed {
    /// What was seen, without numbers.
    pub(crate) fn new(seen: impl Into<String>) -> Self {
        Self { seen: seen.into(), measures: BTreeMap::new() }
    }
}

/// How checks are run.
pub(crate) struct Checking<'a> {
    pub(crate) config: &'a Config,
    limit: Duration,
}

impl Check {
    pub(crate) fn passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed(_))
    }
}

impl Checking<'_> {
    /// Runs one check within the time limit.
    pub(crate) async fn check(
        &self,
        area: &'static str,
        name: &'static str,
        check: impl Future<Output = anyhow::Result<Passed>>,
    ) -> Check {
        let started = Instant::now();
        let outcome = match tokio::time::timeout(self.limit, check).await {
            Ok(Ok(passed)) => Outcome::Passed(passed),
            Ok(Err(error)) => Outcome::Failed { reason: format!("{error:#}") },
            Err(_) => Outcome::Failed {
                reason: format!(
                    "it did not answer within {} s: does it hang, or is it overloaded? --timeout gives it more",
                    self.limit.as_secs()
                ),
            },
        };
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Check { area, name, outcome, took_ms }
    }
}

pub(crate) async fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let checking = Checking { config, limit: Duration::from_secs(arguments.timeout) };
    let checks = Box::pin(checks(arguments.area, &checking)).await;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&checks)?);
    } else {
        checks.iter().for_each(print);
    }
    Ok(if checks.iter().all(Check::passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn checks(area: Area, checking: &Checking<'_>) -> Vec<Check> {
    let all = area == Area::All;
    let mut checks = Vec::new();
    // Asked for by name it is checked, whatever the settings use.
    if area == Area::Kafka || all && checking.config.bus.kind != BusKind::Embedded {
        checks.extend(kafka::run(checking).await);
    }
    if area == Area::Postgres || all && checking.config.storage.kind == StorageKind::Postgres {
        checks.extend(Box::pin(postgres::run(checking)).await);
    }
    if area == Area::Schemas || all {
        checks.extend(schemas::run(checking).await);
    }
    if area == Area::Dapr || all && checking.config.uses_dapr() {
        checks.extend(dapr::run(checking).await);
    }
    if area == Area::State || all && checking.config.state.kind == StateKind::Dapr {
        checks.extend(state::run(checking).await);
    }
    checks
}

fn print(check: &Check) {
    let Check { area, name, outcome, took_ms } = check;
    match outcome {
        Outcome::Passed(Passed { seen, measures }) => {
            let measures: Vec<_> =
                measures.iter().map(|(name, value)| format!("  {name}={value:.2}")).collect();
            let measures = measures.concat();
            println!("ok    {area} {name}: {seen}{measures}  ({took_ms} ms)");
        }
        Outcome::Failed { reason } => println!("FAIL  {area} {name}: {reason}"),
    }
}

/// The quantiles of durations, in milliseconds: (p50, p95).
pub(crate) fn quantiles(samples: &mut [Duration]) -> (f64, f64) {
    samples.sort_unstable();
    let at = |percent: usize| {
        let index = (samples.len() * percent / 100).min(samples.len().saturating_sub(1));
        samples.get(index).map_or(0.0, |one| one.as_secs_f64() * 1_000.0)
    };
    (at(50), at(95))
}
