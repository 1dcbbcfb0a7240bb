//! The chat API's shapes, as far as we use them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::{Ask, Speaker, Usage};

/// What is sent: all of it. There is no `user` in it, and no `metadata`.
#[derive(Serialize)]
pub(super) struct Request<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    max_tokens: u32,
    temperature: f32,
    stream: bool,
    stream_options: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<Value>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

impl<'a> Request<'a> {
    pub(super) fn new(model: &'a str, ask: &'a Ask) -> Self {
        let mut messages = vec![Message { role: "system", content: &ask.system }];
        messages.extend(ask.messages.iter().map(|message| Message {
            role: match message.speaker {
                Speaker::Student => "user",
                Speaker::Tutor => "assistant",
            },
            content: &message.text,
        }));
        Self {
            model,
            messages,
            max_tokens: ask.max_tokens,
            temperature: ask.temperature,
            stream: true,
            stream_options: json!({ "include_usage": true }),
            response_format: ask.schema.as_ref().map(|schema| {
                json!({
                    "type": "json_schema",
                    "json_schema": { "name": "answer", "strict": true, "schema": **schema },
                })
            }),
        }
    }
}

/// One event of the stream.
#[derive(Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    pub(super) choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<Tokens>,
    /// In the middle of a stream there is no other way to say it.
    #[serde(default)]
    pub(super) error: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    pub(super) delta: Delta,
    #[serde(default)]
    pub(super) finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Delta {
    #[serde(default)]
    pub(super) content: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default, rename = "prompt_tokens")]
    prompt: u32,
    #[serde(default, rename = "completion_tokens")]
    completion: u32,
    #[serde(default)]
    prompt_tokens_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    cached_tokens: Option<u32>,
}

impl Chunk {
    pub(super) fn usage(&self) -> Option<Usage> {
        let tokens = self.usage.as_ref()?;
        let cached = tokens.prompt_tokens_details.as_ref().and_then(|details| details.cached_tokens);
        Some(Usage {
            prompt: tokens.prompt,
            cached: cached.unwrap_or_default(),
            answer: tokens.completion,
            ..Usage::default()
        })
    }
}

/// OpenAI's code for it, which ours has too; llama-server's type; and Ollama's words.
pub(super) fn says_too_long(body: &[u8]) -> bool {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return false };
    let error = &body["error"];
    let says = |value: &Value, what: &str| value.as_str().is_some_and(|text| text.contains(what));
    says(&error["code"], "context_length_exceeded")
        || says(&error["type"], "exceed_context_size")
        || says(&error["message"], "context length")
}
