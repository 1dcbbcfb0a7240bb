//! `learnflow struggle replay`: what the rules of struggle would have told, over the stored signals and with other
//! thresholds. Prints numbers only, no names.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use learnflow_contracts::StudentId;
use learnflow_contracts::alerts::StruggleRule;
use learnflow_pedagogy::struggle::{Fired, Signal, Thresholds, replay};

use crate::config::{Config, StorageKind};
use crate::storage::alerts::SignalRecord;
use crate::wiring::open_storage;

/// The commands about struggle.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Tell what the rules would have told, with other thresholds.
    Replay(Args),
}

/// What to replay.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// From this day or time on, as 2026-11-01 or 2026-11-01T08:00:00Z; as far back as signals are kept if left out.
    #[arg(long)]
    since: Option<String>,
    /// A threshold to try, as errors=4; may be given more than once. `learnflow config` prints those in use.
    #[arg(long = "set", value_name = "NAME=NUMBER")]
    set: Vec<String>,
    /// The folder of the database.
    #[arg(long)]
    pub data: Option<PathBuf>,
}

/// Replays and prints a line for each rule: the thresholds in use, beside those to try.
///
/// # Errors
/// When there is no database, or a threshold or time cannot be read.
pub async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let folder = &config.storage.data;
    ensure!(
        config.storage.kind != StorageKind::Sqlite || folder.join("learnflow.db").exists(),
        "there is no database in {}; name the server's folder with --data",
        folder.display()
    );
    let used = config.struggle.thresholds;
    let tried = tried(used, &args.set)?;
    let since = args.since.as_deref().map_or(Ok(Timestamp::UNIX_EPOCH), time)?;
    let signals = open_storage(config).await?.signals_since(since).await?;
    let text = table(&by_student(&signals), &used, &tried);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

fn time(text: &str) -> anyhow::Result<Timestamp> {
    text.parse()
        .or_else(|_| format!("{text}T00:00:00Z").parse())
        .with_context(|| format!("{text} is no time; write it as 2026-11-01 or 2026-11-01T08:00:00Z"))
}

/// The thresholds with some of them set anew.
fn tried(used: Thresholds, set: &[String]) -> anyhow::Result<Thresholds> {
    let mut values = serde_json::to_value(used)?;
    for one in set {
        let (name, number) = one.split_once('=').with_context(|| format!("write {one} as NAME=NUMBER"))?;
        values[name] =
            serde_json::from_str(number).with_context(|| format!("{number} in {one} is no number"))?;
    }
    let tried: Thresholds = serde_json::from_value(values).context("reading the thresholds to try")?;
    tried.check().map_err(anyhow::Error::msg)?;
    Ok(tried)
}

fn by_student(records: &[SignalRecord]) -> Vec<Vec<Signal>> {
    let mut students: BTreeMap<StudentId, Vec<Signal>> = BTreeMap::new();
    for record in records {
        students.entry(record.student).or_default().extend(record.signal());
    }
    students.into_values().collect()
}

fn table(students: &[Vec<Signal>], used: &Thresholds, tried: &Thresholds) -> String {
    let all = |thresholds| -> Vec<Fired> {
        students.iter().flat_map(|signals| replay(signals, thresholds)).collect()
    };
    let (now, then) = (all(used), all(tried));
    let signals: usize = students.iter().map(Vec::len).sum();
    let mut text = format!("{} students, {signals} signals\n", students.len());
    // Writing to a string cannot fail.
    let _ =
        writeln!(text, "{:<18} {:>8} {:>9}   {:>8} {:>9}", "rule", "in use", "got over", "tried", "got over");
    for rule in StruggleRule::ALL {
        let count = |fired: &[Fired]| {
            let of_rule = fired.iter().filter(|fired| fired.rule() == rule);
            let over = of_rule.clone().filter(|fired| fired.resolved).count();
            (of_rule.count(), over)
        };
        let ((used, used_over), (tried, tried_over)) = (count(&now), count(&then));
        let _ = writeln!(
            text,
            "{:<18} {used:>8} {used_over:>9}   {tried:>8} {tried_over:>9}",
            rule.name().replace('_', " ")
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_thresholds_tell_of_others() {
        let exercise: learnflow_contracts::ExerciseId = "a".parse().unwrap();
        let signal = |second| Signal {
            at: Timestamp::from_second(second).unwrap(),
            what: learnflow_pedagogy::struggle::What::Submitted {
                topic: "t".parse().unwrap(),
                exercise: exercise.clone(),
                passed: false,
                score: 0.0,
                error: None,
            },
        };
        let students = vec![(0..4).map(signal).collect()];
        let used = Thresholds::default();
        let tried = tried(used, &["failed_in_a_row=3".to_owned()]).unwrap();
        let text = table(&students, &used, &tried);
        assert!(text.contains("failed in a row           0         0          1         0"), "{text}");
        assert!(super::tried(used, &["nonsense=3".to_owned()]).is_err());
        assert!(super::tried(used, &["errors=0".to_owned()]).is_err());
    }

    #[test]
    fn a_day_is_a_time_too() {
        assert_eq!(time("2026-11-01").unwrap(), time("2026-11-01T00:00:00Z").unwrap());
        assert!(time("yesterday").is_err());
    }
}
