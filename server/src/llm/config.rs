//! The settings of `[llm]`: where the model is, and how long and how much.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::{Patience, openai, turns};

/// The model. Without an address there is none, and the library answers alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Of a server that speaks OpenAI's chat API, as `http://127.0.0.1:11434/v1`.
    pub address: Option<String>,
    /// The model's name at that server.
    pub model: String,
    /// A file with the server's key, if it wants one.
    pub key_file: Option<PathBuf>,
    /// Answers that are written at the same time.
    pub slots: usize,
    /// Questions that may wait; more are answered from the library alone.
    pub waiting: usize,
    /// Of those, one student's.
    pub waiting_per_student: usize,
    /// Seconds until the first word.
    pub first_piece_s: u64,
    /// Seconds between two words.
    pub next_piece_s: u64,
    /// Seconds for a whole answer.
    pub whole_answer_s: u64,
    /// Seconds a model is left alone after five failures in a row.
    pub rest_s: u64,
    /// Tries when the server has too much to do (429, 5xx).
    pub tries: u32,
    /// Milliseconds to wait after the first try, doubled with each further one.
    pub first_wait_ms: u64,
    /// The longest such wait, milliseconds.
    pub longest_wait_ms: u64,
    /// Tokens, read and written, that a class may use in a day; 0: as many as it likes.
    pub tokens_per_class_and_day: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            address: None,
            model: "default".to_owned(),
            key_file: None,
            slots: 4,
            waiting: 60,
            waiting_per_student: 10,
            first_piece_s: 30,
            next_piece_s: 10,
            whole_answer_s: 120,
            rest_s: 30,
            tries: 3,
            first_wait_ms: 500,
            longest_wait_ms: 10_000,
            tokens_per_class_and_day: 0,
        }
    }
}

impl Config {
    /// What no single value shows wrong.
    ///
    /// # Errors
    /// When a value does not fit; the message names it.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(self.slots >= 1, "llm.slots must be at least 1");
        ensure!(self.waiting >= 1, "llm.waiting must be at least 1");
        ensure!(self.waiting_per_student >= 1, "llm.waiting_per_student must be at least 1");
        ensure!(self.tries >= 1, "llm.tries must be at least 1");
        for (name, seconds) in [
            ("first_piece_s", self.first_piece_s),
            ("next_piece_s", self.next_piece_s),
            ("whole_answer_s", self.whole_answer_s),
        ] {
            ensure!((1..=3_600).contains(&seconds), "llm.{name} must be 1 to 3600");
        }
        Ok(())
    }

    /// Where the model is, if there is one; reads the key.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub fn server(&self) -> anyhow::Result<Option<openai::Settings>> {
        let Some(address) = self.address.clone().filter(|address| !address.is_empty()) else {
            return Ok(None);
        };
        let read = |file: &PathBuf| {
            std::fs::read_to_string(file)
                .with_context(|| format!("reading the model's key in {} (llm.key_file)", file.display()))
        };
        Ok(Some(openai::Settings {
            address,
            model: self.model.clone(),
            key: self.key_file.as_ref().map(read).transpose()?,
            tries: self.tries,
            first_wait: Duration::from_millis(self.first_wait_ms),
            longest_wait: Duration::from_millis(self.longest_wait_ms),
        }))
    }

    /// The queue's settings.
    pub fn turns(&self) -> turns::Settings {
        turns::Settings {
            slots: self.slots,
            waiting: self.waiting,
            waiting_per_student: self.waiting_per_student,
            patience: Patience {
                first_piece: Duration::from_secs(self.first_piece_s),
                next_piece: Duration::from_secs(self.next_piece_s),
                whole_answer: Duration::from_secs(self.whole_answer_s),
            },
            rest: Duration::from_secs(self.rest_s),
        }
    }
}
