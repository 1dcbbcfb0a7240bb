//! A hello through HTTP against Python as a process.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::ensure;
use learnflow_contracts::run::{Execute, RunStatus};

use crate::program::Program;
use crate::stats::{Samples, print_ratio};

const ROUNDS: usize = 400;

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let student = program.client.signed_in(&program.student("Ada").await?);
    let body = Execute { code: "print('hello')".into(), ..Execute::default() };
    let interpreter = interpreter()?;
    let (mut ours, mut process) = (Samples::default(), Samples::default());
    for round in 0..ROUNDS + 20 {
        let started = Instant::now();
        let result = student.execute(&body).await?;
        let took = started.elapsed();
        ensure!(result.outcome.status == RunStatus::Finished, "the hello did not finish");
        let started = Instant::now();
        let python = Command::new(&interpreter)
            .args(["-I", "-S", "-c", "print('hello')"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .output()?;
        let took_process = started.elapsed();
        ensure!(python.stdout == b"hello\n", "python3 did not say hello");
        // The first rounds warm both sides up.
        if round >= 20 {
            ours.add(took);
            process.add(took_process);
        }
    }
    ours.print("POST /execute print('hello')");
    process.print("python3 -I -S -c print('hello')");
    print_ratio(&ours, &process);
    println!("wanted: p95 at most 0.5 of the process's, and at most 8 ms");
    Ok(())
}

/// The interpreter itself: `python3` on the path may be a script that looks for it, which takes longer than
/// Python does.
pub(crate) fn interpreter() -> anyhow::Result<String> {
    let told = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output()?;
    ensure!(told.status.success(), "python3 cannot be run");
    Ok(String::from_utf8(told.stdout)?.trim().to_owned())
}
