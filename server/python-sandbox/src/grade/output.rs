//! Tests that run the whole program and compare what it printed.

use super::{Exam, shortened};
use crate::{Outcome, Test, TestResult, Verdict};

async fn run(exam: &Exam<'_>, input: &str) -> (Outcome, String) {
    let clock = exam.clock();
    let terminal = exam.terminal(input, &clock);
    let outcome = match exam.start(&terminal, &clock).await {
        Ok(mut instance) => instance.run(exam.program).await.unwrap_or_else(|stopped| stopped),
        Err(stopped) => stopped,
    };
    (outcome, terminal.take_printed(0))
}

pub(super) async fn result(exam: &Exam<'_>, test: &Test, input: &str, expected: &str) -> TestResult {
    let (outcome, printed) = run(exam, input).await;
    let verdict = match outcome {
        // `sys.exit()` is a usual way to end a program that is done; what counts is
        // what it printed until then. `os._exit` is not: that kills Python.
        Outcome::Finished | Outcome::Exited { code: 0 } => {
            if same(expected, &printed) {
                Verdict::Passed
            } else {
                Verdict::Wrong
            }
        }
        other => Verdict::Stopped(other),
    };
    let printed = shortened(printed);
    TestResult { got: Some(printed.clone()), printed, ..super::result(test, verdict) }
}

/// Whether two outputs are the same to a reader.
pub(crate) fn same(expected: &str, got: &str) -> bool {
    fn lines(text: &str) -> Vec<&str> {
        let mut lines: Vec<_> = text.split('\n').map(str::trim_end).collect();
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        lines
    }
    lines(expected) == lines(got)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn blanks_that_nobody_sees_do_not_count() {
        assert!(same("a\nb", "a  \r\nb\n\n"));
        assert!(same("", "\n \n"));
        assert!(!same("a\nb", "a\n\nb"));
        assert!(!same(" a", "a"));
    }
}
