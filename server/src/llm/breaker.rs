//! The circuit breaker: a model that failed five times in a row is left alone for a while, then tried with one
//! question. No time-out of a dead model is then paid by a whole class.

use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row that open it.
const FAILURES: u32 = 5;

#[derive(Debug)]
pub(super) struct Breaker {
    rest: Duration,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Questions pass; so many failed in a row.
    Closed(u32),
    /// None passes before then.
    Open { until: Instant },
    /// One is on its way to find out.
    Probing,
}

impl Breaker {
    pub(super) fn new(rest: Duration) -> Self {
        Self { rest, state: State::Closed(0) }
    }

    /// Whether a question can hope to pass at all; no promise is made.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        matches!(self.state, State::Open { until } if now < until)
    }

    /// Asks for passage of one question. Whoever gets it says how it went: one of the three below.
    pub(super) fn pass(&mut self, now: Instant) -> bool {
        match self.state {
            State::Closed(_) => true,
            State::Open { until } if until <= now => {
                self.state = State::Probing;
                true
            }
            State::Open { .. } | State::Probing => false,
        }
    }

    pub(super) fn succeeded(&mut self) {
        self.state = State::Closed(0);
    }

    pub(super) fn failed(&mut self, now: Instant) {
        self.state = match self.state {
            State::Closed(before) if before + 1 < FAILURES => State::Closed(before + 1),
            State::Closed(_) | State::Probing => State::Open { until: now + self.rest },
            // A question that was on its way when it opened.
            State::Open { until } => State::Open { until },
        };
    }

    /// It was stopped before anybody could tell.
    pub(super) fn stopped(&mut self, now: Instant) {
        if matches!(self.state, State::Probing) {
            self.state = State::Open { until: now };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_after_five_in_a_row_and_closes_after_a_probe_that_works() {
        let mut breaker = Breaker::new(Duration::from_secs(30));
        let start = Instant::now();
        for _ in 0..4 {
            breaker.failed(start);
        }
        breaker.succeeded();
        for _ in 0..4 {
            breaker.failed(start);
            assert!(breaker.pass(start));
        }
        breaker.failed(start);
        assert!(breaker.is_open(start) && !breaker.pass(start));

        let later = start + Duration::from_secs(30);
        assert!(breaker.pass(later), "one is let through to find out");
        assert!(!breaker.pass(later), "only one");
        breaker.failed(later);
        assert!(breaker.is_open(later), "a failed probe opens it again");

        let later = later + Duration::from_secs(30);
        assert!(breaker.pass(later));
        breaker.stopped(later);
        assert!(breaker.pass(later), "a probe that was stopped leaves the question open");
        breaker.succeeded();
        assert!(breaker.pass(later) && breaker.pass(later));
    }
}
