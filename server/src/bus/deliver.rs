//! One delivery from the first try to the last: what the adapters that read a log have in common.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use async_trait::async_trait;
use futures::FutureExt;
use learnflow_contracts::event::Event;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{Handler, Outcome, Retry};

/// The longest wait while the storage is away.
const LONGEST_WHILE_AWAY: Duration = Duration::from_secs(1);

/// What differs between adapters when an event fails.
#[async_trait]
pub(super) trait Failures: Send + Sync {
    /// Counts a failed try. Returns how many there were; none when the failure is not the event's.
    async fn count_try(&self, event: &Event) -> u32;
    /// Puts the event aside for good; an error keeps it where it is.
    async fn bury(&self, event: &Event, reason: &str, tries: u32) -> anyhow::Result<()>;
}

/// How a group's events reach its handler.
#[derive(Clone)]
pub(super) struct Delivering {
    pub(super) group: &'static str,
    pub(super) handler: Arc<dyn Handler>,
    pub(super) retry: Retry,
    pub(super) stop: CancellationToken,
}

impl Delivering {
    /// Tries until the event is done with; `false` when `stop` fired first.
    pub(super) async fn deliver(&self, event: &Event, failures: &dyn Failures) -> bool {
        let span = tracing::info_span!("event", event.id = %event.id, traceparent = event.traceparent);
        self.try_again_and_again(event, failures).instrument(span).await
    }

    async fn try_again_and_again(&self, event: &Event, failures: &dyn Failures) -> bool {
        let group = self.group;
        // Waits grow also while no try is counted.
        let mut waits = 0;
        loop {
            let handled = AssertUnwindSafe(self.handler.handle(event)).catch_unwind().await;
            let (reason, give_up) =
                match handled.unwrap_or_else(|_| Outcome::Retry(anyhow!("the handler panicked"))) {
                    Outcome::Done => {
                        metrics::counter!("bus_delivered_total", "group" => group).increment(1);
                        return true;
                    }
                    Outcome::Drop(reason) => (reason, true),
                    Outcome::Retry(error) => (format!("{error:#}"), false),
                };
            let tries = failures.count_try(event).await;
            if give_up || tries >= self.retry.tries {
                match failures.bury(event, &reason, tries.max(1)).await {
                    Ok(()) => {
                        metrics::counter!("bus_dead_letters_total", "group" => group).increment(1);
                        tracing::error!(group, tries, reason, "event {} went to the dead letters", event.id);
                        return true;
                    }
                    Err(error) => {
                        let error = format!("{error:#}");
                        tracing::error!(group, error, "event {} cannot be put aside, and waits", event.id);
                    }
                }
            }
            waits += 1;
            tracing::warn!(group, tries, reason, "event {} failed, trying again", event.id);
            let wait = self.retry.wait(waits);
            // Nobody is to blame: what is away comes back by itself, and is looked for again soon.
            let wait = if tries == 0 { wait.min(LONGEST_WHILE_AWAY) } else { wait };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.stop.cancelled() => return false,
            }
        }
    }
}
