//! Graded submissions per second through HTTP: sandbox, storage, events and all, with the load on the same
//! two cores. The other side: the same number of disk syncs as one writer without grouping would need.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use learnflow_contracts::exercises::{Difficulty, ExerciseKind, NewCheck, NewExercise, NewTest, Submit};
use learnflow_contracts::{ExerciseId, IdempotencyKey};
use tokio::task::JoinSet;

use crate::program::Program;
use crate::stats::Samples;

const STUDENTS: usize = 32;
const SECONDS: u64 = 15;

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let room = program.room(STUDENTS).await?;
    let mut clients = Vec::new();
    for join in &room.joins {
        clients.push(program.client.signed_in(&program.client.join(join).await?));
    }
    let output = NewCheck::Output { input: String::new(), expected: "Hello, world!\n".into() };
    let hello = NewTest { name: "says hello".into(), hidden: false, check: output };
    let hello = add_exercise(&program, "Hello", "print('Hello, world!')\n", vec![hello]).await?;
    let call = |n: u32| NewTest {
        name: format!("{n}"),
        hidden: n > 3,
        check: NewCheck::Call { call: format!("add({n}, {n})"), expected: (2 * n).to_string() },
    };
    let calls = (0..10).map(call).collect();
    let add = add_exercise(&program, "Add", "def add(a, b):\n    return a + b\n", calls).await?;
    for (name, exercise, answer) in [
        ("1 output test", hello, "print('Hello, world!')\n"),
        ("10 function tests", add, "def add(a, b):\n    return a + b\n"),
    ] {
        let answer = Arc::new(Submit { exercise_id: exercise, answer: answer.into() });
        let (mut samples, mut running, started) = (Samples::default(), JoinSet::new(), Instant::now());
        for client in clients.clone() {
            let answer = answer.clone();
            running.spawn(async move {
                let mut samples = Samples::default();
                while started.elapsed() < Duration::from_secs(SECONDS) {
                    let asked = Instant::now();
                    let result = client.submit(&IdempotencyKey::new(), &answer).await?;
                    samples.add(asked.elapsed());
                    ensure!(result.passed, "a right answer did not pass");
                }
                Ok::<_, anyhow::Error>(samples)
            });
        }
        while let Some(ended) = running.join_next().await {
            samples.extend(ended??);
        }
        samples.print(&format!("POST /exercises/submit ({name})"));
        println!(
            "{:<44} {:>8.0} per second",
            "graded and stored",
            per_second(samples.len(), started.elapsed())
        );
    }
    let syncs = syncs_per_second()?;
    println!("{:<44} {syncs:>8.0} per second", "append and fdatasync, one at a time");
    println!("wanted: at least 500 graded submissions per second");
    Ok(())
}

/// An exercise with these tests and no others.
async fn add_exercise(
    program: &Program,
    title: &str,
    solution: &str,
    tests: Vec<NewTest>,
) -> anyhow::Result<ExerciseId> {
    let teacher = program.client.signed_in(&program.teacher().await?);
    let exercise = NewExercise {
        topic_id: "numbers".parse()?,
        kind: ExerciseKind::Program,
        difficulty: Difficulty::Easy,
        title: title.into(),
        text: format!("{title}."),
        starter: "pass\n".into(),
        solution: solution.into(),
        tests,
        hints: Vec::new(),
    };
    Ok(teacher.add_exercise(&IdempotencyKey::new(), &exercise).await?.id)
}

#[expect(clippy::cast_precision_loss, reason = "a count of a few thousand")]
fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

fn syncs_per_second() -> anyhow::Result<f64> {
    let mut file = tempfile::tempfile()?;
    let started = Instant::now();
    for _ in 0..300 {
        file.write_all(&[0; 256])?;
        file.sync_data()?;
    }
    Ok(per_second(300, started.elapsed()))
}
