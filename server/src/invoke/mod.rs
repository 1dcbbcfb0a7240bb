//! The Invoke port: asks a role that runs in another process, and waits for its answer.
//!
//! A role in this process is not asked this way: its handle (`execution::Execution`, `realtime::Realtime`) calls
//! it as a function. To let a role be asked for something more: a [`Call`] beside that handle, and its route,
//! mounted on the [`door`] of the process that runs the role.
//!
//! Every answer comes as [`Answer`] with the status 200: a problem that a role tells is an answer, and neither we
//! nor a sidecar may try again what was answered.

mod dapr;
pub(crate) mod door;
mod http;
mod lines;

use async_trait::async_trait;
use axum::body::Bytes;
use futures::stream::BoxStream;
use learnflow_contracts::{Problem, ProblemKind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use dapr::through_sidecar;
pub use door::Visitor;
pub use http::{Http, Peer};
pub(crate) use lines::{Lines, line};

use crate::gateway::Failure;
use crate::role::Role;

/// Asks roles in other processes.
#[async_trait]
pub trait Invoke: Send + Sync {
    /// One question, one answer. Asked again only where the question surely did not arrive.
    async fn ask(&self, call: Call, question: Bytes) -> Result<Bytes, Error>;

    /// Tells every process that runs the role, as far as they can be told apart (docs/adr/0016).
    async fn tell_all(&self, call: Call, news: Bytes) -> Result<(), Error>;

    /// A question and an answer that both come in pieces, each as soon as it is there. Whoever drops the answer
    /// or ends the question ends the talk for the other side.
    async fn converse(&self, call: Call, question: Pieces) -> Result<Answered, Error>;
}

/// A question in pieces.
pub type Pieces = BoxStream<'static, Bytes>;
/// An answer in pieces.
pub type Answered = BoxStream<'static, Result<Bytes, Error>>;

/// Something a role can be asked for.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub role: Role,
    /// The address on the role's inner door.
    pub path: &'static str,
}

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The role is not there, or did not answer in time.
    #[error("{role} could not be asked: {cause}")]
    Away { role: Role, cause: String },
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// What a role says to a call.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer<T> {
    Done(T),
    Refused(Problem),
}

impl<T> From<Result<T, Failure>> for Answer<T> {
    fn from(result: Result<T, Failure>) -> Self {
        match result {
            Ok(done) => Answer::Done(done),
            // The cause is logged here, where it happened.
            Err(failure) => Answer::Refused(failure.into_problem()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Away { role, cause } => {
                tracing::warn!(%role, cause, "{role} could not be asked");
                metrics::counter!("invoke_away_total", "role" => role.name()).increment(1);
                let detail = "a part of the classroom is not there right now; try again in some seconds";
                Failure::new(ProblemKind::Busy, detail).retry_after(3)
            }
            Error::Other(cause) => Failure::internal(cause),
        }
    }
}

/// Asks with a value, and reads the answer as one.
pub(crate) async fn ask<T: DeserializeOwned>(
    invoke: &dyn Invoke,
    call: Call,
    question: &(impl Serialize + Sync),
) -> Result<T, Failure> {
    let question = serde_json::to_vec(question).map_err(anyhow::Error::from)?;
    let answer = invoke.ask(call, question.into()).await?;
    match serde_json::from_slice(&answer).map_err(anyhow::Error::from)? {
        Answer::Done(done) => Ok(done),
        Answer::Refused(problem) => Err(problem.into()),
    }
}
