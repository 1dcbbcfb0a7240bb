//! How far a program may go.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Limits of one run, or of one test when grading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// How long the program may run, sleeping included. Time in which it waits for
    /// `input()`, for a slow reader of its output, or for its turn on a processor
    /// does not count.
    pub wall: Duration,
    /// How long it may wait in all for `input()` and for readers of its output.
    pub waiting: Duration,
    /// Bytes of memory above the snapshot of the started interpreter.
    pub memory: u64,
    /// Bytes that its drawing may take: 32 for each stroke, 16 more for each point and
    /// the length of each text.
    pub drawing: usize,
    /// How fine its clocks are. Graded runs never have finer ones than a millisecond, so
    /// that a program cannot time what runs beside it.
    pub clock_step: Duration,
    /// Bytes it may print, over stdout, stderr and prompts together.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(5),
            waiting: Duration::from_mins(2),
            memory: 64 << 20,
            clock_step: Duration::from_micros(1),
            drawing: 1 << 20,
            output: 64 << 10,
        }
    }
}
