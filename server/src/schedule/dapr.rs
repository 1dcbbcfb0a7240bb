//! Ticks from the sidecar's cron bindings, which call our inner door.
//!
//! A binding waits for its answer and does not try again, so the answer is given at once and the work done after it. A
//! sidecar that is away sends none: after twice the time, work is due all the same.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Job, Schedule, Ticks};
use crate::gateway::Failure;
use crate::invoke::door::{Door, Secrets, Visitor};

/// Where ticks come in; the job is the last part of a binding's route.
const TICKS: &str = "/dapr/schedule/{job}";
/// So many times its own time a job waits for a sidecar that says nothing.
const PATIENCE: u32 = 2;

/// Ticks by way of the sidecar.
pub struct Dapr(Arc<HashMap<&'static str, Arc<Notify>>>);

impl Default for Dapr {
    fn default() -> Self {
        Self(Arc::new(Job::ALL.map(|job| (job.name(), Arc::default())).into()))
    }
}

impl Dapr {
    /// Mounts where the sidecar's timers come in.
    pub(crate) fn mount(&self, door: Door) -> Door {
        let jobs = self.0.clone();
        let tick = move |Path(job): Path<String>| {
            let told = jobs.get(job.as_str()).cloned();
            async move { answer(told.as_deref()) }
        };
        door.mount(Visitor::Sidecar, TICKS, post(tick))
    }

    /// Serves nothing but ticks, for a process that has no other inner door.
    ///
    /// # Errors
    /// When the token is too short, or the listener fails.
    pub async fn serve(
        &self,
        listener: TcpListener,
        app_token: &str,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        self.mount(Door::new(Secrets::new(None, Some(app_token))?)).serve(listener, stop).await
    }
}

fn answer(told: Option<&Notify>) -> Response {
    let Some(told) = told else {
        return Failure::not_found("there is no such work to do").into_response();
    };
    // Kept until somebody waits; a second one is the same one.
    told.notify_one();
    Json(json!({})).into_response()
}

impl Schedule for Dapr {
    fn ticks(&self, job: Job, every: Duration) -> Ticks {
        Ticks::new(every * PATIENCE, self.0.get(job.name()).cloned().unwrap_or_default())
    }
}
