//! The tutor: agents that answer a student at once from the library, and better when a model is there.
//!
//! A question is stored and goes by events to triage, then to an agent; that makes a [`Draft`] from what
//! the library and the sandbox know, the gate makes an [`Answer`](learnflow_contracts::tutor::Answer) of it, and only
//! that is stored and shown. Then, if a model is there and the class may use it, the same way once more.
//!
//! To add an agent: a folder beside the others with its `prompt.md` and one [`Agent`], a variant of
//! [`AgentKind`], an arm in [`agent`]; the compiler lists the rest. An agent decides what to say; it never shows
//! anything itself, never asks a model itself, and never has to be careful about leaks: the gate is.

#![expect(
    dead_code,
    unused_imports,
    reason = "the frame; the agents and their roles come into it one by one"
)]

mod context;
mod draft;
mod prompt;
mod stops;

use async_trait::async_trait;
use learnflow_contracts::tutor::AgentKind;

pub(crate) use context::{AtHand, Context, Facts, PastRun, Question};
pub(crate) use draft::{Draft, DraftPart, Hint};
pub(crate) use prompt::{Form, Prompt, fenced};
pub(crate) use stops::Stops;

use crate::execution::Execution;

/// What an agent may use besides its context. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tools {
    /// Runs, grades, explains and traces programs; on behalf of the student who asks.
    pub(crate) execution: Execution,
}

/// One agent.
#[async_trait]
pub(crate) trait Agent: Send + Sync {
    fn kind(&self) -> AgentKind;

    /// The answer from the library: rules, the curriculum, and what the program really does. It is there within a
    /// fraction of a second, with no model anywhere.
    ///
    /// # Errors
    /// When something is broken on our side; a question that makes no sense has an answer all the same.
    async fn at_once(&self, context: &Context, tools: &Tools) -> anyhow::Result<Draft>;

    /// What to ask a model for something better than `first`; nothing where none would do better.
    fn prompt(&self, context: &Context, first: &Draft) -> Option<Prompt>;

    /// What to make of a model's whole text, as [`Form`] asked for it. An error says why it is of no use: then the
    /// first answer stays alone.
    ///
    /// # Errors
    /// Why the text is of no use.
    async fn read(
        &self,
        context: &Context,
        first: &Draft,
        text: &str,
        tools: &Tools,
    ) -> anyhow::Result<Draft>;
}
