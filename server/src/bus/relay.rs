//! The relay: hands the outbox to a broker, each student's events in order, at least once.
//!
//! Every process of the school may run one; the lease in the database lets one of them work, and another takes
//! over when it is gone. An event counts as published when the broker has said so; what was on its way when a
//! relay died is published again, and the consumers' inboxes know it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Bus, Retry};
use crate::storage::{Delivery, Outbox};

/// Events handed to the broker at once.
const BATCH: u32 = 512;
/// A relay that has died is replaced after this.
const LEASE: Duration = Duration::from_secs(5);
/// How often the lease is renewed, and asked for by those that wait.
const RENEW_EVERY: Duration = Duration::from_millis(1_500);
/// Looks without being woken: a notification may get lost with its connection.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Waits while the broker or the database is away: soon at first, since both come back by themselves.
const BACK_OFF: Retry =
    Retry { tries: u32::MAX, first: Duration::from_millis(100), longest: Duration::from_secs(2) };

/// Publishes what is written to `outbox` on `bus`, while this is the one to do it, until `stop` fires.
///
/// # Errors
/// Never: a broker or a database that is away is waited for.
pub async fn run(outbox: Arc<dyn Outbox>, bus: Arc<dyn Bus>, stop: CancellationToken) -> anyhow::Result<()> {
    let relay =
        Relay { outbox, bus, holder: Uuid::now_v7(), unmarked: Mutex::default(), more: Notify::new() };
    stop.run_until_cancelled(relay.serve()).await;
    // What was published and not noted yet is noted now; if this fails, it is published twice.
    if let Err(error) = relay.mark().await {
        tracing::warn!(error = format!("{error:#}"), "the relay could not note what it published last");
    }
    if let Err(error) = relay.outbox.resign(relay.holder).await {
        tracing::warn!(
            error = format!("{error:#}"),
            "the relay's lease could not be given back and will run out"
        );
    }
    Ok(())
}

struct Relay {
    outbox: Arc<dyn Outbox>,
    bus: Arc<dyn Bus>,
    holder: Uuid,
    /// Published, and not noted as such in the database.
    unmarked: Mutex<BTreeSet<i64>>,
    /// Something was added to `unmarked`.
    more: Notify,
}

impl Relay {
    /// Waits for its turn and works while it lasts, for ever.
    async fn serve(&self) {
        loop {
            if self.leads().await == Some(true) {
                tracing::info!("this process relays events to the broker now");
                tokio::select! {
                    () = self.keep_lead() => {}
                    () = self.publish_all() => {}
                    () = self.mark_all() => {}
                }
                tracing::warn!("another process relays events to the broker now");
            }
            tokio::time::sleep(RENEW_EVERY).await;
        }
    }

    /// Whether it is this relay's turn; `None` when the database does not say.
    async fn leads(&self) -> Option<bool> {
        match self.outbox.lead(self.holder, LEASE).await {
            Ok(leads) => Some(leads),
            Err(error) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "the relay cannot reach the database, trying again"
                );
                None
            }
        }
    }

    /// Returns when another relay has taken over. A database that is away takes the turn from nobody: nothing
    /// can be read from it meanwhile, by anybody.
    async fn keep_lead(&self) {
        let mut renew = tokio::time::interval(RENEW_EVERY);
        loop {
            renew.tick().await;
            if self.leads().await == Some(false) {
                return;
            }
        }
    }

    async fn publish_all(&self) {
        let mut news = self.outbox.news();
        let mut failures = 0;
        loop {
            news.mark_unchanged();
            match self.publish_some().await {
                Ok(0) => {
                    failures = 0;
                    // Told or not, it looks again. A closed channel tells nothing any more.
                    if let Ok(Err(_)) = tokio::time::timeout(LOOK_EVERY, news.changed()).await {
                        tokio::time::sleep(LOOK_EVERY).await;
                    }
                }
                Ok(_) => failures = 0,
                Err(error) => {
                    failures += 1;
                    let error = format!("{error:#}");
                    tracing::warn!(error, failures, "the relay could not publish, trying again");
                    tokio::time::sleep(BACK_OFF.wait(failures)).await;
                }
            }
        }
    }

    /// Publishes the oldest events that wait. Returns how many.
    async fn publish_some(&self) -> anyhow::Result<usize> {
        // Taken before reading: what is noted in between is known here still, and is not taken for new.
        let known = self.unmarked().clone();
        let limit = BATCH.saturating_add(u32::try_from(known.len()).unwrap_or(u32::MAX));
        let waiting: Vec<Delivery> = self.outbox.unpublished(limit).await?;
        let batch: Vec<_> = waiting.into_iter().filter(|one| !known.contains(&one.seq)).collect();
        if batch.is_empty() {
            return Ok(0);
        }
        self.bus.publish_all(&batch).await?;
        metrics::counter!("relay_published_total").increment(batch.len() as u64);
        self.unmarked().extend(batch.iter().map(|one| one.seq));
        self.more.notify_one();
        Ok(batch.len())
    }

    /// Notes what was published, beside the publishing: a commit takes longer than the broker.
    async fn mark_all(&self) {
        let mut failures = 0;
        loop {
            self.more.notified().await;
            while let Err(error) = self.mark().await {
                failures += 1;
                let error = format!("{error:#}");
                tracing::warn!(error, failures, "the relay could not note what it published, trying again");
                tokio::time::sleep(BACK_OFF.wait(failures)).await;
            }
            failures = 0;
        }
    }

    async fn mark(&self) -> anyhow::Result<()> {
        let seqs: Vec<_> = self.unmarked().iter().copied().collect();
        if !seqs.is_empty() {
            self.outbox.mark_published(&seqs).await?;
            self.unmarked().retain(|seq| seqs.binary_search(seq).is_err());
        }
        Ok(())
    }

    fn unmarked(&self) -> std::sync::MutexGuard<'_, BTreeSet<i64>> {
        self.unmarked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
