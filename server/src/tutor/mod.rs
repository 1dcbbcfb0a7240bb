//! The tutor: agents that answer a student at once from the library, and better when a model is there.
//!
//! A question is stored and goes by events to [`triage`], then to an agent ([`serve`]); that makes a [`Draft`] from what
//! the library and the sandbox know, the gate makes an [`Answer`](learnflow_contracts::tutor::Answer) of it, and only
//! that is stored and shown. Then, if a model is there and the class may use it, the same way once more ([`better`]).
//!
//! To add an agent: a folder beside the others with its `prompt.md` and one [`Agent`], a variant of
//! [`AgentKind`], an arm in [`agent`]; the compiler lists the rest. An agent decides what to say; it never shows
//! anything itself, never asks a model itself, and never has to be careful about leaks: the gate is.

mod better;
mod concepts;
mod context;
pub(crate) mod debug;
mod draft;
mod exercise;
mod gate;
mod progress;
mod prompt;
mod reader;
pub(crate) mod review;
mod serve;
mod stops;
pub(crate) mod sweep;
mod triage;
pub(crate) mod view;
mod words;

use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::event::Topic;
use learnflow_contracts::tutor::{AgentKind, Ask, Ending, Triaged};
use learnflow_contracts::{ClassId, QuestionId, StudentId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use context::{AtHand, Context};
pub(crate) use draft::Draft;
pub(crate) use prompt::{Form, Prompt};
use stops::Stops;

use crate::bus::Bus;
use crate::clock::Clock;
use crate::curriculum::Library;
use crate::execution::Execution;
use crate::llm::Turns;
use crate::realtime::Push;
use crate::schedule::Schedule;
use crate::state::{Cache, State};
use crate::storage::Storage;

/// What an agent may use besides its context. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tools {
    /// Runs, grades, explains and traces programs; on behalf of the student who asks.
    pub(crate) execution: Execution,
}

/// One agent.
#[async_trait]
pub(crate) trait Agent: Send + Sync {
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

/// The agent of a kind; triage itself is none.
fn agent(kind: AgentKind) -> Option<&'static dyn Agent> {
    match kind {
        AgentKind::Triage => None,
        AgentKind::Concepts => Some(&concepts::Concepts),
        AgentKind::Debug => Some(&debug::Debugging),
        AgentKind::Review => Some(&review::Reviews),
        AgentKind::Exercise => Some(&exercise::Exercises),
        AgentKind::Progress => Some(&progress::Progress),
    }
}

/// The groups that triage and the agents consume in, with what they listen to.
pub(crate) fn groups() -> impl Iterator<Item = (&'static str, &'static [Topic])> {
    let triage = triage::group();
    let agents =
        [AgentKind::Concepts, AgentKind::Debug, AgentKind::Review, AgentKind::Exercise, AgentKind::Progress];
    std::iter::once((triage.name, triage.topics)).chain(agents.into_iter().map(serve::group))
}

/// Everything the tutor's roles share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tutor(Arc<Inner>);

/// The ports that the tutor uses.
pub(crate) struct Ports {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) library: Library,
    pub(crate) execution: Execution,
    pub(crate) turns: Turns,
    pub(crate) push: Arc<dyn Push>,
    pub(crate) state: Arc<dyn State>,
    pub(crate) schedule: Arc<dyn Schedule>,
}

struct Inner {
    ports: Ports,
    tools: Tools,
    gate: gate::Gate,
    /// What was gathered of students who asked lately, and how their mastery moved today.
    kept: Cache,
    stops: Stops,
    triage_rests: triage::model::Resting,
    /// Better answers under way.
    better: TaskTracker,
}

impl Tutor {
    pub(crate) fn new(ports: Ports) -> Self {
        let execution = ports.execution.clone();
        Self(Arc::new(Inner {
            tools: Tools { execution: execution.clone() },
            gate: gate::Gate::new(execution),
            kept: Cache::new(ports.state.clone()),
            stops: Stops::default(),
            triage_rests: triage::model::Resting::default(),
            better: TaskTracker::new(),
            ports,
        }))
    }

    /// The model that answers, if there is one.
    pub(crate) fn model(&self) -> Option<&str> {
        self.0.ports.turns.model()
    }

    /// The student wants no better answer. Where it is under way in another process, that one sees the end that is
    /// stored here.
    pub(crate) async fn stop(&self, student: StudentId, question: QuestionId) -> anyhow::Result<()> {
        if self.0.stops.stop(student, question) {
            return Ok(());
        }
        let turn = self.0.ports.storage.turn(question).await?;
        let Some(turn) = turn.filter(|turn| turn.question.student == student) else { return Ok(()) };
        if turn.ending.is_none() && !turn.answers.is_empty() {
            let end = sweep::ended(&turn.question, Ending::Stopped, self.0.ports.clock.now());
            self.0.ports.storage.end_question(&end).await?;
        }
        Ok(())
    }

    /// What triage would make of a question that is not stored.
    pub(crate) async fn triage(
        &self,
        student: StudentId,
        class: ClassId,
        ask: &Ask,
    ) -> anyhow::Result<Triaged> {
        triage::decide(self, student, class, ask).await.map(|(triaged, _)| triaged)
    }

    /// Takes questions and sends each to its agent, until `stop` fires; ends those whose server died.
    ///
    /// # Errors
    /// When the bus fails.
    pub(crate) async fn run_triage(self, bus: Arc<dyn Bus>, stop: CancellationToken) -> anyhow::Result<()> {
        let sweeping = sweep::run(self.clone(), stop.clone());
        tokio::try_join!(triage::run(self, bus, stop), sweeping)?;
        Ok(())
    }

    /// Answers the questions of one agent until `stop` fires and what is in hand is finished.
    ///
    /// # Errors
    /// When the bus fails.
    pub(crate) async fn run_agent(
        self,
        kind: AgentKind,
        bus: Arc<dyn Bus>,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        serve::run(self, kind, bus, stop).await
    }
}
