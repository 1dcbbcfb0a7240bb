//! The longer run of the suite's kill test: `kill -9` in the middle of bursts, a hundred times on one data
//! folder, then every answer is held against what is stored.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use rand::Rng;

use crate::crash::{Program, Sent, Setup, check_progress, check_submissions, is_up_to_date, read_only};
use crate::stats::Samples;

const KILLS: u32 = 100;

pub(crate) async fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let setup = Setup {
        program: PathBuf::from(env!("CARGO_BIN_EXE_learnflow")),
        component: environment("LEARNFLOW_EXECUTION__COMPONENT")
            .context("start this with ./dev bench kill")?,
        cache: environment("LEARNFLOW_EXECUTION__CACHE"),
        data: folder.path().to_owned(),
        settings: Vec::new(),
    };
    let mut program = Program::start(&setup);
    let mut sent = Sent::sign_in(&program.client).await;
    let mut starts = Samples::default();
    for _ in 0..KILLS {
        let (answers, more) = {
            let mut random = rand::rng();
            (random.random_range(1..60), Duration::from_micros(random.random_range(0..20_000)))
        };
        sent.burst_and_kill(program, answers, more).await;
        let started = Instant::now();
        program = Program::start(&setup);
        starts.add(started.elapsed());
    }
    let answered = sent.attempts.iter().filter(|attempt| attempt.answer.is_some()).count();
    let unanswered = sent.send_all_again(&program).await;
    let database = read_only(&setup.database());
    while !is_up_to_date(&database) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // These panic, and so fail the run, at the first difference.
    check_submissions(&database, &sent);
    check_progress(&database);
    println!("{KILLS} kills, {answered} submissions answered before one, {unanswered} only after a retry");
    println!("lost 0, doubled 0; best scores and active days are those of the submissions");
    starts.print("start to serving, after a kill");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "./dev says where the component is")]
fn environment(name: &str) -> Option<PathBuf> {
    std::env::var(name).ok().map(PathBuf::from)
}
