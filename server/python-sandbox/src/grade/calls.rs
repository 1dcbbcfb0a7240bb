//! Tests that call a function: all of one submission in one interpreter, and in one call of it.

use super::sheet::Mark;
use super::{Exam, Sheet, result, shortened, stopped};
use crate::{Check, Outcome, Test, TestResult, Value, Verdict};

/// One test with its expression and what it must give.
type Question<'a> = (&'a Test, &'a String, &'a Value, Option<f64>);

/// Results of the calls among the tests, in their order. A call that kills the
/// interpreter costs only its own test: the next one gets a fresh interpreter,
/// within the same time.
pub(super) async fn results(exam: &Exam<'_>, tests: &[Test]) -> Vec<TestResult> {
    let questions: Vec<Question<'_>> = tests
        .iter()
        .filter_map(|test| match &test.check {
            Check::Call { call, expected, tolerance } => Some((test, call, expected, *tolerance)),
            _ => None,
        })
        .collect();
    let clock = exam.clock();
    let mut results = Vec::with_capacity(questions.len());
    while results.len() < questions.len() {
        let left = &questions[results.len()..];
        let terminal = exam.terminal("", &clock);
        let mut instance = match exam.start(&terminal, &clock).await {
            Ok(instance) => instance,
            Err(outcome) => {
                results.extend(left.iter().map(|(test, ..)| stopped(test, outcome.clone())));
                break;
            }
        };
        let expressions: Vec<String> = left.iter().map(|(_, call, ..)| (*call).clone()).collect();
        let expected = left.iter().map(|(_, _, value, tolerance)| ((*value).clone(), *tolerance));
        let sheet = Sheet::new(expected.collect(), exam.limits.output);
        let (ended, sheet) = instance.examine(exam.program, &expressions, sheet).await;

        let answered = sheet.marks.len();
        results.extend(left.iter().zip(sheet.marks).map(|((test, ..), mark)| marked(test, mark)));
        let Some(((test, ..), after)) = left[answered..].split_first() else { break };
        match ended {
            Err(outcome) if sheet.loaded => {
                let late = matches!(outcome, Outcome::TimedOut | Outcome::WaitedTooLong);
                let printed = shortened(terminal.take_printed(exam.limits.output));
                results.push(TestResult { printed, ..stopped(test, outcome) });
                if late {
                    results.extend(after.iter().map(|(test, ..)| result(test, Verdict::NotRun)));
                }
            }
            // It ended well without answering, which our side of the guest never does.
            Ok(Outcome::Finished) => {
                results.extend(left[answered..].iter().map(|(test, ..)| result(test, Verdict::Tampered)));
            }
            // The program could not be loaded.
            Ok(outcome) | Err(outcome) => {
                results.extend(left[answered..].iter().map(|(test, ..)| stopped(test, outcome.clone())));
            }
        }
    }
    results
}

fn marked(test: &Test, mark: Mark) -> TestResult {
    TestResult { got: mark.got, printed: mark.printed, ..result(test, mark.verdict) }
}
