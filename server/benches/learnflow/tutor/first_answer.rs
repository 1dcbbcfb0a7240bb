//! Thirty students ask in the same moment, with no model anywhere: until each has read a useful answer. Once questions
//! in words, once "help" with a program that is wrong: then it is the debug agent's first hint.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::client::Client;
use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::tutor::{Analyze, Ask, Asked, Part};
use learnflow_server::curriculum::Curriculum;
use tokio::task::JoinSet;

use crate::program::Program;
use crate::stats::{Samples, verdict};

const STUDENTS: usize = 30;
const ROUNDS: usize = 10;
/// How often a page without a socket would look; its half is part of what is measured.
const LOOK: Duration = Duration::from_millis(5);
/// The most that 95 of 100 may wait.
const WANTED: f64 = 300.0;

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
    let wrong = wrong_programs()?;
    let (mut words, mut hints, mut first) = (Samples::default(), Samples::default(), Samples::default());
    for round in 0..=ROUNDS {
        let mut asking = JoinSet::new();
        for (at, student) in students.iter().cloned().enumerate() {
            asking.spawn(in_words(student, QUESTIONS[(at + round) % QUESTIONS.len()]));
        }
        let in_words = all(asking).await?;
        let mut asking = JoinSet::new();
        for (at, student) in students.iter().cloned().enumerate() {
            asking.spawn(with_a_program(student, wrong[(at + round * STUDENTS) % wrong.len()].clone()));
        }
        let with_programs = all(asking).await?;
        if round == 0 {
            first.extend(in_words);
            first.extend(with_programs);
        } else {
            words.extend(in_words);
            hints.extend(with_programs);
        }
    }
    println!("{STUDENTS} students at once, {ROUNDS} rounds, no model; wrong programs: {}", wrong.len());
    first.print("the first round after the start, both");
    words.print("a question in words");
    hints.print("the first hint for a wrong program");
    words.extend(hints);
    words.print("all");
    let p95 = words.quantile(0.95);
    println!("RESULT first_useful_answer_p95 {p95:.0} ms (at most {WANTED:.0}: {})", verdict(p95 <= WANTED));
    Ok(())
}

async fn all(mut asking: JoinSet<anyhow::Result<Duration>>) -> anyhow::Result<Samples> {
    let mut samples = Samples::default();
    while let Some(ended) = asking.join_next().await {
        samples.add(ended??);
    }
    Ok(samples)
}

/// Wrong programs of the curriculum, and its solutions with what students get wrong first: a name, a colon, a
/// comparison.
fn wrong_programs() -> anyhow::Result<Vec<Analyze>> {
    let curriculum = Curriculum::builtin()?;
    let exercises = curriculum.topics().flat_map(|topic| &topic.exercises);
    let exercises = exercises.filter(|exercise| {
        matches!(exercise.view.kind, ExerciseKind::Function | ExerciseKind::Program | ExerciseKind::Fix)
    });
    let mut programs = Vec::new();
    for exercise in exercises {
        let solution = &exercise.solution;
        let known = exercise.wrong.iter().map(|wrong| wrong.answer.clone());
        let broken = [
            solution.replacen("return ", "retrun ", 1),
            solution.replacen(":\n", "\n", 1),
            solution.replacen("+ 1", "- 1", 1),
            solution.replacen("print(", "pritn(", 1),
        ];
        for code in known.chain(broken).filter(|code| code != solution) {
            let exercise_id = Some(exercise.view.id.clone());
            programs.push(Analyze { code, error: None, topic_id: None, exercise_id });
        }
    }
    // Those of one exercise stand together: thirty neighbours would be of three.
    let (count, step) = (programs.len(), 37);
    let mixed = (0..count).map(|at| programs[(at * step) % count].clone());
    Ok(mixed.collect())
}

async fn in_words(student: Client, question: &str) -> anyhow::Result<Duration> {
    let ask = Ask { text: question.into(), ..Ask::default() };
    let started = Instant::now();
    let asked = student.ask(&IdempotencyKey::new(), &ask).await?;
    answered(&student, asked, started).await
}

async fn with_a_program(student: Client, analyze: Analyze) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let asked = student.analyze_debug(&IdempotencyKey::new(), &analyze).await?;
    answered(&student, asked, started).await
}

async fn answered(student: &Client, asked: Asked, started: Instant) -> anyhow::Result<Duration> {
    while started.elapsed() < Duration::from_secs(30) {
        let turn = student.question(asked.question_id).await?;
        if let Some(answer) = turn.answers.first() {
            let part = answer.parts.first().context("the answer says nothing")?;
            if let Part::Hints { rungs, .. } = part {
                rungs.first().context("no hint is open")?;
            }
            return Ok(started.elapsed());
        }
        tokio::time::sleep(LOOK).await;
    }
    bail!("no answer within 30 s")
}
