//! The Schedule port: tells when work is due that comes again and again.
//!
//! A tick says "look now" and nothing else. One that comes twice finds nothing left to do, one that is missed is made
//! up for by the next; so work that hangs on a tick must look at everything that is due, and bear being done by several
//! processes at once.
//!
//! To add work: a variant of [`Job`], for Dapr a component in `k3s/dapr/schedule.yaml` (a test compares them).
//! To add an adapter: a file here, an arm in `wiring`, its line in `tests/it/laws/schedule.rs`.

mod dapr;
mod timer;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

pub use dapr::Dapr;
pub use timer::Timer;

use crate::role::Role;

/// Says when work is due.
pub trait Schedule: Send + Sync {
    /// When `job` is due: once at the start, then about `every` so often.
    fn ticks(&self, job: Job, every: Duration) -> Ticks;
}

/// Work that comes again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Deletes what has outlived its use: published events, first answers to idempotency keys, values of the state.
    Housekeeping,
    /// Ends questions whose server died.
    Sweep,
    /// Looks at those who work on without a result.
    Look,
}

impl Job {
    /// All of them.
    pub const ALL: [Job; 3] = [Job::Housekeeping, Job::Sweep, Job::Look];

    /// The last part of its route.
    pub const fn name(self) -> &'static str {
        match self {
            Job::Housekeeping => "housekeeping",
            Job::Sweep => "sweep",
            Job::Look => "look",
        }
    }

    /// Who does it.
    pub const fn role(self) -> Role {
        match self {
            Job::Housekeeping | Job::Look => Role::Progress,
            Job::Sweep => Role::Triage,
        }
    }
}

/// The ticks of one job. Those that come while nobody waits are one.
pub struct Ticks {
    /// The longest time without one.
    patience: Duration,
    next: Instant,
    told: Arc<Notify>,
}

impl Ticks {
    /// The first at once; then when `told` says so, and after `patience` in any case.
    fn new(patience: Duration, told: Arc<Notify>) -> Self {
        Self { patience, next: Instant::now(), told }
    }

    /// Waits for the next. May be dropped half-way.
    pub async fn next(&mut self) {
        tokio::select! {
            () = tokio::time::sleep_until(self.next) => {}
            () = self.told.notified() => {}
        }
        self.next = Instant::now() + self.patience;
    }
}
