//! Proving that a change leaves what a program does as it is, by running both.
//!
//! Everything that can be tried is: the inputs and calls of the exercise's tests, or typed answers and values of our own.
//! A change is proven when the changed program shows, gives back and changes the same in every try, and the tries really
//! come to its place: a trap there has to be noticed (or, where nothing can ever come, has to change nothing).

use std::time::{Duration, Instant};

use learnflow_contracts::exercises::GivenFile;
use learnflow_python_sandbox::{
    Check as Do, Console, Limits, Outcome, Output, Program, Sandbox, Test as Try, TestResult, Value, Verdict,
};

use super::reading::{Change, Function, Proof};
use crate::curriculum::{Check, Test, given};

/// A try that takes longer is no try.
const WALL: Duration = Duration::from_millis(400);
/// Typed inputs that are tried, and calls.
const MOST_INPUTS: usize = 6;
const MOST_CALLS: usize = 40;
/// A value that is shown longer than this may have been cut, so that what differs is not seen.
const WHOLE: usize = 3_000;
/// Any two runs of one program are the same with these.
const SEED: u64 = 7;
const STARTS: Duration = Duration::from_secs(1_700_000_000);

/// What is typed where no test says it: nothing, numbers, words, and some of both.
const TYPED: [&str; 4] =
    ["", "3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n", "Ada\nBao\nyes\nno\nq\n", "7\n-2\nAda\n0\n12\n5\nn\n"];

/// Values that functions are called with.
const VALUES: [&str; 12] = [
    "3",
    "0",
    "-4",
    "12",
    "[3, 1, 2, 3]",
    "'Anna'",
    "[]",
    "''",
    "2.5",
    "['b', 'a']",
    "True",
    "{'a': 1, 'b': 2}",
];

/// What a program is tried with.
pub(super) struct Tries {
    inputs: Vec<(String, Vec<GivenFile>)>,
    calls: Vec<Try>,
    /// How many of them a test makes; the others are ours.
    of_tests: usize,
    files: Vec<GivenFile>,
    limits: Limits,
}

/// All that a program did, try by try.
#[derive(Debug)]
struct Behaviour {
    runs: Vec<Vec<String>>,
    calls: Vec<Called>,
}

/// What came of a call.
#[derive(Debug, PartialEq)]
struct Called {
    said: String,
    failed: bool,
}

impl Tries {
    pub(super) fn new(files: &[GivenFile], tests: &[Test], functions: &[Function], limits: &Limits) -> Self {
        let mut inputs: Vec<_> = tests
            .iter()
            .filter_map(|test| match &test.check {
                Check::Output { input, .. } => Some((input.clone(), given::with(files, &test.files))),
                _ => None,
            })
            .collect();
        let told = inputs.len();
        inputs.truncate(MOST_INPUTS);
        if told < 2 {
            inputs.extend(TYPED.map(|typed| (typed.to_owned(), files.to_vec())));
        }
        let called = tests.iter().filter_map(|test| match &test.check {
            Check::Call { call, .. } => Some(call.clone()),
            _ => None,
        });
        let mut calls: Vec<_> = called.take(MOST_CALLS / 2).collect();
        let of_tests = calls.len();
        calls.extend(functions.iter().flat_map(|function| own_calls(function, functions.len())));
        calls.truncate(MOST_CALLS);
        let calls = calls.into_iter().map(tried).collect();
        let limits = Limits { wall: WALL.min(limits.wall), ..limits.clone() };
        Self { inputs, calls, of_tests, files: files.to_vec(), limits }
    }

    async fn behaviour(&self, sandbox: &Sandbox, code: &str) -> Behaviour {
        let mut runs = Vec::new();
        for (typed, files) in &self.inputs {
            runs.push(self.run(sandbox, code, typed, files).await);
        }
        let mut calls = Vec::new();
        if !self.calls.is_empty() {
            let program = steady(code, &self.files);
            let results = sandbox.grade(&program, &self.calls, &self.limits).await;
            calls.extend(results.iter().map(what));
        }
        Behaviour { runs, calls }
    }

    /// Whether a program did the same as another one. A call of our own that the first one cannot answer is left out: it
    /// is none that anybody makes, and its failure is no behaviour that anybody wants kept.
    fn same(&self, before: &Behaviour, after: &Behaviour) -> bool {
        let mut calls = before.calls.iter().zip(&after.calls).enumerate();
        before.runs == after.runs
            && before.calls.len() == after.calls.len()
            && calls.all(|(at, (one, other))| one == other || (at >= self.of_tests && one.failed))
    }

    /// All that a run shows, in its order, and how it ends.
    async fn run(&self, sandbox: &Sandbox, code: &str, typed: &str, files: &[GivenFile]) -> Vec<String> {
        let (console, mut outputs) = Console::with_input(typed);
        let program = steady(code, files);
        let collect = async {
            let mut shown: Vec<(&str, String)> = Vec::new();
            while let Some(output) = outputs.recv().await {
                let (kind, text) = match output {
                    Output::Stdout(text) => ("printed", text),
                    Output::Stderr(text) => ("said", text),
                    Output::Prompt(text) => ("asked", text),
                    Output::Drawing(strokes) => ("drew", format!("{strokes:?}")),
                    Output::Waiting => ("waited", String::new()),
                };
                // How output is cut into pieces is chance.
                match shown.last_mut() {
                    Some((last, before)) if *last == kind => before.push_str(&text),
                    _ => shown.push((kind, text)),
                }
            }
            shown
        };
        let (report, shown) = tokio::join!(sandbox.run(&program, &self.limits, console), collect);
        let shown = shown.into_iter().map(|(kind, text)| format!("{kind} {text}"));
        shown.chain([ending(&report.outcome)]).collect()
    }
}

/// A program that does the same each time.
fn steady(code: &str, files: &[GivenFile]) -> Program {
    Program { seed: Some(SEED), starts: Some(STARTS), ..given::program(code, files) }
}

/// Calls of a function with values of all kinds, fewer of each the more functions there are.
fn own_calls(function: &Function, functions: usize) -> Vec<String> {
    let each = (MOST_CALLS / functions.max(1)).clamp(4, VALUES.len());
    let name = &function.name;
    match function.values {
        0 => vec![format!("{name}()")],
        // What a function does to what it is given is part of what it does.
        1 => VALUES.iter().take(each).map(|value| format!("(lambda v: ({name}(v), v))({value})")).collect(),
        many => (0..each)
            .map(|first| {
                let value = |at: usize| VALUES[(first + at * (1 + first / 4)) % VALUES.len()];
                let values: Vec<_> = (0..many).map(value).collect();
                format!("{name}({})", values.join(", "))
            })
            .collect(),
    }
}

fn tried(call: String) -> Try {
    Try { name: String::new(), check: Do::Call { call, expected: Value::None, tolerance: None } }
}

/// What came of a call.
fn what(result: &TestResult) -> Called {
    let verdict = match &result.verdict {
        Verdict::Passed | Verdict::Wrong => "gave".to_owned(),
        Verdict::Stopped(outcome) => ending(outcome),
        Verdict::Tampered => "tampered".to_owned(),
        Verdict::NotRun => "not run".to_owned(),
    };
    let said = format!("{verdict} {} {}", result.got.as_deref().unwrap_or_default(), result.printed);
    Called { said, failed: !matches!(result.verdict, Verdict::Passed | Verdict::Wrong) }
}

fn ending(outcome: &Outcome) -> String {
    match outcome {
        // Not the traceback and not the line: rows move.
        Outcome::Failed(error) => format!("failed {} {}", error.kind, error.message),
        other => format!("{other:?}"),
    }
}

/// Whether something was shown that may have been cut.
fn may_be_cut(behaviour: &Behaviour) -> bool {
    behaviour.calls.iter().any(|called| called.said.len() > WHOLE)
        || behaviour.runs.iter().flatten().any(|said| said == "TooMuchOutput")
}

/// Those of some changes that are proven, as many as `until` lets be tried.
pub(super) async fn proven<'a>(
    sandbox: &Sandbox,
    tries: &Tries,
    code: &str,
    changes: impl Iterator<Item = &'a Change>,
    until: Instant,
) -> Vec<&'a Change> {
    let mut proven = Vec::new();
    let mut changes = changes.peekable();
    if changes.peek().is_none() {
        return proven;
    }
    let before = tries.behaviour(sandbox, code).await;
    // What is cut short by chance, or could hide a difference, proves nothing.
    let timed = |behaviour: &Behaviour| behaviour.runs.iter().flatten().any(|said| said == "TimedOut");
    if may_be_cut(&before) {
        return proven;
    }
    for change in changes {
        if Instant::now() >= until {
            break;
        }
        let noticed = match change.proof {
            Proof::Same => None,
            Proof::Reached | Proof::Never => {
                Some(!tries.same(&before, &tries.behaviour(sandbox, &change.probe).await))
            }
        };
        let reached = match change.proof {
            Proof::Same => true,
            Proof::Reached => noticed == Some(true),
            Proof::Never => noticed == Some(false) && !timed(&before),
        };
        if reached && tries.same(&before, &tries.behaviour(sandbox, &change.code).await) {
            proven.push(change);
        }
    }
    proven
}
