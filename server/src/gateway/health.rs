//! Is it alive, can it serve, what does it count.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use futures::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::{Value, json};

/// Something that does not answer within this is not ready.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// What a process tells of itself. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Health {
    metrics: PrometheusHandle,
    needs: Arc<[Need]>,
}

/// Something that must answer before a process can serve.
pub(crate) struct Need {
    name: &'static str,
    answers: Box<dyn Fn() -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>,
}

impl Need {
    pub(crate) fn new<F>(name: &'static str, answers: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        Self { name, answers: Box::new(move || Box::pin(answers())) }
    }
}

impl Health {
    pub(crate) fn new(metrics: PrometheusHandle, needs: Vec<Need>) -> Self {
        Self { metrics, needs: needs.into() }
    }

    /// `/health`, `/ready`, `/metrics`: for anyone, they tell of no one.
    pub(crate) fn routes<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let (ready, metrics) = (self.clone(), self.metrics.clone());
        Router::new()
            .route("/health", get(async || Json(json!({ "status": "alive" }))))
            .route("/ready", get(move || async move { ready.ready().await }))
            .route("/metrics", get(move || async move { metrics.render() }))
    }

    async fn ready(&self) -> (StatusCode, Json<Value>) {
        let looks = self.needs.iter().map(async |need| {
            let answered = tokio::time::timeout(READY_WITHIN, (need.answers)()).await;
            if matches!(answered, Ok(Ok(()))) { None } else { Some(need.name) }
        });
        let waiting: Vec<_> = futures::future::join_all(looks).await.into_iter().flatten().collect();
        if waiting.is_empty() {
            return (StatusCode::OK, Json(json!({ "status": "ready" })));
        }
        let waiting = waiting.join(", ");
        (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "not ready", "waiting_for": waiting })))
    }
}
