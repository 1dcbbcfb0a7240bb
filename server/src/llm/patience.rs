//! How long a model may take.

use std::time::Duration;

use async_stream::stream;
use futures::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::{Answer, Error, Wait};

/// The longest waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    pub first_piece: Duration,
    pub next_piece: Duration,
    pub whole_answer: Duration,
}

impl Patience {
    /// The same answer, ended with [`Error::Slow`] when a wait is too long.
    pub(super) fn with(self, mut answer: Answer) -> Answer {
        let pieces = stream! {
            let end = Instant::now() + self.whole_answer;
            let mut wait = (self.first_piece, Wait::FirstPiece);
            loop {
                let next = Instant::now() + wait.0;
                match timeout_at(next.min(end), answer.next()).await {
                    Ok(Some(piece)) => yield piece,
                    Ok(None) => return,
                    Err(_) => {
                        yield Err(Error::Slow(if end < next { Wait::WholeAnswer } else { wait.1 }));
                        return;
                    }
                }
                wait = (self.next_piece, Wait::NextPiece);
            }
        };
        pieces.boxed()
    }
}
