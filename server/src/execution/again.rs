//! Grading that can be repeated: everything that a grade depends on is chosen before it and kept with it, so that
//! `learnflow regrade` gets the same transcript from the same engine. Only the limit on time still knows how fast
//! the machine is (docs/adr/0009).

use std::time::Duration;

use jiff::Timestamp;
use learnflow_python_sandbox::{Limits, Outcome, Program, Sandbox, TestResult, Verdict};
use serde::{Deserialize, Serialize};

use super::Task;
use crate::clock::Clock;
use crate::curriculum::{self, Check, Unusable, predicts};
use crate::storage::Recipe;

/// What a grade depends on beside the task, the answer and the engine.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    seed: u64,
    /// When the program's clocks begin, to a millisecond.
    clock: Timestamp,
    limits: Limits,
}

/// What came of a test: what must be the same another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    pub(crate) test: String,
    /// `passed`, or why not.
    pub(crate) verdict: String,
    pub(crate) got: Option<String>,
    pub(crate) printed: String,
}

impl Terms {
    /// For a first time: any seed, the time of now.
    pub(crate) fn new(clock: &dyn Clock, limits: &Limits) -> Self {
        let now = clock.now();
        let clock = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        Self { seed: rand::random(), clock, limits: limits.clone() }
    }

    /// Those of the first time, with the task.
    pub(crate) fn of(recipe: &Recipe) -> serde_json::Result<(Task, Self)> {
        let limits = serde_json::from_str(&recipe.limits)?;
        let terms = Self { seed: recipe.seed, clock: recipe.clock, limits };
        Ok((serde_json::from_str(&recipe.task)?, terms))
    }

    /// For the record.
    pub(crate) fn recipe(&self, task: &Task, results: &[TestResult]) -> serde_json::Result<Recipe> {
        Ok(Recipe {
            task: serde_json::to_string(task)?,
            seed: self.seed,
            clock: self.clock,
            limits: serde_json::to_string(&self.limits)?,
            transcript: serde_json::to_string(&results.iter().map(Heard::from).collect::<Vec<_>>())?,
        })
    }

    fn program(&self, answer: &str) -> Program {
        let since_1970 = Duration::from_millis(u64::try_from(self.clock.as_millisecond()).unwrap_or(0));
        Program { seed: Some(self.seed), starts: Some(since_1970), ..Program::new(answer) }
    }
}

/// Grades an answer on these terms: one result for each test.
pub(crate) async fn grade(
    sandbox: &Sandbox,
    task: &Task,
    answer: &str,
    terms: &Terms,
) -> Result<Vec<TestResult>, Unusable> {
    if let [test] = task.tests.as_slice()
        && let Check::Prediction { expected } = &test.check
    {
        let verdict = if predicts(expected, answer) { Verdict::Passed } else { Verdict::Wrong };
        let (name, printed, parts) = (test.name.clone(), String::new(), Vec::new());
        return Ok(vec![TestResult { name, verdict, got: None, printed, practice: false, parts }]);
    }
    curriculum::grade(sandbox, &terms.program(answer), &task.files, &task.tests, &terms.limits).await
}

impl From<&TestResult> for Heard {
    fn from(result: &TestResult) -> Self {
        let verdict = match &result.verdict {
            Verdict::Passed => "passed".to_owned(),
            Verdict::Wrong => {
                let failed = result.parts.iter().filter(|part| !part.passed);
                failed
                    .fold("wrong".to_owned(), |told, part| format!("{told}\n{}: {}", part.name, part.message))
            }
            Verdict::Stopped(Outcome::Failed(error)) => format!("stopped\n{}", error.traceback),
            Verdict::Stopped(outcome) => format!("stopped\n{}", outcome.sentence()),
            Verdict::Tampered => "tampered".to_owned(),
            Verdict::NotRun => "not run".to_owned(),
        };
        Self { test: result.name.clone(), verdict, got: result.got.clone(), printed: result.printed.clone() }
    }
}
