//! `POST /v1/chat/completions`: an answer in one piece, or as it is written. Closing the connection stops it.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};

use async_stream::stream;
use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::Receiver;

use super::App;
use crate::engine::{End, Piece, Question, Refusal, Usage};
use crate::prompt::Message;

/// What is understood of a request; the rest is ignored, as other servers do.
#[derive(Deserialize)]
pub(super) struct Request {
    messages: Vec<Turn>,
    #[serde(alias = "max_completion_tokens")]
    max_tokens: Option<u32>,
    temperature: Option<f32>,
    seed: Option<u32>,
    #[serde(default)]
    stream: bool,
    #[serde(default)]
    stream_options: StreamOptions,
    stop: Option<Stop>,
    response_format: Option<Format>,
}

#[derive(Deserialize)]
struct Turn {
    role: String,
    #[serde(default)]
    content: String,
}

#[derive(Default, Deserialize)]
struct StreamOptions {
    #[serde(default)]
    include_usage: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stop {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Format {
    Text,
    JsonObject,
    JsonSchema { json_schema: Named },
}

#[derive(Deserialize)]
struct Named {
    schema: Value,
}

/// The longest answer of who does not say how long.
const LONGEST: u32 = 512;

impl Request {
    fn question(self, number: u64) -> Question {
        let schema = match self.response_format {
            None | Some(Format::Text) => None,
            Some(Format::JsonObject) => Some(json!({ "type": "object" }).to_string()),
            Some(Format::JsonSchema { json_schema }) => Some(json_schema.schema.to_string()),
        };
        let turns = self.messages.into_iter();
        Question {
            messages: turns.map(|turn| Message { role: turn.role, content: turn.content }).collect(),
            max_tokens: self.max_tokens.unwrap_or(LONGEST),
            temperature: self.temperature.unwrap_or(0.7),
            // Another mood each time, unless one is asked for.
            seed: self.seed.unwrap_or_else(|| u32::try_from(number & 0xFFFF_FFFF).unwrap_or_default()),
            stop: match self.stop {
                None => Vec::new(),
                Some(Stop::One(word)) => vec![word],
                Some(Stop::Many(words)) => words,
            },
            schema,
            whole: !self.stream,
        }
    }
}

pub(super) async fn complete(
    State(app): State<App>,
    Json(request): Json<Request>,
) -> Result<Response, Refusal> {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let (streams, counts) = (request.stream, request.stream_options.include_usage);
    if request.messages.is_empty() {
        return Err(Refusal::Unusable("there is no message to answer".to_owned()));
    }
    let question = request.question(number);
    // Tokenising is work; the engine's thread has better to do.
    let engine = app.engine.clone();
    let pieces = tokio::task::spawn_blocking(move || engine.ask(&question)).await;
    let pieces = pieces.map_err(|_| Refusal::Stopped)??;
    let id = format!("chatcmpl-{number}");
    if streams { Ok(streamed(pieces, app, id, counts)) } else { whole(pieces, &app, &id).await }
}

fn streamed(mut pieces: Receiver<Piece>, app: App, id: String, counts: bool) -> Response {
    let chunk = move |choices: Value, usage: Option<Value>| {
        let mut chunk =
            json!({ "id": id, "object": "chat.completion.chunk", "model": &*app.name, "choices": choices });
        if let Some(usage) = usage {
            chunk["usage"] = usage;
        }
        Ok::<_, Infallible>(Event::default().data(chunk.to_string()))
    };
    let events = stream! {
        yield chunk(json!([{ "index": 0, "delta": { "role": "assistant" }, "finish_reason": null }]), None);
        while let Some(piece) = pieces.recv().await {
            match piece {
                Piece::Text(text) => {
                    yield chunk(json!([{ "index": 0, "delta": { "content": text }, "finish_reason": null }]), None);
                }
                Piece::Done { usage, end } => {
                    yield chunk(json!([{ "index": 0, "delta": {}, "finish_reason": reason(end) }]), None);
                    if counts {
                        yield chunk(json!([]), Some(tokens(usage)));
                    }
                    yield Ok(Event::default().data("[DONE]"));
                }
                Piece::Failed(why) => {
                    yield Ok(Event::default().data(json!({ "error": { "message": why } }).to_string()));
                }
            }
        }
    };
    Sse::new(events).into_response()
}

async fn whole(mut pieces: Receiver<Piece>, app: &App, id: &str) -> Result<Response, Refusal> {
    let mut said = String::new();
    while let Some(piece) = pieces.recv().await {
        match piece {
            Piece::Text(text) => said.push_str(&text),
            Piece::Done { usage, end } => {
                return Ok(Json(json!({
                    "id": id,
                    "object": "chat.completion",
                    "model": &*app.name,
                    "choices": [{
                        "index": 0,
                        "message": { "role": "assistant", "content": said },
                        "finish_reason": reason(end),
                    }],
                    "usage": tokens(usage),
                }))
                .into_response());
            }
            Piece::Failed(why) => return Err(Refusal::Unusable(why)),
        }
    }
    Err(Refusal::Stopped)
}

fn reason(end: End) -> &'static str {
    match end {
        End::Stop => "stop",
        End::Length => "length",
    }
}

fn tokens(usage: Usage) -> Value {
    json!({
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.answer,
        "total_tokens": usage.prompt + usage.answer,
        "prompt_tokens_details": { "cached_tokens": usage.cached },
    })
}
