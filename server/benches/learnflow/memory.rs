//! The server's memory with the demo class, idle and after a lesson's worth of runs.

use std::time::Duration;

use anyhow::Context;
use learnflow_contracts::run::Execute;

use crate::program::Program;

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
fn print(name: &str, pid: u32) -> anyhow::Result<()> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))
        .context("memory is read from /proc, which this system does not have")?;
    let mib = |field: &str| {
        let line = rollup.lines().find(|line| line.starts_with(field)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
    };
    println!(
        "{name:<44} PSS {:>7.1} MiB   RSS {:>7.1} MiB   private {:>7.1} MiB",
        mib("Pss:"),
        mib("Rss:"),
        mib("Private_Dirty:")
    );
    Ok(())
}
