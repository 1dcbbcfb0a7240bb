//! What crosses a process border of LearnFlow: ids, API bodies, live messages, events, problems,
//! and (feature `client`) the Rust client that speaks them. No behaviour of the product lives here.
//!
//! To add an API body: a struct in the file of its subject, `ToSchema` derived, used by a handler; then
//! `./dev test` rewrites `openapi.json`. To add an event: a variant of [`event::Data`], a sample in
//! `samples/`; the tests write its JSON Schema.

pub mod alerts;
pub mod auth;
pub mod avro;
pub mod broker;
pub mod classes;
#[cfg(feature = "client")]
pub mod client;
pub mod compat;
pub mod dead_letter;
pub mod drawing;
pub mod event;
pub mod exercises;
pub mod ids;
pub mod live;
pub mod placement;
pub mod problem;
pub mod progress;
pub mod review;
pub mod run;
pub mod schema;
pub mod steps;
pub mod topics;
pub mod tutor;

pub use ids::{
    AlertId, ClassId, EventId, ExerciseId, IdempotencyKey, ModuleId, QuestionId, RunId, StudentId,
    SubmissionId, TeacherId, TopicId, UserId,
};
pub use problem::{Kind as ProblemKind, Problem};
