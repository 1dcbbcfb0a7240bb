//! One question on its way: what is still to be read, and what has been written.

use std::time::Instant;

use llama_cpp_2::token::LlamaToken;
use tokio::sync::mpsc::Sender;

use super::sampling::Sampling;
use super::text::{Said, Text};
use super::{End, Piece, Question, Usage};
use crate::prompt::Prompt;

pub(super) struct Job {
    pub(super) prompt: Prompt,
    /// So many of the prompt's tokens are in the model's memory.
    pub(super) read: usize,
    /// Of those, so many were copied.
    pub(super) cached: usize,
    /// The newest token of the answer; the model has not seen it yet.
    pub(super) newest: Option<LlamaToken>,
    pub(super) sampling: Sampling,
    written: usize,
    longest: usize,
    text: Text,
    /// What was said, where all of it is sent together.
    together: Option<String>,
    pieces: Sender<Piece>,
    deadline: Instant,
}

/// Whether an answer goes on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Goes,
    Ended,
}

impl Job {
    pub(super) fn new(
        prompt: Prompt,
        longest: usize,
        question: &Question,
        sampling: Sampling,
        pieces: Sender<Piece>,
        deadline: Instant,
    ) -> Self {
        let text = Text::new(question.stop.clone());
        let together = question.whole.then(String::new);
        Self {
            prompt,
            read: 0,
            cached: 0,
            newest: None,
            sampling,
            written: 0,
            longest,
            text,
            together,
            pieces,
            deadline,
        }
    }

    /// Nobody waits for the answer any more.
    pub(super) fn is_gone(&self) -> bool {
        self.pieces.is_closed()
    }

    pub(super) fn prefix(&self) -> &[LlamaToken] {
        &self.prompt.tokens[..self.prompt.prefix]
    }

    pub(super) fn unread(&self) -> &[LlamaToken] {
        &self.prompt.tokens[self.read..]
    }

    /// Where in the sequence the newest token stands.
    pub(super) fn position(&self) -> usize {
        self.prompt.tokens.len() + self.written - 1
    }

    /// Takes the token that was chosen; `bytes` is none when it ends the answer.
    pub(super) fn write(&mut self, token: LlamaToken, bytes: Option<&[u8]>) -> Next {
        let Some(bytes) = bytes else { return self.end(End::Stop) };
        self.written += 1;
        self.newest = Some(token);
        match self.text.push(bytes) {
            Said::More(text) => self.say(text),
            Said::Stopped(text) => {
                self.say(text);
                return self.end(End::Stop);
            }
        }
        if self.written >= self.longest || self.deadline <= Instant::now() {
            return self.end(End::Length);
        }
        Next::Goes
    }

    /// The rest of what was said, and the count.
    pub(super) fn end(&mut self, end: End) -> Next {
        let rest = if end == End::Stop && self.written == 0 { String::new() } else { self.text.rest() };
        self.say(rest);
        if let Some(together) = self.together.take() {
            self.send(together);
        }
        let usage = Usage { prompt: self.prompt.tokens.len(), cached: self.cached, answer: self.written };
        // A full channel cannot be (it has room for every token); a closed one is nobody's loss.
        let _ = self.pieces.try_send(Piece::Done { usage, end });
        Next::Ended
    }

    pub(super) fn fail(&mut self, why: &str) {
        let _ = self.pieces.try_send(Piece::Failed(why.to_owned()));
    }

    fn say(&mut self, text: String) {
        match &mut self.together {
            Some(together) => together.push_str(&text),
            None => self.send(text),
        }
    }

    fn send(&self, text: String) {
        if !text.is_empty() {
            let _ = self.pieces.try_send(Piece::Text(text));
        }
    }
}
