//! How answers are compared: a test as the sandbox takes it, and a prediction with what is printed.

use learnflow_contracts::exercises::GivenFile;
use learnflow_python_sandbox::{self as sandbox, Limits, Program, Sandbox, TestResult, Value};

use super::{Check, Test, given};

/// Why a test cannot run.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// `expected` is no Python literal.
    #[error("write what the test \"{0}\" expects as a Python literal: 12, 'text', [1, 2] or the like")]
    NoLiteral(String),
    /// A prediction is compared, not run.
    #[error("compare the prediction; nothing of it runs")]
    Prediction,
}

impl Test {
    /// The test in the sandbox's own words; what is expected stays on this side of it.
    pub fn for_sandbox(&self) -> Result<sandbox::Test, Unusable> {
        let check = match &self.check {
            Check::Call { call, expected } => {
                let expected = Value::parse(expected).map_err(|_| Unusable::NoLiteral(self.name.clone()))?;
                sandbox::Check::Call { call: call.clone(), expected, tolerance: None }
            }
            Check::Output { input, expected } => {
                sandbox::Check::Output { input: input.clone(), expected: expected.clone() }
            }
            Check::Unittest { file } => sandbox::Check::Unittest { file: file.clone() },
            Check::Prediction { .. } => return Err(Unusable::Prediction),
        };
        Ok(sandbox::Test { name: self.name.clone(), check })
    }
}

/// Runs an answer against tests, each with its own files beside those given (the program has none yet): one result
/// for each, in their order. Tests with the same files share what the sandbox shares.
pub async fn grade(
    sandbox: &Sandbox,
    answer: &Program,
    given: &[GivenFile],
    tests: &[Test],
    limits: &Limits,
) -> Result<Vec<TestResult>, Unusable> {
    let ready = tests.iter().map(Test::for_sandbox).collect::<Result<Vec<_>, _>>()?;
    let mut results: Vec<Option<TestResult>> = vec![None; tests.len()];
    let mut left: Vec<usize> = (0..tests.len()).collect();
    while let Some(&first) = left.first() {
        let files = &tests[first].files;
        let (together, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|&at| tests[at].files == *files);
        let files = given::sources(&given::with(given, files));
        let program = Program { files, ..answer.clone() };
        let some: Vec<_> = together.iter().map(|&at| ready[at].clone()).collect();
        for (at, result) in together.into_iter().zip(sandbox.grade(&program, &some, limits).await) {
            results[at] = Some(result);
        }
        left = others;
    }
    // None is left out: every test was in one of the groups.
    Ok(results.into_iter().flatten().collect())
}

/// Whether a prediction says what is printed; blanks at the ends of lines and of all do not count.
pub fn predicts(printed: &str, prediction: &str) -> bool {
    let lines =
        |text: &str| text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    lines(printed) == lines(prediction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_may_differ_in_blanks_that_nobody_sees() {
        for same in ["a\n\nb\n", "a\n\nb", "a  \r\n\r\nb\r\n\n"] {
            assert!(predicts("a\n\nb\n", same), "{same:?}");
        }
        for other in ["", "a\nb\n", "a\n\n b\n", "A\n\nb\n", "\na\n\nb\n"] {
            assert!(!predicts("a\n\nb\n", other), "{other:?}");
        }
    }

    #[test]
    fn a_test_that_expects_no_literal_cannot_run() {
        let check = Check::Call { call: "x".to_owned(), expected: "open('y')".to_owned() };
        let test = Test { name: "n".to_owned(), hidden: false, check, files: Vec::new() };
        assert_eq!(test.for_sandbox().unwrap_err(), Unusable::NoLiteral("n".to_owned()));
    }
}
