//! The server's memory with the demo class, idle and after a lesson's worth of runs.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context;
use learnflow_contracts::run::Execute;

use crate::program::Program;

const NO_PROC: &str = "memory is read from /proc, which this system does not have";

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    print("idle, demo class", program.pid())?;
    let student = program.client.signed_in(&program.student("Ada").await?);
    for n in 0..1_000 {
        student.execute(&Execute { code: format!("print(sum(range({n})))"), ..Execute::default() }).await?;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    print("idle again after 1,000 runs", program.pid())
}

/// PSS counts shared pages by their share: the sandbox's snapshot is mapped many times but is there once.
/// The workers of the sandbox are processes of their own and count as well.
fn print(name: &str, pid: u32) -> anyhow::Result<()> {
    let children = std::fs::read_dir(format!("/proc/{pid}/task"))
        .context(NO_PROC)?
        .flatten()
        .map(|thread| std::fs::read_to_string(thread.path().join("children")).unwrap_or_default());
    let all: BTreeSet<u32> = children
        .chain([pid.to_string()])
        .flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>())
        .collect();
    let rollups: Vec<String> = all
        .iter()
        .filter_map(|pid| std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok())
        .collect();
    let mib = |field: &str| {
        let one = |rollup: &String| {
            let line = rollup.lines().find(|line| line.starts_with(field))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        };
        rollups.iter().filter_map(one).sum::<f64>() / 1024.0
    };
    println!(
        "{name:<44} {} processes   PSS {:>7.1} MiB   RSS {:>7.1} MiB   private {:>7.1} MiB",
        rollups.len(),
        mib("Pss:"),
        mib("Rss:"),
        mib("Private_Dirty:")
    );
    Ok(())
}
