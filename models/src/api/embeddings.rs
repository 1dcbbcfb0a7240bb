//! `POST /v1/embeddings`, of models that were made for it.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::App;
use crate::engine::Refusal;

#[derive(Deserialize)]
pub(super) struct Request {
    input: Input,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Input {
    One(String),
    Many(Vec<String>),
}

/// Texts of one request.
const MOST: usize = 64;

pub(super) async fn embed(
    State(app): State<App>,
    Json(request): Json<Request>,
) -> Result<Json<Value>, Refusal> {
    let texts = match request.input {
        Input::One(text) => vec![text],
        Input::Many(texts) => texts,
    };
    if texts.is_empty() || texts.len() > MOST {
        return Err(Refusal::Unusable(format!("1 to {MOST} texts are embedded at once")));
    }
    let embeddings = app.engine.embed(texts).await?;
    let tokens: usize = embeddings.iter().map(|embedding| embedding.tokens).sum();
    let data: Vec<Value> = embeddings
        .into_iter()
        .enumerate()
        .map(|(index, embedding)| json!({ "object": "embedding", "index": index, "embedding": embedding.values }))
        .collect();
    Ok(Json(json!({
        "object": "list",
        "model": &*app.name,
        "data": data,
        "usage": { "prompt_tokens": tokens, "total_tokens": tokens },
    })))
}
