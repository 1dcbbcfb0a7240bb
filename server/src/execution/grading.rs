//! Grading: an answer against the tests of a task. Values are compared on this side of the sandbox; what is
//! expected never enters it.

use learnflow_contracts::UserId;
use learnflow_contracts::exercises::{NewExercise, TestReport};
use learnflow_python_sandbox::{Outcome, TestResult, Verdict};

use super::again::{self, Terms};
use super::report::{Graded, python_error};
use super::runs::check_length;
use super::{Execution, Local, Task};
use crate::curriculum::{Check, Test};
use crate::gateway::Failure;

pub(super) async fn grade(
    execution: &Local,
    user: UserId,
    task: &Task,
    answer: &str,
) -> Result<Graded, Failure> {
    check_length(answer, "an answer")?;
    let _place = if task.runs() { Some(execution.0.places.take(user).await?) } else { None };
    let terms = Terms::new(execution.0.clock.as_ref(), &execution.0.limits);
    let results = again::grade(&execution.0.sandbox, task, answer, &terms).await;
    let results = results.map_err(|unusable| Failure::invalid(unusable.to_string()))?;
    let recipe = terms.recipe(task, &results).map_err(anyhow::Error::from)?;
    let error = results.iter().find_map(|result| match &result.verdict {
        Verdict::Stopped(Outcome::Failed(error)) => Some(python_error(error)),
        _ => None,
    });
    let tests = task.tests.iter().zip(results).map(|(test, result)| report(test, result)).collect();
    let engine = execution.0.sandbox.engine_version().to_owned();
    Ok(Graded { tests, error, recipe, engine })
}

pub(crate) fn report(test: &Test, result: TestResult) -> TestReport {
    let passed = result.verdict == Verdict::Passed;
    let message = message(test, &result);
    let base = TestReport {
        name: test.name.clone(),
        passed,
        hidden: test.hidden,
        call: None,
        input: None,
        expected: None,
        got: None,
        printed: String::new(),
        message,
    };
    if test.hidden {
        return base;
    }
    let (call, input, expected) = match &test.check {
        Check::Call { call, expected } => (Some(call), None, Some(expected)),
        Check::Output { input, expected } => (None, Some(input), Some(expected)),
        Check::Unittest { .. } | Check::Prediction { .. } => (None, None, None),
    };
    TestReport {
        call: call.cloned(),
        input: input.filter(|input| !input.is_empty()).cloned(),
        expected: expected.cloned(),
        got: result.got,
        printed: result.printed,
        ..base
    }
}

/// One kind sentence; of a hidden test nothing that gives it away.
fn message(test: &Test, result: &TestResult) -> String {
    match (&result.verdict, &test.check) {
        (Verdict::Passed, Check::Prediction { .. }) => "That is exactly what it prints.".to_owned(),
        (Verdict::Wrong, Check::Prediction { .. }) => {
            "Not quite. Go through the program line by line, and write down what each print gives.".to_owned()
        }
        (Verdict::Passed, _) => "Passed.".to_owned(),
        (Verdict::Wrong, _) if test.hidden => {
            "Not yet. Try your program with other values than the ones you see.".to_owned()
        }
        (Verdict::Wrong, Check::Call { call, .. }) => format!("`{call}` gave another value than expected."),
        (Verdict::Wrong, Check::Unittest { .. }) => failed_parts(result),
        (Verdict::Wrong, _) => "It printed something else than expected.".to_owned(),
        (Verdict::Stopped(outcome), _) => outcome.sentence(),
        (Verdict::Tampered, _) => "The tests were changed while they ran, so this does not count.".to_owned(),
        (Verdict::NotRun, _) => {
            "Your program ended before this test could run, so it does not count.".to_owned()
        }
    }
}

fn failed_parts(result: &TestResult) -> String {
    let failed: Vec<_> = result
        .parts
        .iter()
        .filter(|part| !part.passed)
        .map(|part| {
            if part.message.is_empty() {
                part.name.clone()
            } else {
                format!("{}: {}", part.name, part.message)
            }
        })
        .collect();
    format!("These did not pass: {}", failed.join("; "))
}

/// Proves a teacher's own exercise: its solution passes all tests, its starter does not.
pub(crate) async fn prove(
    execution: &Execution,
    teacher: UserId,
    exercise: &NewExercise,
) -> Result<(), Failure> {
    let task = Task::own(exercise);
    let solved = execution.grade(teacher, &task, &exercise.solution).await?;
    if let Some(failed) = solved.tests.iter().find(|test| !test.passed) {
        let got = failed.got.as_ref().map_or(String::new(), |got| format!(" It gave {got}."));
        return Err(Failure::invalid(format!(
            "the solution does not pass the test “{}”: {}{got}",
            failed.name, failed.message
        )));
    }
    if execution.grade(teacher, &task, &exercise.starter).await?.passed() {
        return Err(Failure::invalid(
            "the starter passes all tests already; add a test that it fails, or take the answer out of it",
        ));
    }
    Ok(())
}
