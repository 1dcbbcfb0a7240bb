//! Tests that call a function: all of one submission in one interpreter.

use std::sync::Arc;

use super::{Exam, result, shortened, stopped};
use crate::clock::Clock;
use crate::guest::wit::Answer;
use crate::instance::Instance;
use crate::terminal::Terminal;
use crate::value::decode;
use crate::{Check, Outcome, Test, TestResult, Value, Verdict};

/// Results of the calls among the tests, in their order.
pub(super) async fn results(exam: &Exam<'_>, tests: &[Test]) -> Vec<TestResult> {
    let mut results = Vec::new();
    let mut school = School { exam, clock: exam.clock(), open: None };
    for test in tests {
        let Check::Call { call, expected, tolerance } = &test.check else { continue };
        results.push(school.result(test, call, expected, *tolerance).await);
    }
    results
}

/// The interpreter that has the program loaded. A call that kills it costs only its
/// own test: the next one gets a fresh interpreter, within the same time.
struct School<'a> {
    exam: &'a Exam<'a>,
    clock: Arc<Clock>,
    open: Option<Result<(Instance, Terminal), Outcome>>,
}

impl School<'_> {
    async fn result(
        &mut self,
        test: &Test,
        call: &str,
        expected: &Value,
        tolerance: Option<f64>,
    ) -> TestResult {
        let opened = match self.open.take() {
            Some(opened) => opened,
            None => self.load().await,
        };
        let (mut instance, terminal) = match opened {
            Ok(ready) => ready,
            Err(outcome) => {
                self.open = Some(Err(outcome.clone()));
                return stopped(test, outcome);
            }
        };
        let answer = instance.call(call).await;
        let printed = shortened(terminal.take_printed(self.exam.limits.output));
        let judged = match answer {
            Ok(answer) => {
                let judged = judge(test, answer, expected, tolerance, &instance);
                self.open = Some(Ok((instance, terminal)));
                judged
            }
            Err(outcome @ (Outcome::TimedOut | Outcome::WaitedTooLong)) => {
                self.open = Some(Err(Outcome::TimedOut));
                return TestResult { printed, ..stopped(test, outcome) };
            }
            Err(outcome) => stopped(test, outcome),
        };
        TestResult { printed, ..judged }
    }

    /// A fresh interpreter with the program loaded, or why there cannot be one.
    async fn load(&mut self) -> Result<(Instance, Terminal), Outcome> {
        let terminal = self.exam.terminal("", &self.clock);
        let mut instance = self.exam.start(&terminal, &self.clock).await?;
        match instance.load(self.exam.program).await? {
            // What the module prints while it loads belongs to no call.
            Outcome::Finished => {
                terminal.take_printed(self.exam.limits.output);
                Ok((instance, terminal))
            }
            early => Err(early),
        }
    }
}

fn judge(
    test: &Test,
    answer: Answer,
    expected: &Value,
    tolerance: Option<f64>,
    instance: &Instance,
) -> TestResult {
    match answer {
        Answer::Exited(code) => stopped(test, Outcome::Exited { code }),
        Answer::Raised(error) => stopped(test, instance.judge(Outcome::Failed(error.into()))),
        Answer::Value(nodes) => match decode(nodes) {
            Ok(value) => {
                let right = expected.matches(&value, tolerance);
                let verdict = if right { Verdict::Passed } else { Verdict::Wrong };
                TestResult { got: Some(shortened(value.to_string())), ..result(test, verdict) }
            }
            Err(_) => result(test, Verdict::Tampered),
        },
    }
}
