//! The line in front of the model: who sits where, and what happens when somebody gets up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use learnflow_contracts::{ClassId, StudentId};
use tokio::sync::watch;
use tokio::time::Instant;

use super::super::breaker::Breaker;
use super::super::{Ask, Error, Llm, Usage};
use super::purse::Purse;
use super::queue::{Queue, Ticket};
use super::{Place, Refused, Settings, Step};

/// The model and the line in front of it.
pub(super) struct Line {
    pub(super) llm: Arc<dyn Llm>,
    pub(super) settings: Settings,
    pub(super) purse: Option<Purse>,
    /// What the queue's seconds count from.
    opened: Instant,
    state: Mutex<State>,
}

struct State {
    queue: Queue,
    breaker: Breaker,
    /// To each question in the queue: where it stands.
    spots: HashMap<Ticket, watch::Sender<Spot>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Waiting(Place),
    /// At the model.
    Taken,
}

/// A question's seat, first in the queue, then at the model; given up when dropped.
pub(super) struct Seat {
    pub(super) line: Arc<Line>,
    pub(super) spot: watch::Receiver<Spot>,
    /// Of text, so far: about one a token.
    pub(super) pieces: u32,
    class: ClassId,
    ticket: Ticket,
    /// Tokens to be read, as guessed from the question's length; the standing orders are read already.
    reading: u32,
    /// Tokens taken from the class's purse.
    taken: u64,
    settled: bool,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    /// Not asked yet.
    Waiting,
    /// The model is at it.
    Asked,
    Failed,
    Answered(Usage),
}

impl Seat {
    /// Takes what the question may cost from the class's purse.
    pub(super) async fn pay(&mut self, ask: &Ask) -> Result<(), Step> {
        let line = self.line.clone();
        let Some(purse) = &line.purse else { return Ok(()) };
        match purse.take(self.class, ask).await {
            Ok(Some(taken)) => self.taken = taken,
            Ok(None) => return Err(Refused::Budget.counted()),
            Err(error) => return Err(Step::Failed(Error::Other(error.into()))),
        }
        Ok(())
    }

    /// Asks the breaker whether the model may be asked.
    pub(super) fn pass(&mut self) -> Result<(), Step> {
        if !self.line.lock().breaker.pass(Instant::now()) {
            return Err(Refused::Resting.counted());
        }
        self.how = How::Asked;
        Ok(())
    }

    pub(super) fn answered(&mut self, usage: Usage) {
        self.line.lock().breaker.succeeded();
        self.how = How::Answered(usage);
        metrics::counter!("llm_answers_total", "outcome" => "done").increment(1);
        for (kind, tokens) in [("prompt", usage.prompt), ("cached", usage.cached), ("answer", usage.answer)] {
            metrics::counter!("llm_tokens_total", "kind" => kind).increment(u64::from(tokens));
        }
    }

    pub(super) fn failed(&mut self, error: &Error) {
        let mut state = self.line.lock();
        if error.speaks_against_the_model() {
            state.breaker.failed(Instant::now());
        } else {
            state.breaker.succeeded();
        }
        drop(state);
        self.how = How::Failed;
        metrics::counter!("llm_answers_total", "outcome" => error.kind()).increment(1);
        tracing::warn!(kind = error.kind(), error = format!("{error:#}"), "a model's answer failed: {error}");
    }

    /// Writes down what it has cost; what cannot be written down now is with the class's next question.
    pub(super) async fn settle(&mut self) {
        let line = self.line.clone();
        let Some(purse) = &line.purse else { return };
        purse.settle(self.class, std::mem::take(&mut self.taken), self.cost().tokens());
        self.settled = true;
        if let Err(error) = purse.write_down(self.class).await {
            tracing::warn!(error = format!("{error:#}"), "a class's tokens could not be written down");
        }
    }

    /// What it has cost, in tokens read, of those known before, and written.
    fn cost(&self) -> Usage {
        match self.how {
            How::Waiting => Usage::default(),
            How::Asked | How::Failed => {
                Usage { prompt: self.reading, answer: self.pieces, ..Usage::default() }
            }
            How::Answered(usage) => usage,
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let (line, cost) = (self.line.clone(), self.cost());
        let mut state = line.lock();
        state.spots.remove(&self.ticket);
        // Either it waited, or it was taken (perhaps without anybody having noticed).
        state.queue.leave(self.ticket);
        let whole = matches!(self.how, How::Answered(_));
        state.queue.finish(self.ticket, work(cost), whole, line.now_s());
        if matches!(self.how, How::Asked) {
            state.breaker.stopped(Instant::now());
            metrics::counter!("llm_answers_total", "outcome" => "stopped").increment(1);
        }
        line.advance(&mut state);
        drop(state);
        if let Some(purse) = &line.purse
            && !self.settled
        {
            purse.settle(self.class, self.taken, cost.tokens());
        }
    }
}

impl Line {
    pub(super) fn new(llm: Arc<dyn Llm>, settings: Settings, purse: Option<Purse>) -> Self {
        let state = State {
            queue: Queue::new(settings.slots),
            breaker: Breaker::new(settings.rest),
            spots: HashMap::new(),
        };
        Self { llm, settings, purse, opened: Instant::now(), state: Mutex::new(state) }
    }

    /// Whether somebody would be let in.
    pub(super) fn is_open(&self) -> bool {
        let state = self.lock();
        !state.breaker.is_open(Instant::now()) && state.queue.waiting() < self.settings.waiting
    }

    pub(super) fn enter(
        self: &Arc<Self>,
        student: StudentId,
        class: ClassId,
        ask: &Ask,
    ) -> Result<Seat, Refused> {
        let mut state = self.lock();
        if state.breaker.is_open(Instant::now()) {
            return Err(Refused::Resting);
        }
        if state.queue.waiting() >= self.settings.waiting
            || state.queue.waiting_of(student) >= self.settings.waiting_per_student
        {
            return Err(Refused::Full);
        }
        let reading = reading(ask);
        let ticket = state.queue.enter(student, f64::from(reading) * READING);
        let (sender, spot) = watch::channel(Spot::Waiting(Place { ahead: 0, expected_ms: 0 }));
        state.spots.insert(ticket, sender);
        self.advance(&mut state);
        let (line, how) = (self.clone(), How::Waiting);
        Ok(Seat { line, spot, pieces: 0, class, ticket, reading, taken: 0, settled: false, how })
    }

    /// Takes who may be taken, and tells the others where they stand now.
    fn advance(&self, state: &mut State) {
        let State { queue, spots, .. } = state;
        let mut tell = |ticket, spot| {
            if let Some(sender) = spots.get_mut(&ticket) {
                sender.send_if_modified(|before| std::mem::replace(before, spot) != spot);
            }
        };
        while let Some(ticket) = queue.take(self.now_s()) {
            tell(ticket, Spot::Taken);
        }
        for standing in queue.standings(self.now_s()) {
            let expected_ms = u64::try_from(Duration::from_secs_f64(standing.wait_s).as_millis());
            let expected_ms = expected_ms.unwrap_or(u64::MAX);
            tell(standing.ticket, Spot::Waiting(Place { ahead: standing.ahead, expected_ms }));
        }
        #[expect(clippy::cast_precision_loss, reason = "a gauge of a few dozen")]
        metrics::gauge!("llm_waiting").set(queue.waiting() as f64);
    }

    fn now_s(&self) -> f64 {
        self.opened.elapsed().as_secs_f64()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reading is that much cheaper than writing, a token: a prompt is read in batches (about 8 × on two cores).
const READING: f64 = 1.0 / 8.0;

/// The work of one answer, in tokens written.
fn work(usage: Usage) -> f64 {
    f64::from(usage.prompt.saturating_sub(usage.cached)) * READING + f64::from(usage.answer)
}

/// Tokens of a question, guessed at four letters each.
fn reading(ask: &Ask) -> u32 {
    let letters: usize = ask.messages.iter().map(|message| message.text.len()).sum();
    u32::try_from(letters / 4).unwrap_or(u32::MAX)
}
