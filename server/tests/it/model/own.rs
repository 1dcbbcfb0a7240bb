//! The box's own model: the real program with a model of random weights, started and watched as a server does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use futures::StreamExt;
use learnflow_contracts::{ClassId, StudentId};
use learnflow_server::clock;
use learnflow_server::config::Config;
use learnflow_server::llm::own::{Own, Process, Settings};
use learnflow_server::llm::{Ask, Message, Step, Turns};
use learnflow_server::storage::sqlite::Sqlite;
use learnflow_server::wiring::open_model;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::world::LIMIT;

/// Where `./dev` builds it. Without it these tests fail: `./dev test`, or
/// `CARGO_TARGET_DIR=$CARGO_TARGET_DIR/models cargo build --release --manifest-path models/Cargo.toml`.
fn program() -> PathBuf {
    let target = Path::new(env!("CARGO_BIN_EXE_learnflow")).ancestors().nth(2).unwrap();
    target.join("models/release/learnflow-model")
}

/// A model with random weights.
pub(crate) fn random_model(folder: &Path) -> PathBuf {
    let file = folder.join("random.gguf");
    let made = Command::new(program()).arg("random-model").arg(&file).status();
    assert!(made.expect("the models' program is built").success());
    file
}

pub(crate) fn open(folder: &Path, file: PathBuf) -> (Turns, Arc<Own>) {
    let mut config = Config::default();
    config.llm.file = Some(file);
    config.llm.program = Some(program());
    (config.llm.context, config.llm.threads) = (512, 1);
    config.llm.check().unwrap();
    let storage = Arc::new(Sqlite::open(&folder.join("learnflow.db")).unwrap());
    let (turns, own) = open_model(&config.llm, storage, clock::system()).unwrap();
    (turns, own.expect("a file is the box's own model"))
}

/// Waits for a process that is not `before`.
pub(crate) async fn ready(
    process: &mut watch::Receiver<Option<Process>>,
    before: Option<&Process>,
) -> Process {
    let another = |now: &Option<Process>| now.is_some() && now.as_ref() != before;
    let found = tokio::time::timeout(LIMIT, process.wait_for(another)).await.expect("it starts");
    found.unwrap().clone().unwrap()
}

async fn last_step(turns: &Turns, schema: Option<serde_json::Value>) -> (String, Step) {
    let ask = Ask {
        system: "You help children with Python. You are kind and short, and never give the solution away."
            .into(),
        messages: vec![Message::student("why is it red?")],
        schema: schema.map(Arc::new),
        max_tokens: 60,
        temperature: 0.0,
    };
    let steps: Vec<Step> = turns.ask(StudentId::new(), ClassId::new(), ask).collect().await;
    let text =
        steps.iter().filter_map(|step| if let Step::Text(text) = step { Some(text.as_str()) } else { None });
    (text.collect(), steps.into_iter().next_back().unwrap())
}

fn is_alive(process: &Process) -> bool {
    Path::new(&format!("/proc/{}/stat", process.id)).exists()
}

#[tokio::test]
async fn the_boxs_own_model_is_started_watched_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let file = random_model(folder.path());
    let (turns, own) = open(folder.path(), file);
    assert!(matches!(last_step(&turns, None).await.1, Step::Failed(_)), "it is not there yet");

    let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
    let (kept, stopped, mut process) = (own.clone(), stop.clone(), own.process());
    running.spawn(async move { kept.run(stopped).await });
    let first = ready(&mut process, None).await;
    assert_eq!(turns.model(), Some("random"));
    let (said, last) = last_step(&turns, None).await;
    assert!(matches!(last, Step::Done(usage) if usage.answer == 60 && !said.is_empty()), "{last:?}");
    let schema = serde_json::json!({
        "type": "object", "properties": { "sure": { "type": "boolean" } }, "required": ["sure"],
        "additionalProperties": false,
    });
    let (said, last) = last_step(&turns, Some(schema)).await;
    assert!(matches!(last, Step::Done(usage) if usage.cached > 20), "its orders were read before: {last:?}");
    assert!(serde_json::from_str::<serde_json::Value>(&said).unwrap()["sure"].is_boolean(), "{said}");

    Command::new("kill").arg("-9").arg(first.id.to_string()).status().unwrap();
    let second = ready(&mut process, Some(&first)).await;
    assert!(matches!(last_step(&turns, None).await.1, Step::Done(_)), "another was started");

    stop.cancel();
    tokio::time::timeout(LIMIT, running.join_next()).await.unwrap().unwrap().unwrap().unwrap();
    assert!(!is_alive(&first) && !is_alive(&second));
}

#[tokio::test]
async fn a_model_that_cannot_be_had_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (turns, own) = open(folder.path(), folder.path().join("missing.gguf"));
    let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
    let stopped = stop.clone();
    running.spawn(async move { own.run(stopped).await });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(matches!(last_step(&turns, None).await.1, Step::Failed(_)));
    stop.cancel();
    tokio::time::timeout(LIMIT, running.join_next()).await.unwrap().unwrap().unwrap().unwrap();
}

/// Kept by its keeper with other settings; the second process is another than the first.
async fn started_anew(settings: Settings, harm: impl FnOnce(&Process)) {
    let own = Arc::new(Own::new(settings));
    let (stop, mut running) = (CancellationToken::new(), JoinSet::new());
    let (kept, stopped, mut process) = (own.clone(), stop.clone(), own.process());
    running.spawn(async move { kept.run(stopped).await });
    let first = ready(&mut process, None).await;
    harm(&first);
    let second = ready(&mut process, Some(&first)).await;
    assert!(first.id != second.id && !is_alive(&first));
    stop.cancel();
    tokio::time::timeout(LIMIT, running.join_next()).await.unwrap().unwrap().unwrap().unwrap();
    assert!(!is_alive(&second));
}

fn settings(folder: &Path, memory_mib: u64) -> Settings {
    Settings {
        program: program(),
        file: random_model(folder),
        slots: 2,
        context: 512,
        threads: 1,
        memory_mib,
        look: std::time::Duration::from_millis(100),
    }
}

#[tokio::test]
async fn a_model_that_has_grown_too_large_is_started_anew() {
    let folder = tempfile::tempdir().unwrap();
    started_anew(settings(folder.path(), 1), |_| {}).await;
}

#[tokio::test]
async fn a_model_that_is_stuck_is_ended_and_started_anew() {
    let folder = tempfile::tempdir().unwrap();
    started_anew(settings(folder.path(), 0), |process| {
        let stopped = Command::new("kill").arg("-STOP").arg(process.id.to_string()).status();
        assert!(stopped.unwrap().success());
    })
    .await;
}
