//! The program, as the classroom's server starts it.

use std::process::Stdio;

use learnflow_models::random_model::{self, Shape};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::world::{LIMIT, ask};

const PROGRAM: &str = env!("CARGO_BIN_EXE_learnflow-model");

#[tokio::test]
async fn it_says_where_it_listens_and_ends_with_who_started_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.gguf");
    random_model::write(&file, &Shape::TINY).unwrap();
    let mut program = Command::new(PROGRAM)
        .args(["serve", "--until-input-ends", "--slots", "2", "--context", "512", "--memory-mib", "4000"])
        .arg(&file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let base = tokio::time::timeout(LIMIT, lines.next_line()).await.unwrap().unwrap().unwrap();
    assert!(base.starts_with("http://127.0.0.1:"), "{base}");

    let models: Value = reqwest::get(format!("{base}/models")).await.unwrap().json().await.unwrap();
    assert_eq!(models["data"][0]["id"], "small");
    let health = base.replace("/v1", "/health");
    assert!(reqwest::get(health).await.unwrap().status().is_success());
    let sent = reqwest::Client::new().post(format!("{base}/chat/completions"));
    let answer = sent.json(&ask("Be kind.", "hello", 4)).send().await.unwrap();
    assert!(answer.status().is_success());

    drop(program.stdin.take());
    let ended = tokio::time::timeout(LIMIT, program.wait()).await.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
async fn it_says_what_is_wrong_before_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let rubbish = folder.path().join("rubbish.gguf");
    std::fs::write(&rubbish, "this is no model").unwrap();
    let cases = [
        (vec!["serve", "missing.gguf"], "there is no model file"),
        (vec!["serve", rubbish.to_str().unwrap()], "is it a GGUF model, and whole?"),
        (vec!["serve", rubbish.to_str().unwrap(), "--listen", "0.0.0.0:0"], "on this machine only"),
    ];
    for (arguments, expected) in cases {
        let output = Command::new(PROGRAM).args(&arguments).output().await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(expected), "{arguments:?}: {said}");
    }
}
