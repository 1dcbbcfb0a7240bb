//! Code put to the test: whether it, alone or with what was shown before, solves an exercise.

use std::time::{Duration, Instant};

use learnflow_contracts::tutor::{GateCheck, GateFinding};

use super::code::{self, Piece};
use super::{Guard, Sight, finding, known, views};
use crate::execution::Task;

/// Tries while the sandbox has too much to do, and the wait between them.
const TRIES: u32 = 3;
const BUSY: Duration = Duration::from_millis(300);

/// A program that took longer may have been stopped by the clock because the box was busy: another time it may pass, so
/// that it did not is not kept.
const QUICK: Duration = Duration::from_secs(1);

/// Code that is run against the tests of an exercise that is not at hand, at most.
const OTHERS: usize = 10;

impl Guard {
    /// Runs the code of a text against the tests of what it must not solve.
    pub(super) async fn try_code(&self, text: &str, sight: &mut Sight) -> Result<(), Vec<GateFinding>> {
        let fresh = programs(text);
        if fresh.is_empty() {
            return Ok(());
        }
        let at_hand = self.protected.iter().find_map(|one| Some((one.task.as_ref()?, one.starter.as_str())));
        if let Some((task, starter)) = at_hand {
            // Who has a program that passes is given nothing away by another one.
            let solved = match &self.own {
                Some(own) => self.passes(task, own).await,
                None => false,
            };
            if !solved {
                for program in &fresh {
                    for candidate in [program.clone(), format!("{starter}\n{program}")] {
                        if self.passes(task, &candidate).await {
                            return Err(vec![finding(GateCheck::PassesTests, "its code passes the tests")]);
                        }
                    }
                }
                sight.code.extend(fresh.iter().cloned());
                if sight.code.len() > fresh.len() || fresh.len() > 1 {
                    self.try_together(task, starter, sight).await?;
                }
                return Ok(());
            }
        } else {
            for program in &fresh {
                for task in self.other_tasks.iter().take(OTHERS) {
                    if self.passes(task, program).await {
                        return Err(vec![finding(
                            GateCheck::PassesTests,
                            "its code passes an exercise's tests",
                        )]);
                    }
                }
            }
        }
        sight.code.extend(fresh);
        Ok(())
    }

    /// All code so far as one program, in the order it came and in the other.
    async fn try_together(&self, task: &Task, starter: &str, sight: &Sight) -> Result<(), Vec<GateFinding>> {
        let forwards = sight.code.concat();
        let backwards = sight.code.iter().rev().cloned().collect::<String>();
        for candidate in [&forwards, &backwards] {
            for candidate in [candidate.clone(), format!("{starter}\n{candidate}")] {
                if self.passes(task, &candidate).await {
                    let check = if sight.before > 0 { GateCheck::AddsUp } else { GateCheck::PassesTests };
                    return Err(vec![finding(check, "its pieces together pass the tests")]);
                }
            }
        }
        Ok(())
    }

    async fn passes(&self, task: &Task, program: &str) -> bool {
        let key = known::key(&(&task.tests, &task.files, program));
        let tried = async {
            let begun = Instant::now();
            // Most programs fail the last test already, which is often the hardest.
            let last = task.tests.last().cloned().into_iter().collect();
            let one = Task { tests: last, ..task.clone() };
            let passed = match self.grade(&one, program).await {
                Some(true) => self.grade(task, program).await,
                other => other,
            };
            match passed {
                Some(passed) if passed || begun.elapsed() < QUICK => Ok(passed),
                not_kept => Err(not_kept),
            }
        };
        // What could not be tried is not shown.
        let tried = self.known.verdicts.get_or_insert_async(&key, tried).await;
        tried.unwrap_or_else(|not_kept| not_kept.unwrap_or(true))
    }

    /// Whether a program passes; nothing where it could not be tried.
    async fn grade(&self, task: &Task, program: &str) -> Option<bool> {
        for _ in 0..TRIES {
            match self.execution.grade(self.student, task, program).await {
                Ok(graded) => return Some(graded.passed()),
                Err(_) => tokio::time::sleep(BUSY).await,
            }
        }
        None
    }
}

/// The programs in a text: blocks and lines of code, and code spans put one below the other.
fn programs(text: &str) -> Vec<String> {
    let plain = views::plain(text);
    let (mut programs, mut spans) = (Vec::new(), String::new());
    for piece in code::pieces(&plain) {
        match piece {
            Piece::Code(code) => programs.push(code),
            Piece::Prose(prose) => {
                for span in code::spans(&prose).filter(|span| code::looks_like_code(span)) {
                    indented(&mut spans, span);
                }
            }
        }
    }
    if !spans.is_empty() {
        programs.push(spans);
    }
    programs
}

/// Puts a line below others: deeper after a colon, else as deep as the one before.
fn indented(program: &mut String, line: &str) {
    let last = program.lines().next_back().unwrap_or_default();
    let depth = (last.len() - last.trim_start().len()) + if last.trim_end().ends_with(':') { 4 } else { 0 };
    let indent = if line.starts_with(' ') { 0 } else { depth };
    program.push_str(&" ".repeat(indent));
    program.push_str(line.trim_end());
    program.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_make_a_program() {
        let text = "Write `def f(x):` and below it `y = x * 2`, then `return y`. The name `y` is yours.";
        assert_eq!(programs(text), ["def f(x):\n    y = x * 2\n    return y\n"]);
    }

    #[test]
    fn words_alone_are_no_program() {
        assert!(programs("Look at line 3. Is `totl` the name you meant?").is_empty());
    }
}
