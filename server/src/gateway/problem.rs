//! Failures at the edge: what the caller is told, and what only the log is told.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use learnflow_contracts::{Problem, ProblemKind};

use crate::storage;

/// A request that did not succeed.
#[derive(Debug)]
pub(crate) struct Failure {
    problem: Problem,
    /// For the log alone.
    cause: Option<anyhow::Error>,
}

impl Failure {
    /// A failure of `kind` with a sentence that says what to do.
    pub(crate) fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { problem: Problem::new(kind, detail), cause: None }
    }

    pub(crate) fn not_found(detail: &str) -> Self {
        Self::new(ProblemKind::NotFound, detail)
    }

    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Invalid, detail)
    }

    /// Our fault: the cause is logged, the caller is told to try again.
    pub(crate) fn internal(cause: anyhow::Error) -> Self {
        let problem =
            Problem::new(ProblemKind::Internal, "something went wrong here; nothing was lost, try again");
        Self { problem, cause: Some(cause) }
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.problem = self.problem.retry_after(seconds);
        self
    }

    /// The problem for the caller; the cause goes to the log.
    pub(crate) fn into_problem(self) -> Problem {
        if let Some(cause) = &self.cause {
            log_internal(cause);
        }
        self.problem
    }
}

/// Logs the cause of a failure that is ours.
pub(crate) fn log_internal(cause: &anyhow::Error) {
    tracing::error!(cause = format!("{cause:#}"), "a request failed by our fault");
}

/// What another role has said already, and logged.
impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem, cause: None }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(cause: anyhow::Error) -> Self {
        Self::internal(cause)
    }
}

impl From<storage::Error> for Failure {
    fn from(error: storage::Error) -> Self {
        match error {
            storage::Error::KeyReused => Self::new(
                ProblemKind::KeyReused,
                "this Idempotency-Key was used for another request; make a new key for each new request",
            ),
            storage::Error::Taken(what) => {
                Self::new(ProblemKind::Conflict, format!("“{what}” is there already; choose another"))
            }
            storage::Error::Busy => {
                Self::new(ProblemKind::Busy, "too many at once; try again in a moment").retry_after(1)
            }
            storage::Error::Away(cause) => {
                let detail = "the school's server is starting again; nothing was lost, try again in a moment";
                Self { problem: Problem::new(ProblemKind::Busy, detail).retry_after(2), cause: Some(cause) }
            }
            storage::Error::Other(cause) => Self::internal(cause),
        }
    }
}

/// The request's id, put into the problem by the outermost layer.
#[derive(Debug, Clone)]
pub(super) struct ProblemBody(pub(super) Problem);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        respond(self.into_problem())
    }
}

/// A response with the problem as its body and, for the outer layer, beside it.
pub(super) fn respond(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(&problem)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response.extensions_mut().insert(ProblemBody(problem));
    response
}

/// No such address of the API.
pub(super) fn no_such_address(uri: &Uri) -> Failure {
    let detail = if uri.path().starts_with("/api/") {
        "there is no such address in this API; see /api/v1/openapi.json"
    } else {
        "there is no such page"
    };
    Failure::not_found(detail)
}

/// For a process without pages.
pub(super) async fn no_route(uri: Uri) -> Failure {
    no_such_address(&uri)
}

/// The address is there, the method is not.
pub(super) async fn wrong_method() -> Failure {
    Failure::new(ProblemKind::WrongMethod, "this address takes another method; see /api/v1/openapi.json")
}
