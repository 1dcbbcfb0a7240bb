//! How long to wait between tries.

use std::time::Duration;

use rand::Rng;

/// Exponential back-off with jitter, so that the waits
/// of many that failed together spread out (AWS Architecture Blog, 2015).
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    /// Tries before an event goes to the dead letters.
    pub tries: u32,
    /// The longest wait after the first failure; doubled with each further one.
    pub first: Duration,
    /// No wait is longer.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { tries: 5, first: Duration::from_millis(100), longest: Duration::from_secs(10) }
    }
}

impl Retry {
    /// How long to wait after `failures` failures: between half and all of the back-off.
    pub fn wait(&self, failures: u32) -> Duration {
        let backoff = self.first.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(self.longest);
        backoff.mul_f64(rand::rng().random_range(0.5..=1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_never_agree_by_design() {
        let retry =
            Retry { tries: 5, first: Duration::from_millis(100), longest: Duration::from_millis(300) };
        for (failures, most) in [(1, 100), (2, 200), (3, 300), (4, 300), (60, 300)] {
            for _ in 0..50 {
                let wait = retry.wait(failures);
                assert!(wait >= Duration::from_millis(most / 2) && wait <= Duration::from_millis(most));
            }
        }
    }
}
