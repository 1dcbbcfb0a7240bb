//! The door: HTTP, the pages, who may call what.
//!
//! To add a route: a handler beside the others with its `#[utoipa::path]`, and a line in [`api`] under the
//! audience it is for; the test that walks every route with every caller finds it in `openapi.json`.

mod access;
mod accounts;
mod alerts;
mod api;
mod body;
mod classes;
mod exercises;
mod health;
mod layers;
mod pages;
mod passwords;
mod placement;
mod problem;
mod progress;
mod projects;
mod quizzes;
mod review;
mod runs;
mod taught;
mod tokens;
mod topics;
mod tutor;
mod tutor_of_class;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Context;
use axum::routing::get;
use axum::{Json, Router};
use learnflow_contracts::ExerciseId;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub(crate) use access::Caller;
pub use api::openapi;
pub(crate) use health::{Health, Need};
pub(crate) use layers::Trace;
pub(crate) use pages::Pages;
pub(crate) use passwords::Passwords;
pub(crate) use problem::Failure;
pub(crate) use runs::beside;
pub(crate) use tokens::Tokens;
pub(crate) use view::check_name;

use crate::clock::Clock;
use crate::curriculum::Library;
use crate::execution::Execution;
use crate::realtime::Realtime;
use crate::role::Role;
use crate::storage::Storage;
use crate::tutor::Tutor;

/// What handlers use. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Parts>);

/// The ports and roles the gateway speaks to.
pub(crate) struct Parts {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) library: Library,
    pub(crate) execution: Execution,
    pub(crate) realtime: Realtime,
    pub(crate) tutor: Tutor,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: Tokens,
    pub(crate) health: Health,
    pub(crate) pages: Pages,
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    fn no_exercise(_: &ExerciseId) -> Failure {
        Failure::not_found("there is no exercise of this name for you")
    }
}

/// Serves what pages ask of these roles, until `stop` fires and the requests in hand are answered.
///
/// # Errors
/// When the listener fails.
pub(crate) async fn run(
    app: App,
    roles: BTreeSet<Role>,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    axum::serve(listener, router(app, &roles))
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
        .context("serving HTTP")
}

/// Everything that answers pages.
fn router(app: App, roles: &BTreeSet<Role>) -> Router {
    let mut routes = app.health.routes();
    if roles.contains(&Role::Gateway) {
        let (api, _) = api::api().split_for_parts();
        let description = get(async || Json(openapi()));
        routes = routes.merge(api).route("/api/v1/openapi.json", description).fallback(pages::serve);
    } else {
        routes = routes.fallback(problem::no_route);
    }
    if roles.contains(&Role::Realtime) {
        routes = routes.merge(crate::realtime::routes());
    }
    let routes = routes.method_not_allowed_fallback(problem::wrong_method);
    layers::around(routes, &app).with_state(app)
}
