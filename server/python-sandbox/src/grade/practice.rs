//! A teacher's `unittest` file, run beside the program.

use super::decoy::decoy;
use super::{Exam, result as verdict_only, shortened, stopped};
use crate::guest::cut;
use crate::guest::wit::{Mark, Method, Practice};
use crate::{Outcome, Part, Test, TestResult, Verdict};

const MOST_PARTS: usize = 1_000;
const LONGEST_NAME: usize = 200;
const LONGEST_MESSAGE: usize = 4_000;

pub(super) async fn result(exam: &Exam<'_>, test: &Test, file: &str) -> TestResult {
    let decoy = decoy();
    let clock = exam.clock();
    let terminal = exam.terminal("", &clock);
    let ended = match exam.start(&terminal, &clock).await {
        Ok(mut instance) => instance.practise(exam.program, file, &decoy.text).await,
        Err(stopped) => Err(stopped),
    };
    let judged = match ended {
        Ok(Practice::Methods(methods)) => judge(test, methods, &decoy.names),
        // Finished without having run anything is not something our runner says.
        Ok(Practice::Ended(ending)) => match Outcome::from(ending) {
            Outcome::Finished => verdict_only(test, Verdict::Tampered),
            early => stopped(test, early),
        },
        Err(outcome) => stopped(test, outcome),
    };
    TestResult { printed: shortened(terminal.take_printed(0)), ..judged }
}

fn judge(test: &Test, methods: Vec<Method>, decoys: &[String]) -> TestResult {
    let caught = |name: &String| {
        methods.iter().any(|method| &method.name == name && matches!(method.mark, Mark::Failed | Mark::Error))
    };
    if !decoys.iter().all(caught) {
        return verdict_only(test, Verdict::Tampered);
    }
    let parts: Vec<_> = methods
        .into_iter()
        .filter(|method| !decoys.contains(&method.name))
        .take(MOST_PARTS)
        .map(|method| Part {
            name: cut(method.name, LONGEST_NAME),
            passed: method.mark == Mark::Passed,
            message: cut(method.message, LONGEST_MESSAGE),
        })
        .collect();
    let verdict = if parts.is_empty() {
        Verdict::NotRun
    } else if parts.iter().all(|part| part.passed) {
        Verdict::Passed
    } else {
        Verdict::Wrong
    };
    TestResult { parts, ..verdict_only(test, verdict) }
}
