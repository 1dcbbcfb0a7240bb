//! What a student hands in.

use serde::{Deserialize, Serialize};

/// A Python program of one or more files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The text of `main.py`, where the program starts.
    pub code: String,
    /// Further modules, and files that the program reads.
    pub files: Vec<SourceFile>,
    /// Makes `random` repeat itself; without a seed every run differs.
    pub seed: Option<u64>,
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
