//! Thirty students at the box's own model (random weights, real decoding): how soon each sees a place, and how
//! equal their shares are.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use futures::StreamExt;
use futures::future::join_all;
use learnflow_contracts::{ClassId, StudentId};
use learnflow_server::clock;
use learnflow_server::config::Config;
use learnflow_server::llm::{Ask, Message, Step, Turns};
use learnflow_server::storage::sqlite::Sqlite;
use learnflow_server::wiring::open_model;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::stats::{Samples, verdict};

const STUDENTS: usize = 30;
const FOR: Duration = Duration::from_secs(15);

pub(super) async fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (program, file) = (program()?, folder.path().join("random.gguf"));
    let made = Command::new(&program).arg("random-model").arg(&file).status()?;
    ensure!(made.success(), "no model of random weights could be made");
    let mut config = Config::default();
    (config.llm.file, config.llm.program) = (Some(file), Some(program));
    let storage = Arc::new(Sqlite::open(&folder.path().join("learnflow.db"))?);
    let (turns, own) = open_model(&config.llm, storage, clock::system())?;
    let own = own.context("a file is the box's own model")?;
    let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
    let (mut process, stopped) = (own.process(), stop.clone());
    running.spawn(async move { own.run(stopped).await });
    process.wait_for(Option::is_some).await?;

    let until = Instant::now() + FOR;
    let students = join_all((0..STUDENTS).map(|number| student(turns.clone(), number, until))).await;
    stop.cancel();
    running.join_next().await.context("the model's keeper is gone")???;

    let mut places = Samples::default();
    students.iter().flat_map(|student| &student.places).for_each(|place| places.add(*place));
    places.print("place shown after");
    let shares: Vec<f64> = students.iter().map(|student| f64::from(student.tokens)).collect();
    let answers: usize = students.iter().map(|student| student.places.len()).sum();
    println!("{STUDENTS} students, {answers} answers, {} tokens", shares.iter().sum::<f64>());
    let (place, jain) = (places.quantile(0.95), jain(&shares));
    println!("RESULT place_shown_p95 {place:.1} ms (at most 100: {})", verdict(place <= 100.0));
    println!("RESULT jain {jain:.3} (at least 0.95: {})", verdict(jain >= 0.95));
    Ok(())
}

struct Student {
    places: Vec<Duration>,
    tokens: u32,
}

/// Asks for short or long answers, one after the other or three at a time.
async fn student(turns: Turns, number: usize, until: Instant) -> Student {
    let id = StudentId::new();
    let (length, at_once) = ([20, 60, 120, 200][number % 4], [1, 2, 3][number % 3]);
    let mut student = Student { places: Vec::new(), tokens: 0 };
    while Instant::now() < until {
        for (place, tokens) in join_all((0..at_once).map(|_| one(&turns, id, length))).await {
            student.places.extend(place);
            if Instant::now() < until {
                student.tokens += tokens;
            }
        }
    }
    student
}

async fn one(turns: &Turns, student: StudentId, length: u32) -> (Option<Duration>, u32) {
    let ask = Ask {
        system: "You help children who learn Python. You are kind and short.".into(),
        messages: vec![Message::student("why is line 3 red?")],
        schema: None,
        max_tokens: length,
        temperature: 0.8,
    };
    let asked = Instant::now();
    let mut turn = turns.ask(student, ClassId::new(), ask);
    let mut place = None;
    while let Some(step) = turn.next().await {
        match step {
            Step::Place(_) => place = place.or(Some(asked.elapsed())),
            Step::Done(usage) => return (place, usage.answer),
            Step::Text(_) | Step::Refused(_) | Step::Failed(_) => {}
        }
    }
    (place, 0)
}

/// 1 is equal shares; 1/n is one who takes all.
fn jain(shares: &[f64]) -> f64 {
    let sum: f64 = shares.iter().sum();
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    #[expect(clippy::cast_precision_loss, reason = "thirty")]
    let count = shares.len() as f64;
    sum * sum / (count * squares)
}

/// Where `./dev bench` builds it.
fn program() -> anyhow::Result<PathBuf> {
    let this = std::env::current_exe()?;
    let target = this.ancestors().nth(3).context("a bench lies in release/deps")?;
    let program = target.join("models/release/learnflow-model");
    ensure!(program.exists(), "the models' program is not built: ./dev bench tutor does it");
    Ok(program)
}
