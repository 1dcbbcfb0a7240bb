//! From what the sandbox says to what a student reads.

use jiff::Timestamp;
use learnflow_contracts::exercises::{SubmissionResult, TestReport};
use learnflow_contracts::run::{Death, PythonError, RunOutcome, RunStatus};
use learnflow_contracts::{ExerciseId, SubmissionId};
use learnflow_python_sandbox::Outcome;
use serde::{Deserialize, Serialize};

use crate::storage::Recipe;

/// A graded answer.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Graded {
    pub(super) tests: Vec<TestReport>,
    pub(super) error: Option<PythonError>,
    /// What it takes to grade it again.
    pub(super) recipe: Recipe,
    /// The component and the engine that graded.
    pub(super) engine: String,
}

impl Graded {
    /// Whether all tests passed.
    pub(crate) fn passed(&self) -> bool {
        !self.tests.is_empty() && self.tests.iter().all(|test| test.passed)
    }

    /// Names the component and the engine that graded, for the record.
    pub(crate) fn engine(&self) -> &str {
        &self.engine
    }

    /// The tests that passed.
    fn passed_tests(&self) -> usize {
        self.tests.iter().filter(|test| test.passed).count()
    }

    /// The answer to the student, whose attempt the storage numbers, and what is kept for grading it again.
    pub(crate) fn into_result(
        self,
        submission_id: SubmissionId,
        exercise_id: ExerciseId,
        graded_at: Timestamp,
    ) -> (SubmissionResult, Recipe) {
        let (passed, right, all) = (self.passed(), self.passed_tests(), self.tests.len());
        let result = SubmissionResult {
            submission_id,
            exercise_id,
            passed,
            score: share(right, all),
            attempt: 0,
            sentence: sentence(right, all, self.error.as_ref()),
            tests: self.tests,
            error: self.error,
            graded_at,
        };
        (result, self.recipe)
    }
}

/// Percent, to a hundredth.
#[expect(clippy::cast_precision_loss, reason = "there are fewer tests than a float can count")]
fn share(right: usize, all: usize) -> f64 {
    (right as f64 / all.max(1) as f64 * 10_000.0).round() / 100.0
}

fn sentence(right: usize, all: usize, error: Option<&PythonError>) -> String {
    match (right, error) {
        (right, _) if right == all => "All tests passed. Well done!".to_owned(),
        (0, Some(error)) => format!(
            "Your program stopped with a {}. Read its last line, then look at the line it names.",
            error.kind
        ),
        (0, None) => "No test passed yet. Compare what was expected with what your program gave.".to_owned(),
        (right, _) => {
            format!("{right} of {all} tests passed. You are on the way: look at the first one that did not.")
        }
    }
}

/// How a run ended, for the page.
pub(super) fn outcome(outcome: &Outcome) -> RunOutcome {
    let (status, error) = match outcome {
        Outcome::Finished => (RunStatus::Finished, None),
        Outcome::Exited { .. } => (RunStatus::Exited, None),
        Outcome::Failed(error) => (RunStatus::Failed, Some(python_error(error))),
        Outcome::TimedOut => (RunStatus::TimedOut, None),
        Outcome::WaitedTooLong => (RunStatus::WaitedTooLong, None),
        Outcome::OutOfMemory => (RunStatus::OutOfMemory, None),
        Outcome::TooMuchOutput => (RunStatus::TooMuchOutput, None),
        Outcome::Died(_) => (RunStatus::Died, None),
    };
    let death = match outcome {
        Outcome::Died(death) => Some(why_it_died(*death)),
        _ => None,
    };
    RunOutcome { status, sentence: outcome.sentence(), error, death }
}

const fn why_it_died(death: learnflow_python_sandbox::Death) -> Death {
    use learnflow_python_sandbox::Death as Told;
    match death {
        Told::EndedItself => Death::EndedItself,
        Told::TooDeep => Death::TooDeep,
        Told::Crashed => Death::Crashed,
        Told::Sandbox => Death::Sandbox,
    }
}

/// The end of a run that the page stopped.
pub(crate) fn stopped() -> RunOutcome {
    let sentence = "You stopped the program.".to_owned();
    RunOutcome { status: RunStatus::Stopped, sentence, error: None, death: None }
}

pub(super) fn python_error(error: &learnflow_python_sandbox::PythonError) -> PythonError {
    PythonError {
        kind: error.kind.clone(),
        message: error.message.clone(),
        traceback: error.traceback.clone(),
        line: error.line,
    }
}
