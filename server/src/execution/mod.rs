//! Running and grading students' programs in the sandbox, which has threads of its own: a program that never
//! ends takes no time from those who only read.
//!
//! To add a kind of test: a variant of `curriculum::Check`, an arm in [`grading`], and what the sandbox needs.

pub(crate) mod again;
mod drawing;
pub(crate) mod grading;
pub(crate) mod own;
mod places;
mod report;
mod runs;
mod steps;

use std::sync::Arc;
use std::time::Duration;

use learnflow_contracts::exercises::{GivenFile, NewExercise};
use learnflow_contracts::{TopicId, UserId};
use learnflow_python_sandbox::{Limits, Sandbox};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use report::stopped;
pub(crate) use runs::{Live, LiveConsole, Run, RunBy};

use self::places::Places;
use crate::clock::Clock;
use crate::config;
use crate::curriculum::{Check, Exercise, Test};
use crate::gateway::Failure;
use crate::storage::Storage;

/// Bytes of a program or an answer at most.
pub(crate) const MAX_CODE: usize = 64 * 1024;

/// The handle to the sandbox. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Execution(Arc<Inner>);

struct Inner {
    sandbox: Sandbox,
    limits: Limits,
    places: Places,
    /// What is still written after an answer went out.
    afterwards: TaskTracker,
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
}

impl Execution {
    pub(crate) fn new(
        sandbox: Sandbox,
        config: &config::Execution,
        storage: Arc<dyn Storage>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let limits = limits(config);
        let places = Places::new(config.places_per_student, config.waiting_per_student);
        Self(Arc::new(Inner { sandbox, limits, places, afterwards: TaskTracker::new(), storage, clock }))
    }

    /// Waits until `stop` fires and everything that was promised is written.
    ///
    /// # Errors
    /// Never; a role's `run` has this shape.
    pub(crate) async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        self.0.afterwards.close();
        self.0.afterwards.wait().await;
        Ok(())
    }

    /// Names the component and the engine that grade, for the record.
    pub(crate) fn engine_version(&self) -> &str {
        self.0.sandbox.engine_version()
    }

    /// Grades an answer to a task.
    pub(crate) async fn grade(
        &self,
        user: impl Into<UserId>,
        task: &Task,
        answer: &str,
    ) -> Result<report::Graded, Failure> {
        grading::grade(self, user.into(), task, answer).await
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
    fn runs(&self) -> bool {
        !self.tests.iter().all(|test| matches!(test.check, Check::Prediction { .. }))
    }
}
