//! What must come of a program, and whether it did.

use std::time::Duration;

use learnflow_python_sandbox::{Death, Limits, Outcome};

/// What must come of a program.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// It runs to its end and prints this.
    Prints(&'static str),
    /// A Python error of this kind.
    Error(&'static str),
    /// The capability is not there: Python says so with an error of this kind.
    Denied(&'static str),
    /// It ends itself with this code.
    Exits(i32),
    /// Too much time.
    Time,
    /// Too much memory, with or without Python's own error.
    Memory,
    /// Too much output, and the first part of it is shown.
    Output,
    /// The interpreter died like this; the student reads a sentence. Never a failure of ours.
    Dies(Death),
    /// It spoils the interpreter's memory: an error or a crash, as what lies there has it (another build of the
    /// component, another of the two), but neither success nor a failure of ours.
    Confined,
}

impl Expected {
    /// Short where the time is used up anyway; filling the memory takes a while.
    pub(crate) fn limits(self) -> Limits {
        let wall = if matches!(self, Self::Time) { 500 } else { 60_000 };
        Limits { wall: Duration::from_millis(wall), ..Limits::default() }
    }

    /// Whether it came out like this; `shown` is all that was printed, on all ways.
    pub(crate) fn fits(self, outcome: &Outcome, stdout: &str, shown: usize) -> bool {
        match self {
            Self::Prints(text) => *outcome == Outcome::Finished && stdout == text,
            Self::Error(kind) | Self::Denied(kind) => {
                matches!(outcome, Outcome::Failed(error) if error.kind == kind)
            }
            Self::Exits(code) => *outcome == Outcome::Exited { code },
            Self::Time => *outcome == Outcome::TimedOut,
            Self::Memory => *outcome == Outcome::OutOfMemory,
            Self::Output => *outcome == Outcome::TooMuchOutput && shown > 60_000,
            Self::Dies(death) => *outcome == Outcome::Died(death),
            Self::Confined => matches!(outcome, Outcome::Failed(_) | Outcome::Died(Death::Crashed)),
        }
    }
}

/// A word in what a student reads that only a programmer of ours understands.
pub(crate) fn leak(outcome: &Outcome, shown: &str) -> Option<&'static str> {
    let mut read = outcome.sentence() + shown;
    if let Outcome::Failed(error) = outcome {
        read.push_str(&error.traceback);
    }
    let words = [
        "wasm",
        "Wasm",
        "unreachable",
        "_learnflow",
        "guest_app",
        "/root",
        "/work",
        "panicked",
        "core::",
        "RUST_BACKTRACE",
        "PyErr",
        "/0/",
        "Fatal Python error",
        "unexpected exception",
    ];
    words.into_iter().find(|word| read.contains(word))
}
