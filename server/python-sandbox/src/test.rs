//! What a program is tested with, and what comes of it.

use crate::{Outcome, Value};
use serde::{Deserialize, Serialize};

/// One test of an exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// What a student reads beside the result.
    pub name: String,
    /// What is done and compared.
    pub check: Check,
}

/// The kinds of tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Check {
    /// Calls into the program and compares the value. All calls of one submission
    /// share one interpreter, in order.
    Call {
        /// A Python expression: `area(3, 4)`.
        call: String,
        /// What it should be. It stays on this side of the border.
        expected: Value,
        /// How far floats may be off; without it, by a billionth of their size.
        tolerance: Option<f64>,
    },
    /// Runs the whole program, each time in a fresh interpreter, and compares what
    /// it printed. Blanks at the ends of lines, newlines at the end and prompts do
    /// not count.
    Output {
        /// All that is typed.
        input: String,
        /// What should be printed. It stays on this side of the border.
        expected: String,
    },
    /// Runs a `unittest` file beside the program (`from main import area`). Its
    /// expected answers are where the program could read them: for practice only.
    Unittest {
        /// The text of the test file.
        file: String,
    },
}

/// What came of one [`Test`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// The test's name.
    pub name: String,
    /// Passed, or why not.
    pub verdict: Verdict,
    /// The value (as Python shows it) or output that the program gave; long ones are cut.
    pub got: Option<String>,
    /// What the program printed during this test; long output is cut.
    pub printed: String,
    /// Whether the result is only for practice and must not count as a grade.
    pub practice: bool,
    /// The methods of a [`Check::Unittest`].
    pub parts: Vec<Part>,
}

/// Why a test is passed or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// The value or the output is another one.
    Wrong,
    /// The program did not get as far as an answer.
    Stopped(Outcome),
    /// The program tried to fool the tests, or its answer was no answer.
    Tampered,
    /// An earlier test used up the time.
    NotRun,
}

/// One method of a `unittest` file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `TestArea.test_square`
    pub name: String,
    /// Whether it passed. A skipped one did not.
    pub passed: bool,
    /// Why not, in the test's own words.
    pub message: String,
}
