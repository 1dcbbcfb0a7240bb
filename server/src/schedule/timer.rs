//! Ticks from this process's own timer.

use std::sync::Arc;
use std::time::Duration;

use super::{Job, Schedule, Ticks};

/// Time alone.
pub struct Timer;

impl Schedule for Timer {
    fn ticks(&self, _: Job, every: Duration) -> Ticks {
        Ticks::new(every, Arc::default())
    }
}
