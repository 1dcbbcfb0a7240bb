//! How long to wait before a worker that ended is started again: longer each time, for one that ends at once costs a
//! processor and fills the log.

use std::time::Duration;

/// A worker that lived so long was well.
const STEADY: Duration = Duration::from_secs(30);
const SHORTEST: Duration = Duration::from_millis(250);
/// What waits for this worker waits no longer.
const LONGEST: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Backoff {
    next: Duration,
}

impl Backoff {
    /// The pause after a worker that lived so long; none for the first that ends.
    pub(super) fn after(&mut self, lived: Duration) -> Duration {
        let pause = if lived >= STEADY { Duration::ZERO } else { self.next };
        self.next = (2 * pause).clamp(SHORTEST, LONGEST);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_early_end_costs_a_longer_pause_until_one_lives_long() {
        let mut backoff = Backoff::default();
        let early: Vec<_> = (0..8).map(|_| backoff.after(Duration::from_millis(10)).as_millis()).collect();
        assert_eq!(early, [0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
        assert_eq!(backoff.after(STEADY), Duration::ZERO);
        assert_eq!(backoff.after(Duration::ZERO), SHORTEST);
    }
}
