//! Every attack of the sandbox's own list, shuffled and a hundred times over: each must get its verdict each
//! time, be stopped in time, and leave the sandbox as fast and as small as it was. After a quarter of an hour no
//! further round begins; how many were played is said.

#[path = "../../python-sandbox/tests/it/attacks/rows.rs"]
mod rows;
#[path = "../../python-sandbox/tests/it/attacks/verdict.rs"]
mod verdict;

use std::sync::Arc;
use std::time::{Duration, Instant};

use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox};
use rand::seq::SliceRandom;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use self::rows::ROWS;
use self::verdict::{Expected, leak};
use crate::sandbox::{hired, memory_of};
use crate::stats::Samples;

const ROUNDS: usize = 100;
/// No round begins later.
const LONGEST: Duration = Duration::from_mins(15);
/// Attacks that are live at once.
const AT_ONCE: usize = 4;
/// Programs that never end are stopped here; a hundred times over, more would take hours.
const WALL: Duration = Duration::from_millis(100);

type Row = (&'static str, &'static str, Expected);

pub(crate) async fn run() -> anyhow::Result<()> {
    let sandbox = hired(8).await?;
    let (mut late, mut first, mut last) = (Samples::default(), Samples::default(), Samples::default());
    let (mut runs, mut wrong, mut memory_before) = (0, Vec::new(), 0);
    let mut latest = (Duration::ZERO, "");
    let began = Instant::now();
    let mut rounds = 0;
    while rounds < ROUNDS && began.elapsed() < LONGEST {
        let mut rows = ROWS.to_vec();
        rows.shuffle(&mut rand::rng());
        for (row, came) in play(&sandbox, rows).await {
            runs += 1;
            match came {
                Ok(Some(over)) => {
                    late.add(over);
                    latest = latest.max((over, row.0));
                }
                Ok(None) => {}
                Err(what) => wrong.push(format!("{}: {what}", row.0)),
            }
        }
        let hello = if rounds < 10 { &mut first } else { &mut last };
        for _ in 0..10 {
            hello.add(hello_takes(&sandbox).await);
        }
        if rounds == 9 {
            memory_before = memory_of(&sandbox);
        }
        rounds += 1;
        eprintln!("round {rounds} of {ROUNDS}, {} s, {} wrong", began.elapsed().as_secs(), wrong.len());
    }
    println!("{rounds} of {ROUNDS} rounds in {} s", began.elapsed().as_secs());
    println!("{runs} attacks of {} kinds, {} with another verdict", ROWS.len(), wrong.len());
    late.print("stopped after the limit");
    println!("the latest of them: {} after {:.0} ms", latest.1, latest.0.as_secs_f64() * 1e3);
    first.print("hello after each of rounds 1 to 10");
    last.print("hello after each of the others");
    println!("memory: {memory_before} KiB after round 10, {} KiB at the end", memory_of(&sandbox));
    wrong.sort();
    wrong.dedup();
    anyhow::ensure!(
        rounds == ROUNDS,
        "only {rounds} of {ROUNDS} rounds in {} minutes",
        LONGEST.as_secs() / 60
    );
    anyhow::ensure!(wrong.is_empty(), "wrong verdicts:\n{}", wrong.join("\n"));
    Ok(())
}

type Came = Result<Option<Duration>, String>;

/// Runs them, some at once; for those that time out, how late they were stopped.
async fn play(sandbox: &Sandbox, rows: Vec<Row>) -> Vec<(Row, Came)> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for row in rows {
        let (sandbox, places) = (sandbox.clone(), places.clone());
        running.spawn(async move {
            let _place = places.acquire().await;
            (row, attack(&sandbox, row).await)
        });
    }
    running.join_all().await
}

async fn attack(sandbox: &Sandbox, (_, code, expected): Row) -> Came {
    let limits = expected.limits();
    let limits = if matches!(expected, Expected::Time) { Limits { wall: WALL, ..limits } } else { limits };
    let (console, mut output) = Console::with_input("");
    let (mut stdout, mut shown, mut drawn) = (String::new(), String::new(), false);
    let read = async {
        while let Some(output) = output.recv().await {
            match output {
                Output::Stdout(text) => {
                    stdout += &text;
                    shown += &text;
                }
                Output::Stderr(text) | Output::Prompt(text) => shown += &text,
                Output::Drawing(_) => drawn = true,
                Output::Waiting => {}
            }
        }
    };
    let program = Program::new(code);
    let (report, ()) = tokio::join!(sandbox.run(&program, &limits, console), read);
    if !expected.fits(&report.outcome, &stdout, if drawn { usize::MAX } else { shown.len() }) {
        return Err(format!("expected {expected:?}, got {:?}", short(&report.outcome)));
    }
    if let Some(word) = leak(&report.outcome, &shown) {
        return Err(format!("shows {word}"));
    }
    let timed_out = report.outcome == Outcome::TimedOut;
    Ok(timed_out.then(|| report.duration.saturating_sub(limits.wall)))
}

fn short(outcome: &Outcome) -> String {
    format!("{outcome:?}").chars().take(200).collect()
}

async fn hello_takes(sandbox: &Sandbox) -> Duration {
    let began = Instant::now();
    let (console, mut output) = Console::with_input("");
    let (program, limits) = (Program::new("print('hello')"), Limits::default());
    let read = async { while output.recv().await.is_some() {} };
    tokio::join!(sandbox.run(&program, &limits, console), read);
    began.elapsed()
}
