//! The outbox as the relay sees it: events that were written with their rows and wait for the broker.
//!
//! The embedded bus reads its log itself and needs none of this.

use std::time::Duration;

use anyhow::anyhow;
use async_trait::async_trait;
use learnflow_contracts::event::Event;
use learnflow_contracts::schema;
use tokio::sync::watch;
use uuid::Uuid;

use super::Error;

/// An event with its place in the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    pub seq: i64,
    pub event: Event,
    /// The only group it is for, when it is a dead letter's second chance.
    pub for_group: Option<String>,
}

/// The longest event, as JSON: a broker takes a million bytes (Kafka's `message.max.bytes`), headers and key with them.
pub const LONGEST: usize = 900_000;

/// Refuses what no broker would take: written, it would hold up all that is behind it. In debug builds and tests nothing
/// is written that does not fit its schema.
pub(super) fn fits(event: &Event, json: &str) -> Result<(), Error> {
    if json.len() > LONGEST {
        return Err(anyhow!(
            "an event of {} bytes is longer than a broker takes ({LONGEST}): it is not written",
            json.len()
        )
        .into());
    }
    if cfg!(debug_assertions) {
        schema::check(event).map_err(|reason| anyhow!("an event does not fit its schema: {reason}"))?;
    }
    Ok(())
}

/// What the relay needs of the storage. One relay works on a database at a time; should two believe it is
/// their turn, an event comes twice, yet one student's events keep the order in which each comes first.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes or renews the lease for `holder`, counted by the database's own clock; `false` while another holds it.
    async fn lead(&self, holder: Uuid, lease: Duration) -> Result<bool, Error>;
    /// Gives the lease back, so that the next relay need not wait for its end.
    async fn resign(&self, holder: Uuid) -> Result<(), Error>;
    /// The oldest unpublished events, each student's in the order in which they were committed.
    async fn unpublished(&self, limit: u32) -> Result<Vec<Delivery>, Error>;
    /// Notes that the broker has these.
    async fn mark_published(&self, seqs: &[i64]) -> Result<(), Error>;
    /// Changes when events have been written. News may get lost on the way: look now and then all the same.
    fn news(&self) -> watch::Receiver<i64>;
}
