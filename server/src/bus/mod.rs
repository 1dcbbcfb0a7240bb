//! The Bus port: carries events between roles, at least once, in order for one key on one topic.
//!
//! To add an adapter: one file here, one variant of the bus's config, an arm in `wiring.rs`, one line in
//! `tests/it/laws/bus.rs`.

pub mod dapr;
mod deliver;
pub mod embedded;
pub mod kafka;
pub mod relay;
mod retry;

use std::sync::Arc;

use async_trait::async_trait;
use learnflow_contracts::event::{Event, Topic};
use tokio_util::sync::CancellationToken;

pub use retry::Retry;

use crate::storage::Delivery;

/// Carries events between roles.
#[async_trait]
pub trait Bus: Send + Sync {
    /// Publishes an event that belongs to no stored row. What follows from a write goes through the outbox.
    async fn publish(&self, event: &Event) -> anyhow::Result<()>;

    /// Publishes what the relay read from the outbox, those of one key in this order, and answers when the broker
    /// has all of it. After an error some of it may have been published.
    async fn publish_all(&self, deliveries: &[Delivery]) -> anyhow::Result<()>;

    /// Feeds `handler` until `stop` fires and the deliveries in hand are finished. Events of one key come
    /// one after the other, in their order within a topic; between topics a broker may turn two around. Those of
    /// different keys may come at once. An event may come more than once.
    async fn consume(
        &self,
        group: Group,
        handler: Arc<dyn Handler>,
        stop: CancellationToken,
    ) -> anyhow::Result<()>;

    /// Whether what carries the events answers, beside the storage and the sidecar, which are asked themselves.
    async fn ready(&self) -> anyhow::Result<()> {
        Ok(())
    }
}

/// Those who share the work of one role; every group sees every event of its topics.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: &'static str,
    pub topics: &'static [Topic],
    pub from: From,
}

/// Where a group begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// Where it stopped; the first time at the oldest event kept.
    LastPosition,
    /// At what comes from now on, forgetting its place when it stops: for what is only of use at once.
    Now,
}

/// Takes events, one at a time for a key.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Applies an event; the effect of a second delivery must be none.
    async fn handle(&self, event: &Event) -> Outcome;
}

/// What became of a delivery.
#[derive(Debug)]
pub enum Outcome {
    Done,
    /// Not now: it comes again after a while, and goes to the dead letters after too many tries. Later
    /// events of its key wait.
    Retry(anyhow::Error),
    /// Never: it goes to the dead letters at once, with the reason.
    Drop(String),
}

/// Every group of the product with what it listens to, for what must be set up outside: the sidecars' subscriptions.
pub fn groups() -> Vec<(&'static str, &'static [Topic])> {
    [crate::progress::group(), crate::progress::struggle::group(), crate::realtime::group()]
        .into_iter()
        .map(|group| (group.name, group.topics))
        .chain(crate::tutor::groups())
        .collect()
}
