//! Keeps what a traced program shows, reads and steps through, in one order.

use bytes::Bytes;

use super::{Shown, Source, TraceLimits};
use crate::Output;

/// What the guest's own count of bytes may be off by.
const SLACK: usize = 1 << 20;

/// A step as it came, and what was there by then.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) text: String,
    pub(crate) shown: usize,
    pub(crate) read: u32,
}

/// The record of one run.
#[derive(Debug)]
pub(crate) struct Record {
    input: Bytes,
    read: u32,
    pub(super) shown: Vec<Shown>,
    pub(super) marks: Vec<Mark>,
    /// Whether the last piece belongs to an earlier step.
    closed: bool,
    steps_left: usize,
    bytes_left: usize,
}

impl Record {
    pub(crate) fn new(input: &str, limits: &TraceLimits) -> Self {
        Self {
            input: Bytes::copy_from_slice(input.as_bytes()),
            read: 0,
            shown: Vec::new(),
            marks: Vec::new(),
            closed: false,
            // And the one at which it fails.
            steps_left: limits.steps as usize + 1,
            bytes_left: limits.size as usize + SLACK,
        }
    }

    /// Takes a step. The guest keeps the limits; one that was tampered with is not heard.
    pub(crate) fn step(&mut self, text: String) {
        if self.steps_left == 0 || text.len() > self.bytes_left {
            self.steps_left = 0;
            return;
        }
        self.steps_left -= 1;
        self.bytes_left -= text.len();
        self.marks.push(Mark { text, shown: self.shown.len(), read: self.read });
        self.closed = true;
    }

    pub(crate) fn show(&mut self, output: Output) {
        match output {
            Output::Stdout(text) => self.add(Source::Stdout, text),
            Output::Stderr(text) => self.add(Source::Stderr, text),
            Output::Prompt(text) => self.add(Source::Prompt, text),
            Output::Waiting | Output::Drawing(_) => {}
        }
    }

    /// The next line of input; nothing at its end.
    pub(crate) fn next_line(&mut self) -> Bytes {
        let end = self.input.iter().position(|byte| *byte == b'\n').map_or(self.input.len(), |at| at + 1);
        let line = self.input.split_to(end);
        if !line.is_empty() {
            self.read += 1;
            self.add(Source::Typed, String::from_utf8_lossy(&line).into_owned());
        }
        line
    }

    fn add(&mut self, source: Source, text: String) {
        match self.shown.last_mut() {
            Some(last) if last.source == source && !self.closed => last.text.push_str(&text),
            _ => self.shown.push(Shown { source, text }),
        }
        self.closed = false;
    }
}
