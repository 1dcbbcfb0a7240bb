//! What a run needs to be repeated: randomness that comes from a seed, and clocks that only the program moves.
//!
//! A look at one of those clocks takes one step of [`Limits::clock_step`](crate::Limits::clock_step), a sleep as
//! long as was asked for (and it does sleep so long). How fast the machine is shows nowhere: a program that does more
//! and more work until the work takes long, as `Timer.autorange` of `timeit`, works on until its time is up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep_until};
use wasmtime::component::Resource;
use wasmtime_wasi::p2::bindings::clocks::{monotonic_clock, wall_clock};
use wasmtime_wasi::p2::bindings::random::random;
use wasmtime_wasi::p2::{DynPollable, Pollable, subscribe};
use wasmtime_wasi::{ResourceTable, WasiView, clocks::WasiClocksView};

use crate::instance::Host;

/// The most random bytes at once; wasmtime's own limit.
const MOST_BYTES: u64 = 64 << 20;

/// Clocks that stand still until the program looks at them or sleeps.
pub(crate) struct Clocks {
    start: Duration,
    step: Duration,
    /// Nanoseconds since the start.
    passed: Arc<AtomicU64>,
}

impl Clocks {
    /// `start` is the time of day, since 1970.
    pub(crate) fn new(start: Duration, step: Duration) -> Self {
        Self { start, step, passed: Arc::default() }
    }

    /// Nanoseconds since the start, with the step that this look takes.
    fn look(&self) -> u64 {
        let step = nanoseconds(self.step);
        self.passed.fetch_add(step, Ordering::Relaxed).saturating_add(step)
    }

    /// Something that is ready when a sleep is over, and moves the clocks as far; none for a time without end.
    fn sleep(
        &self,
        table: &mut ResourceTable,
        length: u64,
    ) -> Option<wasmtime::Result<Resource<DynPollable>>> {
        let until = Instant::now().checked_add(Duration::from_nanos(length))?;
        let reaches = self.passed.load(Ordering::Relaxed).saturating_add(length);
        let sleep = Sleep { until, reaches, passed: self.passed.clone() };
        Some(table.push(sleep).map_err(Into::into).and_then(|sleep| subscribe(table, sleep)))
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

struct Sleep {
    until: Instant,
    reaches: u64,
    passed: Arc<AtomicU64>,
}

#[wasmtime_wasi::async_trait]
impl Pollable for Sleep {
    async fn ready(&mut self) {
        sleep_until(self.until).await;
        self.passed.fetch_max(self.reaches, Ordering::Relaxed);
    }
}

/// Bytes that look random and follow from a seed: SHA-256 over the seed and a counter, the same on every machine and
/// in every version.
pub(crate) struct Seeded {
    seed: u64,
    blocks: u64,
}

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, blocks: 0 }
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length);
        while bytes.len() < length {
            let mut block = Sha256::new();
            block.update(self.seed.to_le_bytes());
            block.update(self.blocks.to_le_bytes());
            self.blocks += 1;
            let block = block.finalize();
            bytes.extend_from_slice(&block[..block.len().min(length - bytes.len())]);
        }
        bytes
    }
}

// The machine's own clocks and randomness where nothing else was asked for.

impl monotonic_clock::Host for Host {
    fn now(&mut self) -> wasmtime::Result<u64> {
        match &self.clocks {
            Some(clocks) => Ok(clocks.look()),
            None => monotonic_clock::Host::now(&mut self.clocks()),
        }
    }

    fn resolution(&mut self) -> wasmtime::Result<u64> {
        match &self.clocks {
            Some(clocks) => Ok(nanoseconds(clocks.step)),
            None => monotonic_clock::Host::resolution(&mut self.clocks()),
        }
    }

    fn subscribe_instant(&mut self, when: u64) -> wasmtime::Result<Resource<DynPollable>> {
        match &self.clocks {
            Some(clocks) => {
                let length = when.saturating_sub(clocks.passed.load(Ordering::Relaxed));
                monotonic_clock::Host::subscribe_duration(self, length)
            }
            None => self.clocks().subscribe_instant(when),
        }
    }

    fn subscribe_duration(&mut self, length: u64) -> wasmtime::Result<Resource<DynPollable>> {
        let slept = match &self.clocks {
            Some(clocks) if length > 0 => clocks.sleep(&mut self.table, length),
            _ => None,
        };
        slept.unwrap_or_else(|| self.clocks().subscribe_duration(length))
    }
}

impl wall_clock::Host for Host {
    fn now(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        match &self.clocks {
            Some(clocks) => Ok(datetime(clocks.start.saturating_add(Duration::from_nanos(clocks.look())))),
            None => wall_clock::Host::now(&mut self.clocks()),
        }
    }

    fn resolution(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        match &self.clocks {
            Some(clocks) => Ok(datetime(clocks.step)),
            None => wall_clock::Host::resolution(&mut self.clocks()),
        }
    }
}

fn datetime(time: Duration) -> wall_clock::Datetime {
    wall_clock::Datetime { seconds: time.as_secs(), nanoseconds: time.subsec_nanos() }
}

impl random::Host for Host {
    fn get_random_bytes(&mut self, length: u64) -> wasmtime::Result<Vec<u8>> {
        match &mut self.seeded {
            Some(_) if length > MOST_BYTES => wasmtime::bail!("too many random bytes at once"),
            Some(seeded) => Ok(seeded.bytes(usize::try_from(length)?)),
            None => self.ctx().ctx.random().get_random_bytes(length),
        }
    }

    fn get_random_u64(&mut self) -> wasmtime::Result<u64> {
        match &mut self.seeded {
            Some(seeded) => {
                let bytes = seeded.bytes(size_of::<u64>());
                Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
            }
            None => self.ctx().ctx.random().get_random_u64(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_however_they_are_asked_for_in_blocks() {
        let mut seeded = Seeded::new(7);
        let (first, second) = (seeded.bytes(32), seeded.bytes(32));
        assert_ne!(first, second);
        assert_eq!(Seeded::new(7).bytes(64), [first.clone(), second].concat());
        assert_ne!(Seeded::new(8).bytes(32), first);
        // A record of today is repeated in years: the bytes may not change with a version.
        assert_eq!(first[..4], FIRST_OF_SEVEN);
    }

    const FIRST_OF_SEVEN: [u8; 4] = [0x76, 0x10, 0x8F, 0x84];

    #[test]
    fn a_look_takes_a_step() {
        let clocks = Clocks::new(Duration::from_secs(1_000), Duration::from_millis(1));
        assert_eq!([clocks.look(), clocks.look()], [1_000_000, 2_000_000]);
    }
}
