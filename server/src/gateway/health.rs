//! Is it alive, can it serve, what does it count.

use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use serde_json::{Value, json};

use super::App;

/// A storage that does not answer within this is not ready.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// `/health`, `/ready`, `/metrics`, and the API's description: for anyone, they tell of no one.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/health", get(async || Json(json!({ "status": "alive" }))))
        .route("/ready", get(ready))
        .route("/metrics", get(async |State(app): State<App>| app.metrics.render()))
        .route("/api/v1/openapi.json", get(async || Json(super::openapi())))
}

async fn ready(State(app): State<App>) -> (StatusCode, Json<Value>) {
    match tokio::time::timeout(READY_WITHIN, app.storage.ready()).await {
        Ok(Ok(())) => (StatusCode::OK, Json(json!({ "status": "ready" }))),
        Ok(Err(_)) | Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({ "status": "not ready", "waiting_for": "storage" })),
        ),
    }
}
