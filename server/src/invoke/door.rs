//! The inner door: where other roles and the sidecar come in, on a listener of its own that no ingress leads to.
//!
//! Every route is mounted for a [`Visitor`] and guarded by that visitor's secret; the test that walks the routes
//! of the pages walks these too. `/health`, `/ready` and `/metrics` are open: they tell of no one.

use anyhow::{Context, ensure};
use axum::extract::{DefaultBodyLimit, Json, Request};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use axum::{Router, middleware};
use learnflow_contracts::ProblemKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Answer;
use crate::gateway::Failure;

/// The header of the secret that our own processes share.
pub(crate) const SECRET: HeaderName = HeaderName::from_static("x-learnflow-secret");
/// The header that a sidecar shows its app (`APP_API_TOKEN`).
const APP_TOKEN: HeaderName = HeaderName::from_static("dapr-api-token");

/// A task with its tests and files, as a teacher may write them.
const MAX_QUESTION: usize = 16 * 1024 * 1024;
/// Characters a secret must have: 128 random bits as hex.
const SHORTEST: usize = 32;

/// Who comes in by the inner door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    /// Another process of ours.
    Role,
    /// The process's own Dapr sidecar.
    Sidecar,
}

/// What each visitor must show.
#[derive(Clone)]
pub(crate) struct Secrets {
    role: Option<String>,
    sidecar: Option<String>,
}

impl Secrets {
    /// The secret between roles where there are other processes, and the token of the sidecar where there is one.
    ///
    /// # Errors
    /// When one is too short to be a secret.
    pub(crate) fn new(role: Option<&str>, sidecar: Option<&str>) -> anyhow::Result<Self> {
        ensure!(
            role.is_none_or(|secret| secret.len() >= SHORTEST),
            "the secret between roles (invoke.secret or invoke.secret_file) must have at least {SHORTEST} \
             characters; `openssl rand -hex 32` makes one"
        );
        ensure!(
            sidecar.is_none_or(|token| token.len() >= SHORTEST),
            "the token that the sidecar shows (dapr.app_token or dapr.app_token_file) must have at least \
             {SHORTEST} characters, and be the sidecar's APP_API_TOKEN"
        );
        Ok(Self { role: role.map(str::to_owned), sidecar: sidecar.map(str::to_owned) })
    }

    fn admit(&self, visitor: Visitor, headers: &HeaderMap) -> bool {
        let (header, wanted) = match visitor {
            Visitor::Role => (&SECRET, self.role.as_ref()),
            Visitor::Sidecar => (&APP_TOKEN, self.sidecar.as_ref()),
        };
        let (Some(shown), Some(wanted)) = (headers.get(header), wanted) else { return false };
        // How long it takes tells nothing of how much was right.
        shown.as_bytes().ct_eq(wanted.as_bytes()).into()
    }
}

/// The routes of a process's inner door.
pub(crate) struct Door {
    router: Router,
    secrets: Secrets,
    mounted: Vec<(&'static str, Visitor)>,
}

impl Door {
    pub(crate) fn new(secrets: Secrets) -> Self {
        Self { router: Router::new(), secrets, mounted: Vec::new() }
    }

    /// Mounts a route for a visitor.
    pub(crate) fn mount(mut self, visitor: Visitor, path: &'static str, route: MethodRouter) -> Self {
        let secrets = self.secrets.clone();
        let guard = move |request: Request, next: Next| {
            let admitted = secrets.admit(visitor, request.headers());
            async move {
                if admitted {
                    return next.run(request).await;
                }
                let detail = "this address is for LearnFlow's own processes";
                Failure::new(ProblemKind::SignIn, detail).into_response()
            }
        };
        let limit = DefaultBodyLimit::max(MAX_QUESTION);
        self.router = self.router.route(path, route.layer(limit).layer(middleware::from_fn(guard)));
        self.mounted.push((path, visitor));
        self
    }

    /// Mounts what a call is answered with.
    pub(crate) fn answer<Q, A, F>(
        self,
        call: super::Call,
        work: impl Fn(Q) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        Q: DeserializeOwned + Send + 'static,
        A: Serialize,
        F: Future<Output = Result<A, Failure>> + Send,
    {
        let handler = move |Json(question): Json<Q>| {
            let work = work(question);
            async move { Json(Answer::from(work.await)).into_response() }
        };
        self.mount(Visitor::Role, call.path, post(handler))
    }

    /// Mounts what anybody on this network may see.
    pub(crate) fn merge_open(mut self, routes: Router) -> Self {
        self.router = self.router.merge(routes);
        self
    }

    /// Every guarded route.
    pub(crate) fn mounted(&self) -> &[(&'static str, Visitor)] {
        &self.mounted
    }

    /// Serves until `stop` fires and what is in hand is answered.
    pub(crate) async fn serve(self, listener: TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
        let router = self.router.fallback(async || -> Response {
            Failure::not_found("there is no such address on the inner door").into_response()
        });
        axum::serve(listener, router)
            .with_graceful_shutdown(stop.cancelled_owned())
            .await
            .context("serving the inner door")
    }
}
