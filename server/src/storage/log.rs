//! The outbox as the log of the embedded bus: read by its groups, each with a position of its own.

use async_trait::async_trait;
use learnflow_contracts::EventId;
use learnflow_contracts::event::Topic;

use super::{Delivery, Error, Storage};

/// A part of the log.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    /// In order.
    pub deliveries: Vec<Delivery>,
    /// Everything up to here is either among them or of no interest.
    pub read_to: i64,
    /// Whether there is more to read at once.
    pub more: bool,
}

/// Events in an order in which those of one key are as they were committed.
#[async_trait]
pub trait Log: Storage {
    /// Up to `limit` events after `after` on any of `topics` that are for `group`. Never passes over one that is yet
    /// to be committed.
    async fn log_after(
        &self,
        after: i64,
        group: &str,
        topics: &[Topic],
        limit: u32,
    ) -> Result<Stretch, Error>;
    /// How far a group is; a new group starts at the beginning of the log.
    async fn group_position(&self, group: &str) -> Result<i64, Error>;
    /// Stores that everything up to `position` is finished for a group.
    async fn move_group(&self, group: &str, position: i64) -> Result<(), Error>;
    /// Counts a failed try, over restarts too. Returns how many there were.
    async fn count_try(&self, group: &str, event: EventId) -> Result<u32, Error>;
}
