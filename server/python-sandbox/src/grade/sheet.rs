//! The host's record of one examination: what is expected, and what the program answered so far.

use std::fmt;

use super::shortened;
use crate::guest::wit::Node;
use crate::terminal::Terminal;
use crate::value::decode;
use crate::{Outcome, Value, Verdict};

/// Kept on the host's side of the border, so that no expected value enters the guest and each answer is
/// judged as soon as it comes: a guest that sends large ones takes the room of one.
#[derive(Debug)]
pub(crate) struct Sheet {
    questions: Vec<(Value, Option<f64>)>,
    /// Output that one answer may have, in bytes.
    output: usize,
    pub(super) loaded: bool,
    pub(super) marks: Vec<Mark>,
}

/// The judgement of one answer.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) verdict: Verdict,
    pub(super) got: Option<String>,
    pub(super) printed: String,
}

/// The guest answered what it was not asked: its code was tampered with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotAsked;

impl fmt::Display for NotAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the program answered what it was not asked")
    }
}

impl std::error::Error for NotAsked {}

impl Sheet {
    /// Expects these values, each with its tolerance; each answer may print `output` bytes.
    pub(super) fn new(questions: Vec<(Value, Option<f64>)>, output: usize) -> Self {
        Self { questions, output, loaded: false, marks: Vec::new() }
    }

    /// What the module prints while it loads belongs to no answer.
    pub(crate) fn loaded(&mut self, terminal: &Terminal) {
        terminal.take_printed(self.output);
        self.loaded = true;
    }

    /// Judges the next answer: a value, or how the program ended instead.
    pub(crate) fn answered(
        &mut self,
        answer: Result<Vec<Node>, Outcome>,
        terminal: &Terminal,
    ) -> Result<(), NotAsked> {
        let (expected, tolerance) =
            self.questions.get(self.marks.len()).filter(|_| self.loaded).ok_or(NotAsked)?;
        let (verdict, got) = match answer.map(decode) {
            Ok(Ok(value)) => {
                let right = expected.matches(&value, *tolerance);
                let verdict = if right { Verdict::Passed } else { Verdict::Wrong };
                (verdict, Some(shortened(value.to_string())))
            }
            Ok(Err(_)) => (Verdict::Tampered, None),
            Err(outcome) => (Verdict::Stopped(outcome), None),
        };
        let printed = shortened(terminal.take_printed(self.output));
        self.marks.push(Mark { verdict, got, printed });
        Ok(())
    }
}
