//! Running and grading students' programs in the sandbox, which has threads of its own: a program that never
//! ends takes no time from those who only read.
//!
//! To add a kind of test: a variant of `curriculum::Check`, an arm in [`grading`], and what the sandbox needs.

pub(crate) mod again;
mod drawing;
mod evidence;
pub(crate) mod grading;
pub(crate) mod own;
mod places;
pub(crate) mod remote;
mod report;
mod review;
mod runs;
mod steps;

use std::sync::Arc;
use std::time::Duration;

use learnflow_contracts::exercises::{GivenFile, NewExercise};
use learnflow_contracts::run::RunResult;
use learnflow_contracts::steps::Steps;
use learnflow_contracts::{TopicId, UserId};
use learnflow_python_sandbox::{Limits, Sandbox};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use remote::Remote;
pub(crate) use report::{Graded, stopped};
pub(crate) use runs::{Live, LiveConsole, Run, RunBy};

use self::places::Places;
use crate::clock::Clock;
use crate::config;
use crate::curriculum::{Check, Exercise, Test};
use crate::gateway::Failure;
use crate::storage::Storage;
use crate::tutor::debug::evidence::{Case, Evidence};
use crate::tutor::debug::study::Study;
use crate::tutor::review::reading::Reading;

/// Bytes of a program or an answer at most.
pub(crate) const MAX_CODE: usize = 64 * 1024;

/// The handle to the role, wherever it runs. Cheap to clone.
///
/// To add a use: a method here with an arm for both places, the work itself on [`Local`], and for the other
/// place a method of [`remote::Remote`] and its route in `execution/remote.rs`.
#[derive(Clone)]
pub(crate) enum Execution {
    /// In this process.
    Here(Local),
    /// In another one.
    There(Remote),
}

impl Execution {
    /// Grades an answer to a task.
    pub(crate) async fn grade(
        &self,
        user: impl Into<UserId>,
        task: &Task,
        answer: &str,
    ) -> Result<report::Graded, Failure> {
        match self {
            Self::Here(local) => grading::grade(local, user.into(), task, answer).await,
            Self::There(remote) => remote.grade(user.into(), task, answer).await,
        }
    }

    /// Runs a program with all its input known.
    pub(crate) async fn run_to_end(&self, run: Run, input: String) -> Result<RunResult, Failure> {
        match self {
            Self::Here(local) => local.run_to_end(run, input).await,
            Self::There(remote) => remote.run_to_end(run, input).await,
        }
    }

    /// Runs a program live: what it tells goes to `tell`, the end of the run as well. Dropping the future
    /// stops the program; its end is not told then.
    pub(crate) async fn run_live(
        &self,
        run: Run,
        console: LiveConsole,
        tell: mpsc::Sender<Live>,
    ) -> Result<(), Failure> {
        match self {
            Self::Here(local) => local.run_live(run, console, tell).await,
            Self::There(remote) => remote.run_live(run, console, tell).await,
        }
    }

    /// Records a run that the page stopped.
    pub(crate) fn record_stopped(&self, run: Run) {
        match self {
            Self::Here(local) => local.record_stopped(run),
            // It sees that nobody listens any more, and records it there.
            Self::There(_) => {}
        }
    }

    /// Records the steps of a program, in one of the user's places like any run.
    pub(crate) async fn steps(
        &self,
        user: UserId,
        code: &str,
        files: &[GivenFile],
        input: &str,
    ) -> Result<Steps, Failure> {
        match self {
            Self::Here(local) => local.steps(user, code, files, input).await,
            Self::There(remote) => remote.steps(user, code, files, input).await,
        }
    }

    /// Runs a program that somebody asks about, and says what is known of it.
    pub(crate) async fn evidence(&self, user: UserId, case: &Case) -> Result<Evidence, Failure> {
        match self {
            Self::Here(local) => local.evidence(user, case).await,
            Self::There(remote) => remote.evidence(user, case).await,
        }
    }
}

/// The role itself: the sandbox, and who may use it when. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Local(Arc<Inner>);

struct Inner {
    sandbox: Sandbox,
    /// Reads programs that somebody asks about.
    study: Study,
    /// Reads programs that are reviewed.
    reading: Reading,
    limits: Limits,
    places: Places,
    /// What is still written after an answer went out.
    afterwards: TaskTracker,
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
}

impl Local {
    pub(crate) fn new(
        sandbox: Sandbox,
        config: &config::Execution,
        storage: Arc<dyn Storage>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let limits = limits(config);
        let places = Places::new(config.places_per_student, config.waiting_per_student);
        let (study, reading, afterwards) = (Study::default(), Reading::default(), TaskTracker::new());
        Self(Arc::new(Inner { sandbox, study, reading, limits, places, afterwards, storage, clock }))
    }

    /// Waits until `stop` fires and everything that was promised is written.
    ///
    /// # Errors
    /// Never; a role's `run` has this shape.
    pub(crate) async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        // So that the first student who asks does not wait for it; a later question tries again.
        let sandbox = &self.0.sandbox;
        let prepared = tokio::try_join!(self.0.study.prepare(sandbox), self.0.reading.prepare(sandbox));
        if let Err(error) = prepared {
            tracing::warn!(
                error = format!("{error:#}"),
                "programs that students ask about cannot be read yet"
            );
        }
        stop.cancelled().await;
        self.0.afterwards.close();
        self.0.afterwards.wait().await;
        Ok(())
    }
}

/// How far programs may go, as it is set.
pub(crate) fn limits(config: &config::Execution) -> Limits {
    Limits {
        wall: Duration::from_millis(config.wall_ms),
        waiting: Duration::from_secs(config.input_s),
        memory: config.memory_mib * 1024 * 1024,
        output: config.output_kib * 1024,
        ..Limits::default()
    }
}

/// Something to grade.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) topic: TopicId,
    /// Graded beside the student's code.
    pub(crate) practice: bool,
    /// Beside the program.
    pub(crate) files: Vec<GivenFile>,
    pub(crate) tests: Vec<Test>,
}

impl Task {
    pub(crate) fn builtin(exercise: &Exercise) -> Self {
        Self::new(exercise.view.topic_id.clone(), exercise.view.files.clone(), exercise.tests.clone())
    }

    pub(crate) fn own(exercise: &NewExercise) -> Self {
        Self::new(exercise.topic_id.clone(), Vec::new(), own::tests(exercise))
    }

    fn new(topic: TopicId, files: Vec<GivenFile>, tests: Vec<Test>) -> Self {
        let practice = tests.iter().any(|test| matches!(test.check, Check::Unittest { .. }));
        Self { topic, practice, files, tests }
    }

    /// Whether it takes an interpreter; a prediction is only compared.
    pub(crate) fn runs(&self) -> bool {
        !self.tests.iter().all(|test| matches!(test.check, Check::Prediction { .. }))
    }
}
