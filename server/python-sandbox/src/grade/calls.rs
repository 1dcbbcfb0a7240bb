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
    let mut session = Session { exam, clock: exam.clock(), state: State::Fresh };
    for test in tests {
        let Check::Call { call, expected, tolerance } = &test.check else { continue };
        results.push(session.result(test, call, expected, *tolerance).await);
    }
    results
}

/// The calls of one submission. A call that kills the interpreter costs only its own
/// test: the next one gets a fresh interpreter, within the same time.
struct Session<'a> {
    exam: &'a Exam<'a>,
    clock: Arc<Clock>,
    state: State,
}

enum State {
    /// No interpreter is there yet, or not any more.
    Fresh,
    /// The program is loaded and can be called.
    Loaded(Box<Instance>, Terminal),
    /// The program cannot be loaded.
    Broken(Outcome),
    /// An earlier call used up the time.
    OutOfTime,
}

impl Session<'_> {
    async fn result(
        &mut self,
        test: &Test,
        call: &str,
        expected: &Value,
        tolerance: Option<f64>,
    ) -> TestResult {
        if matches!(self.state, State::Fresh) {
            self.state = match self.load().await {
                Ok((instance, terminal)) => State::Loaded(Box::new(instance), terminal),
                Err(outcome) => State::Broken(outcome),
            };
        }
        let (instance, terminal) = match &mut self.state {
            State::Loaded(instance, terminal) => (instance, terminal),
            State::Broken(outcome) => return stopped(test, outcome.clone()),
            State::OutOfTime | State::Fresh => return result(test, Verdict::NotRun),
        };
        let answer = instance.call(call).await;
        let printed = shortened(terminal.take_printed(self.exam.limits.output));
        let judged = match answer {
            Ok(answer) => judge(test, answer, expected, tolerance, instance),
            Err(outcome) => {
                let in_time = !matches!(outcome, Outcome::TimedOut | Outcome::WaitedTooLong);
                self.state = if in_time { State::Fresh } else { State::OutOfTime };
                stopped(test, outcome)
            }
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
