//! Turns at the model: a queue that is fair among students, with the place shown as it moves. All that agents
//! know of a model is [`Turns::ask`].
//!
//! There is no task behind it: each [`Turn`] is a stream that waits for its place, asks the model and passes
//! the pieces on, and dropping it at any point gives the place to the next. So poll it to its end or drop it.

mod queue;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_stream::stream;
use futures::StreamExt;
use futures::stream::BoxStream;
use learnflow_contracts::{ClassId, StudentId};
use tokio::sync::watch;
use tokio::time::Instant;

use self::queue::{Queue, Ticket};
use super::breaker::Breaker;
use super::{Ask, Error, Llm, Patience, Piece, Usage, held};

/// What a [`Turn`] says, in this order: places (at least one, at once), text, and one of the three others.
#[derive(Debug)]
pub enum Step {
    Place(Place),
    Text(String),
    /// The answer is whole.
    Done(Usage),
    /// The model was not asked: answer from the library.
    Refused(Refused),
    /// The model failed; what text there was is not to be trusted to be whole.
    Failed(Error),
}

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Questions that are taken before it.
    pub ahead: usize,
    /// Until it is taken, as the last answers went.
    pub expected_ms: u64,
}

/// Why the model was not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// Too many wait.
    Full,
    /// The class has used up its tokens of the day.
    Budget,
    /// The model failed often in a row and is left alone for a while.
    Resting,
    /// There is no model.
    Off,
}

impl Refused {
    /// Its short name, for metrics and receipts.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Budget => "budget",
            Self::Resting => "resting",
            Self::Off => "off",
        }
    }
}

/// One question's way through the queue and the model. Dropping it is the way to stop.
pub type Turn = BoxStream<'static, Step>;

/// How many, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Answers that are written at the same time.
    pub slots: usize,
    /// Questions that may wait.
    pub waiting: usize,
    /// Of those, one student's.
    pub waiting_per_student: usize,
    pub patience: Patience,
    /// How long a model is left alone after five failures in a row.
    pub rest: Duration,
}

/// The handle to the queue; cheap to clone.
#[derive(Clone)]
pub struct Turns(Option<Arc<Inner>>);

struct Inner {
    llm: Arc<dyn Llm>,
    settings: Settings,
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
enum Spot {
    Waiting(Place),
    /// At the model.
    Taken,
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Turns").field(&self.model()).finish()
    }
}

impl Turns {
    /// No model: every question is refused at once.
    pub fn off() -> Self {
        Self(None)
    }

    /// Turns at this model.
    pub fn new(llm: Arc<dyn Llm>, settings: Settings) -> Self {
        let state = State {
            queue: Queue::new(settings.slots),
            breaker: Breaker::new(settings.rest),
            spots: HashMap::new(),
        };
        Self(Some(Arc::new(Inner { llm, settings, opened: Instant::now(), state: Mutex::new(state) })))
    }

    /// The model's name, for the receipt; none when there is none.
    pub fn model(&self) -> Option<&str> {
        self.0.as_ref().map(|inner| inner.llm.name())
    }

    /// Whether a question would now be taken into the queue: a hint for what to tell, not a promise.
    pub fn is_open(&self) -> bool {
        self.0.as_ref().is_some_and(|inner| {
            let state = inner.lock();
            !state.breaker.is_open(Instant::now()) && state.queue.waiting() < inner.settings.waiting
        })
    }

    /// Puts a question into the queue; it has its place before this returns. The student and the class decide
    /// whose turn it is and what it may cost; the model never hears of them.
    pub fn ask(&self, student: StudentId, class: ClassId, ask: Ask) -> Turn {
        let _ = class;
        let entered = match &self.0 {
            None => Err(Refused::Off),
            Some(inner) => inner.enter(student, &ask),
        };
        match entered {
            Err(refused) => {
                metrics::counter!("llm_refused_total", "reason" => refused.kind()).increment(1);
                futures::stream::iter([Step::Refused(refused)]).boxed()
            }
            Ok(seat) => turn(seat, ask),
        }
    }
}

fn turn(mut seat: Seat, ask: Ask) -> Turn {
    let steps = stream! {
        let asked = Instant::now();
        let mut shown = false;
        loop {
            let spot = *seat.spot.borrow_and_update();
            match spot {
                Spot::Waiting(place) => yield Step::Place(place),
                Spot::Taken if shown => break,
                Spot::Taken => yield Step::Place(Place { ahead: 0, expected_ms: 0 }),
            }
            shown = true;
            if spot == Spot::Taken || seat.spot.changed().await.is_err() {
                break;
            }
        }
        metrics::histogram!("llm_queue_seconds").record(asked.elapsed());
        if !seat.pass() {
            metrics::counter!("llm_refused_total", "reason" => Refused::Resting.kind()).increment(1);
            yield Step::Refused(Refused::Resting);
            return;
        }
        let mut answer = held::ask(&seat.inner.llm, ask, seat.inner.settings.patience);
        loop {
            match answer.next().await {
                Some(Ok(Piece::Text(text))) => {
                    seat.pieces += 1;
                    yield Step::Text(text);
                }
                Some(Ok(Piece::Done(usage))) => {
                    seat.answered(usage);
                    yield Step::Done(usage);
                    return;
                }
                ended => {
                    let error = ended.and_then(Result::err).unwrap_or(Error::CutOff);
                    seat.failed(&error);
                    yield Step::Failed(error);
                    return;
                }
            }
        }
    };
    steps.boxed()
}

/// A question's seat, first in the queue, then at the model; given up when dropped.
struct Seat {
    inner: Arc<Inner>,
    ticket: Ticket,
    spot: watch::Receiver<Spot>,
    /// The work of reading the question, as guessed from its length.
    reading: f64,
    /// Of text, so far: about one a token.
    pieces: u32,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    /// Not asked yet.
    Waiting,
    /// The model is at it.
    Asked,
    /// After so much work; whole or failed.
    Over { work: f64, whole: bool },
}

impl Seat {
    /// Whether the model may be asked.
    fn pass(&mut self) -> bool {
        let passes = self.inner.lock().breaker.pass(Instant::now());
        self.how = if passes { How::Asked } else { How::Over { work: 0.0, whole: false } };
        passes
    }

    fn answered(&mut self, usage: Usage) {
        self.inner.lock().breaker.succeeded();
        self.how = How::Over { work: work(usage), whole: true };
        metrics::counter!("llm_answers_total", "outcome" => "done").increment(1);
        for (kind, tokens) in [("prompt", usage.prompt), ("cached", usage.cached), ("answer", usage.answer)] {
            metrics::counter!("llm_tokens_total", "kind" => kind).increment(u64::from(tokens));
        }
    }

    fn failed(&mut self, error: &Error) {
        let mut state = self.inner.lock();
        if error.speaks_against_the_model() {
            state.breaker.failed(Instant::now());
        } else {
            state.breaker.succeeded();
        }
        drop(state);
        self.how = How::Over { work: self.work_so_far(), whole: false };
        metrics::counter!("llm_answers_total", "outcome" => error.kind()).increment(1);
        tracing::warn!(kind = error.kind(), error = format!("{error:#}"), "a model's answer failed: {error}");
    }

    fn work_so_far(&self) -> f64 {
        self.reading + f64::from(self.pieces)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let inner = self.inner.clone();
        let mut state = inner.lock();
        state.spots.remove(&self.ticket);
        match self.how {
            How::Waiting => {
                // It may have been taken, and dropped before anybody looked.
                state.queue.leave(self.ticket);
                state.queue.finish(self.ticket, 0.0, false, inner.now_s());
            }
            How::Asked => {
                state.breaker.stopped(Instant::now());
                state.queue.finish(self.ticket, self.work_so_far(), false, inner.now_s());
                metrics::counter!("llm_answers_total", "outcome" => "stopped").increment(1);
            }
            How::Over { work, whole } => state.queue.finish(self.ticket, work, whole, inner.now_s()),
        }
        inner.advance(&mut state);
    }
}

impl Inner {
    fn enter(self: &Arc<Self>, student: StudentId, ask: &Ask) -> Result<Seat, Refused> {
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
        let ticket = state.queue.enter(student, reading);
        let (sender, spot) = watch::channel(Spot::Waiting(Place { ahead: 0, expected_ms: 0 }));
        state.spots.insert(ticket, sender);
        self.advance(&mut state);
        Ok(Seat { inner: self.clone(), ticket, spot, reading, pieces: 0, how: How::Waiting })
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

/// The work of reading a question, guessed at four letters a token; the standing orders are read already.
fn reading(ask: &Ask) -> f64 {
    let letters: usize = ask.messages.iter().map(|message| message.text.len()).sum();
    f64::from(u32::try_from(letters / 4).unwrap_or(u32::MAX)) * READING
}
