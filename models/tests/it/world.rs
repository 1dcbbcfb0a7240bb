//! A served model with random weights, and what is said to it.

use std::time::Duration;

use futures::StreamExt;
use learnflow_models::api;
use learnflow_models::engine::{Engine, Settings};
use learnflow_models::random_model::{self, Shape};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;

/// Nothing that a test waits for takes this long, however busy the machine is.
pub(crate) const LIMIT: Duration = Duration::from_mins(1);

pub(crate) struct World {
    pub(crate) base: String,
    client: Client,
    _serving: JoinSet<()>,
    _folder: TempDir,
}

impl World {
    pub(crate) async fn start(shape: Shape, slots: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("random.gguf");
        random_model::write(&file, &shape).unwrap();
        let settings = Settings { file, slots, context: 1_024, threads: 1, longest: LIMIT };
        let engine = tokio::task::spawn_blocking(move || Engine::start(&settings)).await.unwrap().unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/v1", listener.local_addr().unwrap());
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, api::router(engine, "random")).await.unwrap() });
        Self { base, client: Client::new(), _serving: serving, _folder: folder }
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        let sent = self.client.post(format!("{}/{path}", self.base)).json(body).send();
        tokio::time::timeout(LIMIT, sent).await.unwrap().unwrap()
    }

    /// The whole answer to a request, which must be given.
    pub(crate) async fn complete(&self, body: &Value) -> Answer {
        let response = self.post("chat/completions", body).await;
        let status = response.status();
        let body: Value = response.json().await.unwrap();
        assert!(status.is_success(), "{status} {body}");
        let number = |value: &Value| value.as_u64().unwrap();
        Answer {
            text: body["choices"][0]["message"]["content"].as_str().unwrap().to_owned(),
            end: body["choices"][0]["finish_reason"].as_str().unwrap().to_owned(),
            prompt: number(&body["usage"]["prompt_tokens"]),
            cached: number(&body["usage"]["prompt_tokens_details"]["cached_tokens"]),
            written: number(&body["usage"]["completion_tokens"]),
        }
    }

    /// Why a request is refused.
    pub(crate) async fn refused(&self, path: &str, body: &Value) -> (u16, Value) {
        let response = self.post(path, body).await;
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// The events of a streamed answer.
    pub(crate) async fn events(&self, body: &Value) -> Vec<String> {
        let mut bytes = self.post("chat/completions", body).await.bytes_stream();
        let mut text = Vec::new();
        while let Some(more) = tokio::time::timeout(LIMIT, bytes.next()).await.unwrap() {
            text.extend_from_slice(&more.unwrap());
        }
        let text = String::from_utf8(text).unwrap();
        text.split("\n\n").filter_map(|event| event.strip_prefix("data: ")).map(str::to_owned).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) end: String,
    pub(crate) prompt: u64,
    pub(crate) cached: u64,
    pub(crate) written: u64,
}

/// A question with standing orders; always the likeliest word.
pub(crate) fn ask(system: &str, question: &str, max_tokens: u32) -> Value {
    json!({
        "messages": [{ "role": "system", "content": system }, { "role": "user", "content": question }],
        "max_tokens": max_tokens,
        "temperature": 0.0,
    })
}
