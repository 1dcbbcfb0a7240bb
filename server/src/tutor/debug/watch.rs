//! Looks at a program while it runs: what the names held where it failed, and which line showed the first wrong thing.

use learnflow_python_sandbox::trace::Trace;
use learnflow_python_sandbox::{Console, Limits, Outcome, Program, Sandbox, TraceLimits};

use super::evidence::Case;
use crate::curriculum::{Check, Test, given};

/// Steps that are looked at for the first wrong thing: enough for any exercise, and milliseconds.
const STEPS: u32 = 400;
/// Values that are told, and how long one may be.
const VALUES: usize = 3;
const LONGEST: usize = 40;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Watched {
    pub(super) values: Vec<(String, String)>,
    pub(super) line: Option<u32>,
}

/// Runs a program to its end.
pub(super) async fn run(sandbox: &Sandbox, program: &Program, typed: &str, limits: &Limits) -> Outcome {
    let (console, mut outputs) = Console::with_input(typed);
    let read = async { while outputs.recv().await.is_some() {} };
    let (report, ()) = tokio::join!(sandbox.run(program, limits, console), read);
    report.outcome
}

/// The values of the names in the line at which the program fails.
pub(super) async fn values(
    sandbox: &Sandbox,
    limits: &Limits,
    case: &Case,
    test: Option<&Test>,
    line: u32,
) -> Watched {
    // No step but the last one is recorded, which costs next to nothing.
    let trace = trace(sandbox, limits, case, test, 1).await;
    let Some(at) = trace.steps.iter().rposition(|step| Some(step) == trace.failing()) else {
        return Watched::default();
    };
    let row = case.code.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
    let words: Vec<_> = row.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    let values = trace
        .variables(at)
        .into_iter()
        .filter(|(name, value)| words.contains(&name.as_str()) && is_value(value))
        .map(|(name, value)| (name, short(&value)))
        .take(VALUES)
        .collect();
    Watched { values, line: None }
}

/// The line that showed the first thing that differs; of a program that never ends, the line it is in.
pub(super) async fn step(sandbox: &Sandbox, limits: &Limits, case: &Case, test: Option<&Test>) -> Watched {
    let Some(Check::Output { expected, .. }) = test.map(|test| &test.check) else {
        return Watched::default();
    };
    let trace = trace(sandbox, limits, case, test, STEPS).await;
    let line = trace.first_difference(expected).and_then(|at| trace.steps.get(at)).map(|step| step.line);
    let lines = u32::try_from(case.code.lines().count()).unwrap_or(u32::MAX);
    Watched { values: Vec::new(), line: line.filter(|line| (1..=lines).contains(line)) }
}

async fn trace(sandbox: &Sandbox, limits: &Limits, case: &Case, test: Option<&Test>, steps: u32) -> Trace {
    let (code, typed) = match test.map(|test| &test.check) {
        Some(Check::Call { call, .. }) => (format!("{}\n{call}\n", case.code), ""),
        Some(Check::Output { input, .. }) => (case.code.clone(), input.as_str()),
        _ => (case.code.clone(), ""),
    };
    let own = test.map(|test| test.files.as_slice()).unwrap_or_default();
    let program = given::program(&code, &given::with(&case.files, own));
    let most = TraceLimits { steps, objects: 30, items: 8, text: 30, size: 256 << 10 };
    sandbox.trace(&program, typed, limits, &most).await
}

/// A number, a text, a collection of them, `True`, `None`: no function and no object, which say little.
fn is_value(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_digit() || "-'\"[{(TFN".contains(c)) && !value.contains('`')
}

fn short(value: &str) -> String {
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST).chain(['…']).collect()
}
