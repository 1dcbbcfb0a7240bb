//! What the command prints: one line for each file and a summary, or all of it as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use learnflow_contracts::exercises::TestReport;
use serde::Serialize;

use super::exercise::ToGrade;

/// All results.
#[derive(Serialize)]
pub(super) struct Report {
    exercise: String,
    /// Names component, engine and machine.
    engine: String,
    results: Vec<Graded>,
    summary: Summary,
}

/// One file.
#[derive(Serialize)]
pub(super) struct Graded {
    file: String,
    passed: bool,
    /// Tests passed, and all of them.
    right: usize,
    of: usize,
    /// Why the file could not be graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    tests: Vec<TestReport>,
    /// Wall clock, milliseconds.
    took_ms: f64,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    passed: usize,
    failed: usize,
    /// Files that could not be graded.
    unreadable: usize,
    /// How many files passed each test.
    tests: BTreeMap<String, usize>,
}

impl Graded {
    pub(super) fn new(file: String, tests: Vec<TestReport>, took_ms: f64) -> Self {
        let right = tests.iter().filter(|test| test.passed).count();
        let of = tests.len();
        Self { file, passed: of > 0 && right == of, right, of, problem: None, tests, took_ms }
    }

    pub(super) fn unreadable(file: String, why: String) -> Self {
        Self { problem: Some(why), ..Self::new(file, Vec::new(), 0.0) }
    }
}

impl Report {
    pub(super) fn new(exercise: &ToGrade, engine: &str, results: Vec<Graded>) -> Self {
        let count = |is: fn(&Graded) -> bool| results.iter().filter(|graded| is(graded)).count();
        let unreadable = count(|graded| graded.problem.is_some());
        let passed = count(|graded| graded.passed);
        let mut tests = BTreeMap::new();
        for test in results.iter().flat_map(|graded| &graded.tests) {
            *tests.entry(test.name.clone()).or_default() += usize::from(test.passed);
        }
        let failed = results.len() - passed - unreadable;
        let summary = Summary { files: results.len(), passed, failed, unreadable, tests };
        Self { exercise: exercise.title.clone(), engine: engine.to_owned(), results, summary }
    }

    pub(super) fn json(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// For a reader at a terminal, who must not be fooled by a file's name.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.exercise);
        for graded in &self.results {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", line(graded));
        }
        let Summary { files, passed, failed, unreadable, tests } = &self.summary;
        let _ = write!(text, "\n{files} files: {passed} passed, {failed} did not");
        if *unreadable > 0 {
            let _ = write!(text, ", {unreadable} could not be graded");
        }
        text.push('\n');
        for (test, passed) in tests {
            let _ = writeln!(text, "{passed:>6} passed “{}”", plain(test));
        }
        text
    }
}

fn line(graded: &Graded) -> String {
    let file = plain(&graded.file);
    if let Some(problem) = &graded.problem {
        return format!("?  {file}: {}", plain(problem));
    }
    let sign = if graded.passed { "✓" } else { "✗" };
    let mut line = format!("{sign}  {file}: {} of {} tests", graded.right, graded.of);
    if let Some(wrong) = graded.tests.iter().find(|test| !test.passed) {
        let _ = write!(line, "; “{}”: {}", plain(&wrong.name), plain(&wrong.message));
    }
    line
}

/// One line without what a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '·' } else { letter }).collect()
}
