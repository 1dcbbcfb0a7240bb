//! The HTTP in front of the engine: OpenAI's chat, models and embeddings API, as far as it goes.

mod chat;
mod embeddings;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::engine::{Engine, Refusal};

/// The largest request: a conversation that fits into no small model's memory.
const LARGEST: usize = 1 << 20;

/// What handlers use.
#[derive(Clone)]
struct App {
    engine: Engine,
    /// The model's name, as it is listed.
    name: Arc<str>,
}

/// The routes.
pub fn router(engine: Engine, name: &str) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/v1/models", get(models))
        .route("/v1/chat/completions", post(chat::complete))
        .route("/v1/embeddings", post(embeddings::embed))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(App { engine, name: name.into() })
}

async fn health(State(app): State<App>) -> StatusCode {
    if app.engine.is_well() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn models(State(app): State<App>) -> Json<Value> {
    Json(
        json!({ "object": "list", "data": [{ "id": &*app.name, "object": "model", "owned_by": "learnflow" }] }),
    )
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::TooLong { .. } => (StatusCode::BAD_REQUEST, "context_length_exceeded"),
            Self::Unusable(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::Full => (StatusCode::TOO_MANY_REQUESTS, "queue_full"),
            Self::Stopped => (StatusCode::SERVICE_UNAVAILABLE, "stopped"),
        };
        let error = json!({ "error": { "message": self.to_string(), "type": "invalid_request_error", "code": code } });
        (status, Json(error)).into_response()
    }
}
