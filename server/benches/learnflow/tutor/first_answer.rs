//! Thirty students ask in the same moment, with no model anywhere: until each page has a useful answer. Once questions
//! in words, once "help" with a program that is wrong: then it is the debug agent's first hint.

use std::time::{Duration, Instant};

use anyhow::Context;
use futures::StreamExt;
use futures::future::try_join_all;
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::auth::Join;
use learnflow_contracts::client::Client;
use learnflow_contracts::exercises::ExerciseKind;
use learnflow_contracts::live::ToStudent;
use learnflow_contracts::tutor::{Analyze, Ask, Asked, Part, TutorNews};
use learnflow_server::curriculum::Curriculum;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::program::Program;
use crate::stats::{Samples, verdict};

const STUDENTS: usize = 30;
const ROUNDS: usize = 10;
/// An answer that takes longer never comes.
const LONGEST: Duration = Duration::from_secs(30);
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
        students.push(Student::sign_in(&program, join).await?);
    }
    let wrong = wrong_programs()?;
    let (mut words, mut hints, mut first) = (Samples::default(), Samples::default(), Samples::default());
    for round in 0..=ROUNDS {
        let question = |at: usize| QUESTIONS[(at + round) % QUESTIONS.len()];
        let asking = students.iter_mut().enumerate();
        let in_words = all(asking.map(|(at, student)| in_words(student, question(at)))).await?;
        let program = |at: usize| &wrong[(at + round * STUDENTS) % wrong.len()];
        let asking = students.iter_mut().enumerate();
        let with_programs = all(asking.map(|(at, student)| with_a_program(student, program(at)))).await?;
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

async fn all(
    asking: impl Iterator<Item = impl Future<Output = anyhow::Result<Duration>>>,
) -> anyhow::Result<Samples> {
    let mut samples = Samples::default();
    for waited in try_join_all(asking).await? {
        samples.add(waited);
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

async fn in_words(student: &mut Student, question: &str) -> anyhow::Result<Duration> {
    let ask = Ask { text: question.into(), ..Ask::default() };
    let started = Instant::now();
    let asked = student.client.ask(&IdempotencyKey::new(), &ask).await?;
    student.answered(asked, started).await
}

async fn with_a_program(student: &mut Student, analyze: &Analyze) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let asked = student.client.analyze_debug(&IdempotencyKey::new(), analyze).await?;
    student.answered(asked, started).await
}

/// A student with an open page.
struct Student {
    client: Client,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Student {
    async fn sign_in(program: &Program, join: &Join) -> anyhow::Result<Self> {
        let session = program.client.join(join).await?;
        let client = program.client.signed_in(&session);
        let ticket = client.ticket().await?.ticket;
        let address = format!("ws://127.0.0.1:{}/ws/chat/{}?ticket={ticket}", program.port, session.user.id);
        let (socket, _) = connect_async(address).await?;
        Ok(Self { client, socket })
    }

    /// Until the page has the answer.
    async fn answered(&mut self, asked: Asked, started: Instant) -> anyhow::Result<Duration> {
        loop {
            let left = LONGEST.saturating_sub(started.elapsed());
            let next = tokio::time::timeout(left, self.socket.next()).await.context("no answer came")?;
            let Message::Text(text) = next.context("the socket ended")?? else { continue };
            let ToStudent::Tutor { question_id, news } = serde_json::from_str(&text)? else { continue };
            let TutorNews::First { answer, .. } = news else { continue };
            if question_id == asked.question_id {
                let part = answer.parts.first().context("the answer says nothing")?;
                if let Part::Hints { rungs, .. } = part {
                    rungs.first().context("no hint is open")?;
                }
                return Ok(started.elapsed());
            }
        }
    }
}
