//! Clocks that a program reads in whole steps: too coarse to time a neighbour with.

use std::time::Duration;

use wasmtime_wasi::{HostMonotonicClock, HostWallClock, WasiCtxBuilder};

/// The host's clocks, rounded down to steps.
struct Coarse<T> {
    clock: T,
    step: Duration,
}

/// Gives a program clocks with this step; those of the machine itself have less than a microsecond.
pub(crate) fn set(wasi: &mut WasiCtxBuilder, step: Duration) {
    wasi.monotonic_clock(Coarse { clock: std::time::Instant::now(), step });
    wasi.wall_clock(Coarse { clock: (), step });
}

fn down(time: Duration, step: Duration) -> Duration {
    let step = step.as_nanos().max(1);
    let steps = time.as_nanos() / step;
    // Nanoseconds of a lifetime fit easily.
    Duration::from_nanos(u64::try_from(steps * step).unwrap_or(u64::MAX))
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl HostMonotonicClock for Coarse<std::time::Instant> {
    fn resolution(&self) -> u64 {
        nanoseconds(self.step)
    }

    fn now(&self) -> u64 {
        nanoseconds(down(self.clock.elapsed(), self.step))
    }
}

impl HostWallClock for Coarse<()> {
    fn resolution(&self) -> Duration {
        self.step
    }

    #[expect(clippy::disallowed_methods, reason = "the time of day that a program asks for")]
    fn now(&self) -> Duration {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        down(now.unwrap_or_default(), self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_in_whole_steps() {
        let step = Duration::from_millis(1);
        assert_eq!(down(Duration::from_micros(1_999), step), step);
        assert_eq!(down(Duration::from_micros(999), step), Duration::ZERO);
        assert_eq!(down(Duration::from_nanos(7), Duration::ZERO), Duration::from_nanos(7));
    }
}
