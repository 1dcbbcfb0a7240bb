//! The settings of `[llm]`: where the model is, and how long and how much.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::openai::{self, Address};
use super::{Patience, own, turns};
use crate::config::Secret;

/// The model. Without an address and a file there is none, and the library answers alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Of a server that speaks OpenAI's chat API, as `http://127.0.0.1:11434/v1`.
    pub address: Option<String>,
    /// The model's name at that server.
    pub model: String,
    /// A file with the server's key, if it wants one.
    pub key_file: Option<PathBuf>,
    /// The key itself, as `secrets::filled` found it.
    pub key: Option<Secret>,
    /// A model file for the box's own model, which the server then starts and watches: instead of an address.
    pub file: Option<PathBuf>,
    /// The program that serves the file; found beside this one when not set.
    pub program: Option<PathBuf>,
    /// Tokens of one question with its answer, at the box's own model.
    pub context: u32,
    /// Threads of the box's own model; 0: as many as there are processors.
    pub threads: u32,
    /// MiB of memory of its own, the file not counted, at which the box's model is started anew; 0: no limit.
    pub memory_mib: u64,
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
            key: None,
            file: None,
            program: None,
            context: 3_072,
            threads: 0,
            memory_mib: 4_096,
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
        ensure!(
            self.file.is_none() || self.address.is_none(),
            "llm.address and llm.file are two models: set one of them"
        );
        ensure!((256..=131_072).contains(&self.context), "llm.context must be 256 to 131072");
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

    /// The box's own model, if there is to be one.
    ///
    /// # Errors
    /// When its program cannot be found.
    pub fn own(&self) -> anyhow::Result<Option<own::Settings>> {
        let Some(file) = self.file.clone() else { return Ok(None) };
        let beside = || -> anyhow::Result<PathBuf> {
            let this = std::env::current_exe().context("finding the program's folder")?;
            Ok(this.with_file_name(if cfg!(windows) { "learnflow-model.exe" } else { "learnflow-model" }))
        };
        Ok(Some(own::Settings {
            program: self.program.clone().map_or_else(beside, Ok)?,
            file,
            slots: self.slots,
            context: self.context,
            threads: self.threads,
            memory_mib: self.memory_mib,
            look: own::LOOK,
        }))
    }

    /// How the model at `address` is asked.
    pub fn server(&self, address: Address) -> openai::Settings {
        let named = self.file.as_ref().and_then(|file| file.file_stem());
        openai::Settings {
            address,
            model: named.map_or_else(|| self.model.clone(), |name| name.to_string_lossy().into_owned()),
            key: self.key.as_ref().map(|key| key.expose().to_owned()),
            tries: self.tries,
            first_wait: Duration::from_millis(self.first_wait_ms),
            longest_wait: Duration::from_millis(self.longest_wait_ms),
        }
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
