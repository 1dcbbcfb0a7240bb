//! One record on its way through a handler.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::anyhow;
use async_trait::async_trait;
use learnflow_contracts::dead_letter::{DeadLetter, Origin};
use learnflow_contracts::event::Event;
use tokio_util::sync::CancellationToken;

use super::dead_letters::Letters;
use super::record::Record;
use crate::bus::deliver::{Delivering, Failures};
use crate::clock::Clock;
use crate::storage::{DeadLetters, Storage};

/// How a group works on records.
pub(super) struct Worker {
    pub(super) delivering: Delivering,
    pub(super) letters: Arc<Letters>,
    pub(super) clock: Arc<dyn Clock>,
    /// Asked after each failure: while it is away no event is to blame.
    pub(super) storage: Arc<dyn Storage>,
}

impl Worker {
    /// The group it works for.
    pub(super) fn group(&self) -> &'static str {
        self.delivering.group
    }

    /// Fires when no more is to be begun.
    pub(super) fn stop(&self) -> &CancellationToken {
        &self.delivering.stop
    }

    /// Works on a record until it is done with; `false` when `stop` fired first.
    pub(super) async fn work(&self, record: &Record, stop: &CancellationToken) -> bool {
        if record.for_group.as_ref().is_some_and(|group| group != self.delivering.group) {
            return true;
        }
        let trying = Trying { worker: self, record, stop, tries: AtomicU32::new(0) };
        match &record.event {
            Some(event) => {
                let delivering = Delivering { stop: stop.clone(), ..self.delivering.clone() };
                delivering.deliver(event, &trying).await
            }
            None => trying.bury_what_is_no_event().await,
        }
    }
}

/// The tries of one record. They are counted in memory: a restart begins anew, which costs some tries more.
struct Trying<'a> {
    worker: &'a Worker,
    record: &'a Record,
    stop: &'a CancellationToken,
    tries: AtomicU32,
}

impl Trying<'_> {
    async fn bury_what_is_no_event(&self) -> bool {
        // Never with what could not be read: it may be a student's words.
        let reason = "the record is no event that this program knows";
        let group = self.worker.delivering.group;
        let Record { topic, partition, offset, .. } = self.record;
        tracing::error!(group, topic, partition, offset, "{reason}: it goes to the dead letters");
        self.put_aside(reason, 1).await.is_ok()
    }

    async fn put_aside(&self, reason: &str, tries: u32) -> anyhow::Result<()> {
        let letter = DeadLetter {
            event_id: self.record.id(),
            key: self.record.key.clone(),
            group: self.worker.delivering.group.to_owned(),
            reason: reason.to_owned(),
            tries,
            died_at: self.worker.clock.now(),
            origin: Origin {
                topic: self.worker.letters.plain(&self.record.topic).to_owned(),
                partition: Some(self.record.partition),
                offset: Some(self.record.offset),
            },
            record: self.record.value.clone(),
        };
        let buried = self.stop.run_until_cancelled(self.worker.letters.bury(&letter)).await;
        Ok(buried.ok_or_else(|| anyhow!("stopped before the broker had the dead letter"))??)
    }
}

#[async_trait]
impl Failures for Trying<'_> {
    async fn count_try(&self, _: &Event) -> u32 {
        if let Err(error) = self.worker.storage.ready().await {
            tracing::warn!(error = format!("{error:#}"), "the storage is away: the try does not count");
            return 0;
        }
        self.tries.fetch_add(1, Ordering::Relaxed) + 1
    }

    async fn bury(&self, _: &Event, reason: &str, tries: u32) -> anyhow::Result<()> {
        self.put_aside(reason, tries).await
    }
}
