//! The Clock port: the only place that asks what time it is.

use std::fmt::Debug;
use std::sync::Arc;

use jiff::Timestamp;

/// What time it is. Tests use a clock that stands still until told otherwise.
pub trait Clock: Debug + Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug)]
pub struct System;

impl Clock for System {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock port's adapter")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's clock, ready to share.
pub fn system() -> Arc<dyn Clock> {
    Arc::new(System)
}
