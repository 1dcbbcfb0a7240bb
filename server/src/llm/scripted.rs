//! A stand-in for a model that follows a script: for tests of everything that uses one.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_stream::stream;
use futures::StreamExt;

use super::{Answer, Ask, Error, Llm, Piece, Usage};

/// What the stand-in does with one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Says this, word by word.
    Say(String),
    /// Says this, word by word with a pause before each.
    Slowly(String, Duration),
    /// Says this as the end of what it was asked: the standing orders, then what came.
    Leak,
    /// Never says anything.
    Hang,
    /// Says this, then never anything more.
    FallSilent(String),
    /// Says this, then the connection is gone.
    Die(String),
    /// Cannot be reached.
    Missing,
    /// Speaks no protocol anybody knows.
    Rubbish,
    /// Has too much to do.
    Busy,
}

/// Answers with one act after the other, and with the last for ever.
pub struct Scripted {
    acts: Mutex<VecDeque<Act>>,
    asked: Mutex<Vec<Ask>>,
}

impl Scripted {
    /// # Panics
    /// Without any act.
    pub fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        let acts: VecDeque<Act> = acts.into_iter().collect();
        assert!(!acts.is_empty(), "a script has at least one act");
        Self { acts: Mutex::new(acts), asked: Mutex::default() }
    }

    /// Always says this.
    pub fn saying(text: &str) -> Self {
        Self::new([Act::Say(text.to_owned())])
    }

    /// Everything it was asked so far.
    pub fn asked(&self) -> Vec<Ask> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn next_act(&self) -> Act {
        let mut acts = self.acts.lock().unwrap_or_else(PoisonError::into_inner);
        let act = if acts.len() > 1 { acts.pop_front() } else { acts.front().cloned() };
        act.expect("checked when it was made: there is an act")
    }
}

impl Llm for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn ask(&self, ask: Ask) -> Answer {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(ask.clone());
        let act = self.next_act();
        let prompt = words(&ask.system).count()
            + ask.messages.iter().map(|message| words(&message.text).count()).sum::<usize>();
        let pieces = stream! {
            let (text, pause) = match &act {
                Act::Say(text) | Act::FallSilent(text) | Act::Die(text) => (text.clone(), None),
                Act::Slowly(text, pause) => (text.clone(), Some(*pause)),
                Act::Leak => {
                    let last = ask.messages.last().map_or("", |message| &message.text);
                    (format!("{}\n{last}", ask.system), None)
                }
                Act::Hang => {
                    std::future::pending::<()>().await;
                    return;
                }
                Act::Missing => {
                    yield Err(Error::Unreachable(anyhow::anyhow!("nobody is there")));
                    return;
                }
                Act::Rubbish => {
                    yield Err(Error::Rubbish("not an event stream".to_owned()));
                    return;
                }
                Act::Busy => {
                    yield Err(Error::Busy { retry_after: None });
                    return;
                }
            };
            let mut said = 0;
            for word in words(&text) {
                if let Some(pause) = pause {
                    tokio::time::sleep(pause).await;
                }
                said += 1;
                yield Ok(Piece::Text(word.to_owned()));
            }
            match act {
                Act::FallSilent(_) => std::future::pending().await,
                Act::Die(_) => {}
                _ => yield Ok(Piece::Done(Usage { prompt: count(prompt), answer: said, ..Usage::default() })),
            }
        };
        pieces.boxed()
    }
}

/// Words with the space behind them, so that together they are the text again.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
}

fn count(words: usize) -> u32 {
    u32::try_from(words).unwrap_or(u32::MAX)
}
