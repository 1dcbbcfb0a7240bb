//! What a student hands in.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A Python program of one or more files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The text of `main.py`, where the program starts.
    pub code: String,
    /// Further modules, and files that the program reads.
    pub files: Vec<SourceFile>,
    /// Makes all randomness repeat itself (`random`, `secrets`, `uuid4`, `os.urandom`); without a seed every run
    /// differs. The order of a set of texts is the same in every run anyway: the seed of `hash()` is part of the
    /// snapshot.
    pub seed: Option<u64>,
    /// The time of day, since 1970, at which its clocks start. They move then only by what it does: a look takes
    /// a step of [`Limits::clock_step`](crate::Limits::clock_step), a sleep as long as asked. With a seed and a
    /// start, a program that is not stopped by its limits does the same in every run. Without a start it has the
    /// machine's clocks.
    pub starts: Option<Duration>,
}

impl Program {
    /// A program of a single file.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }
}

/// One file beside `main.py`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Relative to the working folder: `helper.py`, `data/names.csv`.
    pub name: String,
    /// What is in it.
    pub text: String,
}
