//! Turns at the model: a queue that is fair among students, with the place shown as it moves. All that agents
//! know of a model is [`Turns::ask`].
//!
//! There is no task behind it: each [`Turn`] is a stream that waits for its place, asks the model and passes
//! the pieces on, and dropping it at any point gives the place to the next. So poll it to its end or drop it.

mod line;
mod purse;
mod queue;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_stream::stream;
use futures::StreamExt;
use futures::stream::BoxStream;
use learnflow_contracts::{ClassId, StudentId};
use tokio::time::Instant;

use self::line::{Line, Seat, Spot};
pub use self::purse::Purse;
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

    fn counted(self) -> Step {
        metrics::counter!("llm_refused_total", "reason" => self.kind()).increment(1);
        Step::Refused(self)
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
pub struct Turns(Option<Arc<Line>>);

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
        Self(Some(Arc::new(Line::new(llm, settings, None))))
    }

    /// The same, with a budget for each class.
    pub fn on_budget(llm: Arc<dyn Llm>, settings: Settings, purse: Purse) -> Self {
        Self(Some(Arc::new(Line::new(llm, settings, Some(purse)))))
    }

    /// The model's name, for the receipt; none when there is none.
    pub fn model(&self) -> Option<&str> {
        self.0.as_ref().map(|line| line.llm.name())
    }

    /// Whether a question would now be taken into the queue: a hint for what to tell, not a promise.
    pub fn is_open(&self) -> bool {
        self.0.as_ref().is_some_and(|line| line.is_open())
    }

    /// Puts a question into the queue; it has its place before this returns. The student and the class decide
    /// whose turn it is and what it may cost; the model never hears of them.
    pub fn ask(&self, student: StudentId, class: ClassId, ask: Ask) -> Turn {
        let entered = match &self.0 {
            None => Err(Refused::Off),
            Some(line) => line.enter(student, class, &ask),
        };
        match entered {
            Err(refused) => futures::stream::iter([refused.counted()]).boxed(),
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
            if !shown && let Err(step) = seat.pay(&ask).await {
                yield step;
                return;
            }
            shown = true;
            if spot == Spot::Taken || seat.spot.changed().await.is_err() {
                break;
            }
        }
        metrics::histogram!("llm_queue_seconds").record(asked.elapsed());
        if let Err(step) = seat.pass() {
            yield step;
            return;
        }
        let mut answer = held::ask(&seat.line.llm, ask, seat.line.settings.patience);
        loop {
            match answer.next().await {
                Some(Ok(Piece::Text(text))) => {
                    seat.pieces += 1;
                    yield Step::Text(text);
                }
                Some(Ok(Piece::Done(usage))) => {
                    seat.answered(usage);
                    seat.settle().await;
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
