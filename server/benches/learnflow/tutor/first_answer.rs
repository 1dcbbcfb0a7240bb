//! Thirty students ask in the same moment, with no model anywhere: until each has read a useful answer.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::client::Client;
use learnflow_contracts::tutor::Ask;
use tokio::task::JoinSet;

use crate::program::Program;
use crate::stats::Samples;

const STUDENTS: usize = 30;
const ROUNDS: usize = 10;
/// How often a page without a socket would look; its half is part of what is measured.
const LOOK: Duration = Duration::from_millis(5);

/// What they ask, one after the other.
const QUESTIONS: [&str; 5] = [
    "What is a for loop?",
    "How do lists work?",
    "Give me an exercise.",
    "How am I doing?",
    "What does return do?",
];

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let room = program.room(STUDENTS).await?;
    let mut students = Vec::new();
    for join in &room.joins {
        students.push(program.client.signed_in(&program.client.join(join).await?));
    }
    let (mut cold, mut warm) = (Samples::default(), Samples::default());
    for round in 0..ROUNDS {
        let mut running = JoinSet::new();
        for (at, student) in students.iter().cloned().enumerate() {
            running.spawn(ask(student, QUESTIONS[(at + round) % QUESTIONS.len()]));
        }
        while let Some(ended) = running.join_next().await {
            if round == 0 { &mut cold } else { &mut warm }.add(ended??);
        }
    }
    cold.print("30 ask at once, the first time");
    warm.print("30 ask at once, later");
    println!("wanted: p95 within 300 ms");
    Ok(())
}

async fn ask(student: Client, question: &str) -> anyhow::Result<Duration> {
    let ask = Ask { text: question.into(), ..Ask::default() };
    let started = Instant::now();
    let asked = student.ask(&IdempotencyKey::new(), &ask).await?;
    while started.elapsed() < Duration::from_secs(30) {
        let turn = student.question(asked.question_id).await?;
        if let Some(answer) = turn.answers.first() {
            answer.parts.first().context("the answer says nothing")?;
            return Ok(started.elapsed());
        }
        tokio::time::sleep(LOOK).await;
    }
    bail!("no answer within 30 s")
}
