//! From where on somebody counts as stuck.

use serde::{Deserialize, Serialize};

/// The thresholds, with the design's values as defaults. Each field says what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// More errors of one kind than this, 1 to 50 …
    pub errors: u32,
    /// … within this many minutes, 1 to 120.
    pub errors_minutes: u32,
    /// So many failed submissions of one exercise in a row, 2 to 50.
    pub failed_in_a_row: u32,
    /// Minutes of work without getting further, 5 to 240 …
    pub no_progress_minutes: u32,
    /// … with at least so many runs and submissions, 1 to 50.
    pub no_progress_attempts: u32,
    /// A pause longer than this many minutes ends a stretch of work, 2 to 120.
    pub pause_minutes: u32,
    /// A quiz below this score, 1 to 100.
    pub quiz_below: f64,
    /// Minutes before the same rule speaks again of the same exercise, 0 to 1440.
    pub cool_down_minutes: u32,
    /// Minutes after any alert in which nothing but a call for help is told of the same student, 0 to 1440.
    pub quiet_minutes: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            errors: 3,
            errors_minutes: 10,
            failed_in_a_row: 5,
            no_progress_minutes: 20,
            no_progress_attempts: 4,
            pause_minutes: 10,
            quiz_below: 50.0,
            cool_down_minutes: 45,
            quiet_minutes: 10,
        }
    }
}

impl Thresholds {
    /// Whether every threshold is one that makes sense.
    ///
    /// # Errors
    /// The first that does not, and what it may be.
    pub fn check(&self) -> Result<(), String> {
        let whole = [
            ("errors", self.errors, 1, 50),
            ("errors_minutes", self.errors_minutes, 1, 120),
            ("failed_in_a_row", self.failed_in_a_row, 2, 50),
            ("no_progress_minutes", self.no_progress_minutes, 5, 240),
            ("no_progress_attempts", self.no_progress_attempts, 1, 50),
            ("pause_minutes", self.pause_minutes, 2, 120),
            ("cool_down_minutes", self.cool_down_minutes, 0, 1_440),
            ("quiet_minutes", self.quiet_minutes, 0, 1_440),
        ];
        for (name, value, least, most) in whole {
            if !(least..=most).contains(&value) {
                return Err(format!("struggle.{name} must be {least} to {most}"));
            }
        }
        if (1.0..=100.0).contains(&self.quiz_below) {
            Ok(())
        } else {
            Err("struggle.quiz_below must be 1 to 100".to_owned())
        }
    }
}
