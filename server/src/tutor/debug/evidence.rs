//! What is known of a wrong program: how it really ended, what differs, and where the fault probably is.
//!
//! In stages, the cheap ones first: run or grade it (milliseconds); let the [`Study`] read it; only then, where the
//! reading is not sure, look at values and steps and try small repairs, within a [`Budget`].

use std::time::{Duration, Instant};

use anyhow::Context as _;
use learnflow_contracts::exercises::GivenFile;
use learnflow_python_sandbox::{Limits, Outcome, PythonError, Sandbox, TestResult, Verdict};
use serde::{Deserialize, Serialize};

use super::repair;
use super::shape::{self, Shape};
use super::study::{Ask, Clue, Facts, Nearest, Said, Study};
use super::told;
use super::watch::{self, Watched};
use crate::curriculum::{self, Check, Test, given};

/// A program that does not end is known to be endless after this.
const WALL: Duration = Duration::from_millis(800);
/// A program that shares this of the solution is laid beside it line by line, as in `study.py`.
const ALIKE: f64 = 0.5;
/// A clue that is surer needs no further look.
pub(super) const SURE: u8 = 60;

/// A program to look at, and what it may be compared with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Case {
    pub(crate) code: String,
    /// Beside the program.
    pub(crate) files: Vec<GivenFile>,
    /// Of the exercise at hand, hidden ones too; empty without one.
    pub(crate) tests: Vec<Test>,
    /// The exercise's solution: used to find the place, never shown.
    pub(crate) solution: Option<String>,
    /// Programs that are known to be wrong.
    pub(crate) known: Vec<String>,
    /// What the page says that Python said.
    pub(crate) told: Option<String>,
}

/// Small changes that are tried where the solution is much like the program: those that it suggests. Of 426 wrong programs
/// more of them named no further fault.
const LIKE_THE_SOLUTION: usize = 3;

/// How far the search for the fault may go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Small changes that are tried where the student went a way of their own.
    pub(crate) repairs: usize,
    /// For trying them.
    pub(crate) time: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self { repairs: 48, time: Duration::from_millis(150) }
    }
}

/// What is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Evidence {
    pub(crate) ended: Ended,
    /// The first test that is not passed: a shown one if there is one.
    pub(crate) test: Option<FailedTest>,
    pub(crate) shape: Option<Shape>,
    /// The most likely first.
    pub(crate) clues: Vec<Clue>,
    /// Values at the line that failed.
    pub(crate) values: Vec<(String, String)>,
    /// The line that showed the first wrong thing.
    pub(crate) step: Option<u32>,
    pub(crate) nearest: Option<Nearest>,
    /// A small change in the line of the first clue makes all tests pass.
    pub(crate) proven: bool,
}

/// How the program ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ended {
    /// Nothing is wrong with it, as far as anybody can tell.
    Right,
    /// It ran, and a test is not passed.
    Wrong,
    /// A Python error.
    Error { kind: String, message: String, line: Option<u32> },
    /// Something else stopped it; a name of the catalogue's part `kind`.
    Stopped(String),
}

/// A test that is not passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FailedTest {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    /// Only of a shown test.
    pub(crate) expected: Option<String>,
    pub(crate) got: Option<String>,
}

impl Evidence {
    /// What is known when only the end is.
    pub(crate) fn of(ended: Ended) -> Self {
        Self {
            ended,
            test: None,
            shape: None,
            clues: Vec::new(),
            values: Vec::new(),
            step: None,
            nearest: None,
            proven: false,
        }
    }

    /// Whether the test that failed is one whose values must not be told.
    pub(crate) fn hidden(&self) -> bool {
        self.test.as_ref().is_some_and(|test| test.hidden)
    }
}

/// Gathers what is known of a program.
pub(crate) async fn gather(
    sandbox: &Sandbox,
    study: &Study,
    limits: &Limits,
    budget: Budget,
    case: &Case,
) -> anyhow::Result<Evidence> {
    let limits = Limits { wall: WALL.min(limits.wall), ..limits.clone() };
    let (mut known, failed) = if case.tests.is_empty() {
        (Evidence::of(alone(sandbox, &limits, case).await), None)
    } else {
        graded(sandbox, &limits, case).await?
    };
    let test = failed.map(|at| &case.tests[at]);
    let alike = read(sandbox, study, case, test, &mut known).await?;
    watch_it(sandbox, &limits, case, test, &mut known).await;
    let unsure = known.clues.first().is_none_or(|clue| clue.sure < SURE);
    let reads = !matches!(&known.ended, Ended::Error { kind, .. } if told::cannot_be_read(kind));
    if let Some(test) = test.filter(|_| unsure && reads) {
        let until = Instant::now() + budget.time;
        let most = if alike { LIKE_THE_SOLUTION.min(budget.repairs) } else { budget.repairs };
        repair::search(sandbox, study, &limits, case, test, until, most, &mut known).await?;
    }
    if known.hidden() {
        keep_hidden(&mut known);
    }
    Ok(known)
}

/// Runs a program that no test belongs to.
async fn alone(sandbox: &Sandbox, limits: &Limits, case: &Case) -> Ended {
    if let Some(error) = case.told.as_deref().and_then(told::error) {
        return error;
    }
    // Nobody is there to type: an answer that most questions can live with, often enough.
    let typed = "3\n".repeat(20);
    let program = given::program(&case.code, &case.files);
    ended(watch::run(sandbox, &program, &typed, limits).await)
}

/// Grades a program: how it ended, and the place of the first test that is not passed.
async fn graded(
    sandbox: &Sandbox,
    limits: &Limits,
    case: &Case,
) -> anyhow::Result<(Evidence, Option<usize>)> {
    let program = given::program(&case.code, &[]);
    for places in one_after_the_other(&case.tests) {
        let tests: Vec<Test> = places.iter().map(|&place| case.tests[place].clone()).collect();
        let results = curriculum::grade(sandbox, &program, &case.files, &tests, limits).await;
        let results = results.context("grading a program that somebody asks about")?;
        let failed = places.into_iter().zip(&results).find(|(_, result)| result.verdict != Verdict::Passed);
        if let Some((at, result)) = failed {
            let test = &case.tests[at];
            let ending = match &result.verdict {
                Verdict::Stopped(outcome) => ended(outcome.clone()),
                _ => Ended::Wrong,
            };
            let (shape, test) = (shape_of(test, result), Some(shown(test, result)));
            return Ok((Evidence { test, shape, ..Evidence::of(ending) }, Some(at)));
        }
    }
    Ok((Evidence::of(Ended::Right), None))
}

/// The places of tests in the order in which they matter: hidden ones where the others are passed. Each needs a run of
/// its own, but for calls, which share one.
fn one_after_the_other(tests: &[Test]) -> Vec<Vec<usize>> {
    let is_call = |place: usize| matches!(tests[place].check, Check::Call { .. });
    let mut all: Vec<Vec<usize>> = Vec::new();
    for hidden in [false, true] {
        let mut calls: Option<usize> = None;
        for place in (0..tests.len()).filter(|&place| tests[place].hidden == hidden) {
            match calls.filter(|_| is_call(place)) {
                Some(batch) => all[batch].push(place),
                None => all.push(vec![place]),
            }
            calls = calls.or_else(|| is_call(place).then(|| all.len() - 1));
        }
    }
    all
}

fn ended(outcome: Outcome) -> Ended {
    let stopped = |kind: &str| Ended::Stopped(kind.to_owned());
    match outcome {
        Outcome::Finished => Ended::Right,
        Outcome::Exited { .. } => stopped("Exited"),
        Outcome::Failed(PythonError { kind, message, line, .. }) => Ended::Error { kind, message, line },
        Outcome::TimedOut => stopped("TimedOut"),
        Outcome::WaitedTooLong => stopped("WaitedTooLong"),
        Outcome::OutOfMemory => stopped("OutOfMemory"),
        Outcome::TooMuchOutput => stopped("TooMuchOutput"),
        Outcome::Died(_) => stopped("Died"),
    }
}

/// What may be told of a test.
fn shown(test: &Test, result: &TestResult) -> FailedTest {
    let (expected, got) = match &test.check {
        _ if test.hidden => (None, None),
        Check::Call { expected, .. } => (Some(expected.clone()), result.got.clone()),
        Check::Output { expected, .. } => (Some(expected.clone()), Some(result.printed.clone())),
        Check::Unittest { .. } | Check::Prediction { .. } => (None, None),
    };
    FailedTest { name: test.name.clone(), hidden: test.hidden, expected, got }
}

fn shape_of(test: &Test, result: &TestResult) -> Option<Shape> {
    if result.verdict != Verdict::Wrong {
        return None;
    }
    match &test.check {
        Check::Output { expected, .. } => {
            shape::of_output(expected, result.got.as_deref().unwrap_or(&result.printed))
        }
        Check::Call { expected, .. } => Some(shape::of_value(expected, result.got.as_deref()?)),
        Check::Unittest { .. } | Check::Prediction { .. } => None,
    }
}

/// Lets the study read the program; says whether it is much like the solution.
async fn read(
    sandbox: &Sandbox,
    study: &Study,
    case: &Case,
    test: Option<&Test>,
    known: &mut Evidence,
) -> anyhow::Result<bool> {
    if known.ended == Ended::Right && test.is_none() && !case.tests.is_empty() {
        return Ok(false);
    }
    let error = match &known.ended {
        Ended::Error { kind, message, line } => Some(Said { kind, message, line: *line }),
        _ => None,
    };
    let called = test.and_then(|test| match &test.check {
        Check::Call { call, .. } => call.split_once('(').map(|(function, _)| function.trim()),
        _ => None,
    });
    let facts = Facts {
        timed_out: matches!(&known.ended, Ended::Stopped(kind) if kind == "TimedOut" || kind == "TooMuchOutput"),
        got_none: known.shape.as_ref().is_some_and(|shape| shape.how == "none"),
        called,
    };
    let ask = Ask {
        error,
        facts,
        solution: case.solution.as_deref(),
        known: &case.known,
        files: case.files.iter().map(|file| file.name.as_str()).collect(),
        ..Ask::about(&case.code)
    };
    let look = study.look(sandbox, &ask).await?;
    (known.clues, known.nearest) = (look.clues, look.nearest);
    Ok(look.alike >= ALIKE)
}

/// Looks at values where it failed, or at the step that showed the first wrong thing.
async fn watch_it(
    sandbox: &Sandbox,
    limits: &Limits,
    case: &Case,
    test: Option<&Test>,
    known: &mut Evidence,
) {
    let unsure = known.clues.first().is_none_or(|clue| clue.sure < SURE);
    let watched = match &known.ended {
        Ended::Error { kind, line: Some(line), .. } if !known.hidden() && told::values_help(kind) => {
            watch::values(sandbox, limits, case, test, *line).await
        }
        Ended::Wrong if unsure => watch::step(sandbox, limits, case, test).await,
        Ended::Stopped(kind) if kind == "TimedOut" && unsure => {
            watch::step(sandbox, limits, case, test).await
        }
        _ => Watched::default(),
    };
    (known.values, known.step) = (watched.values, watched.line);
}

/// Causes that name a value of the run.
const NAMES_A_VALUE: [&str; 7] = [
    "not_a_number",
    "decimal_as_int",
    "comma_in_number",
    "key_misspelled",
    "key_of_other_type",
    "key_without_start",
    "key_missing",
];

/// Takes out what would tell a hidden test's values.
fn keep_hidden(known: &mut Evidence) {
    known.values.clear();
    for clue in known.clues.iter_mut().filter(|clue| NAMES_A_VALUE.contains(&clue.cause.as_str())) {
        clue.other.clear();
    }
    if let Ended::Error { message, .. } = &mut known.ended {
        message.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_are_shown_come_first_and_calls_go_together() {
        let test = |hidden, call: bool| {
            let check = if call {
                Check::Call { call: "f(1)".to_owned(), expected: "1".to_owned() }
            } else {
                Check::Output { input: String::new(), expected: "1".to_owned() }
            };
            Test { name: "t".to_owned(), hidden, check, files: Vec::new() }
        };
        let tests =
            [test(true, true), test(false, true), test(false, false), test(false, true), test(true, true)];
        assert_eq!(one_after_the_other(&tests), [vec![1, 3], vec![2], vec![0, 4]]);
        assert_eq!(one_after_the_other(&[]), Vec::<Vec<usize>>::new());
    }
}
