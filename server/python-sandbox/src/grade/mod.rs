//! Grades a program: one result for each test, whatever the program does.
//!
//! To add a kind of test: a variant of [`Check`], a file beside this one, an arm below.

mod calls;
mod decoy;
mod output;
mod practice;
mod sheet;

pub(crate) use sheet::{NotAsked, Sheet};

use std::sync::Arc;
use std::time::Duration;

pub(crate) use output::same;

use crate::clock::Clock;
use crate::guest::cut;
use crate::instance::{Instance, Snapshot};
use crate::terminal::Terminal;
use crate::{Check, Limits, Outcome, Program, Test, TestResult, Verdict};

/// The longest value or output that a result carries, in characters.
const LONGEST: usize = 4_000;

/// The finest clock of a graded run.
const COARSE: Duration = Duration::from_millis(1);

/// What all kinds of tests need.
struct Exam<'a> {
    snapshot: &'a Snapshot,
    program: &'a Program,
    limits: &'a Limits,
}

impl Exam<'_> {
    fn clock(&self) -> Arc<Clock> {
        Arc::new(Clock::start(self.limits))
    }

    fn terminal(&self, input: &str, clock: &Arc<Clock>) -> Terminal {
        Terminal::kept(input, self.limits, clock.clone())
    }

    async fn start(&self, terminal: &Terminal, clock: &Arc<Clock>) -> Result<Instance, Outcome> {
        Instance::start(self.snapshot, self.limits, self.program, terminal.clone(), clock.clone()).await
    }
}

pub(crate) async fn grade(
    snapshot: &Snapshot,
    program: &Program,
    tests: &[Test],
    limits: &Limits,
) -> Vec<TestResult> {
    let limits = Limits { clock_step: limits.clock_step.max(COARSE), ..limits.clone() };
    let exam = Exam { snapshot, program, limits: &limits };
    // All calls of a submission share an interpreter, so they are answered together
    // and then handed out in the order of the tests.
    let mut answers = calls::results(&exam, tests).await.into_iter();
    let mut results = Vec::with_capacity(tests.len());
    for test in tests {
        results.push(match &test.check {
            Check::Call { .. } => answers.next().unwrap_or_else(|| result(test, Verdict::NotRun)),
            Check::Output { input, expected } => output::result(&exam, test, input, expected).await,
            Check::Unittest { file } => practice::result(&exam, test, file).await,
        });
    }
    results
}

/// A result without anything but its verdict.
fn result(test: &Test, verdict: Verdict) -> TestResult {
    TestResult {
        name: test.name.clone(),
        verdict,
        got: None,
        printed: String::new(),
        practice: matches!(test.check, Check::Unittest { .. }),
        parts: Vec::new(),
    }
}

/// The result of a test that a program's end kept from being answered.
pub(crate) fn stopped(test: &Test, outcome: Outcome) -> TestResult {
    result(test, Verdict::Stopped(outcome))
}

fn shortened(text: String) -> String {
    cut(text, LONGEST)
}
