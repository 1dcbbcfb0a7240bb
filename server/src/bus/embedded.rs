//! The embedded bus: the outbox table is the log, a watch channel the wake-up.
//!
//! Each group keeps a position; everything up to it is finished. Keys are worked on side by side, the events
//! of one key in order. An event that fails is tried again with back-off while only its own key waits. After
//! a crash the events between the stored position and the crash come again: consumers know them by their
//! inbox.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use async_trait::async_trait;
use learnflow_contracts::dead_letter::DeadLetter;
use learnflow_contracts::event::Event;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::deliver::{Delivering, Failures};
use super::{Bus, From, Group, Handler, Retry};
use crate::clock::Clock;
use crate::storage::{self, Delivery, Log};

/// Events read at once.
const READ: u32 = 256;
/// Events taken from the log and not finished: past these, reading waits.
const OUTSTANDING: usize = 1_024;
/// Keys worked on side by side.
const KEYS: usize = 64;
/// How often a group's position is stored while it moves.
const STORE_EVERY: Duration = Duration::from_millis(200);

/// Events over the outbox, for one process with all roles.
pub struct Embedded {
    log: Arc<dyn Log>,
    clock: Arc<dyn Clock>,
    retry: Retry,
}

impl Embedded {
    /// A bus over this log.
    pub fn new(log: Arc<dyn Log>, clock: Arc<dyn Clock>, retry: Retry) -> Self {
        Self { log, clock, retry }
    }
}

#[async_trait]
impl Bus for Embedded {
    async fn publish(&self, event: &Event) -> anyhow::Result<()> {
        Ok(self.log.record_event(event).await?)
    }

    async fn publish_all(&self, _: &[Delivery]) -> anyhow::Result<()> {
        bail!("the embedded bus reads the outbox itself: it needs no relay")
    }

    async fn consume(
        &self,
        group: Group,
        handler: Arc<dyn Handler>,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let mut published = self.log.news();
        let position = match group.from {
            From::LastPosition => match self.position(group.name, &stop).await? {
                Some(position) => position,
                None => return Ok(()),
            },
            From::Now => *published.borrow_and_update(),
        };
        let worker = Arc::new(Worker {
            log: self.log.clone(),
            clock: self.clock.clone(),
            delivering: Delivering { group: group.name, handler, retry: self.retry, stop: stop.clone() },
        });
        let mut reading = Reading { read_to: position, ..Reading::default() };
        let mut store = Position::new(self.log.clone(), &group, position);
        let mut unread = true;
        // Of reading, one after the other, while the log's server is away.
        let mut failures = 0;
        loop {
            while unread && !stop.is_cancelled() && reading.outstanding.len() < OUTSTANDING {
                match self.log.log_after(reading.read_to, group.name, group.topics, READ).await {
                    Ok(stretch) => {
                        (unread, failures) = (stretch.more, 0);
                        reading.take(stretch.deliveries, stretch.read_to);
                    }
                    Err(error) if heals(&error) => {
                        failures += 1;
                        break;
                    }
                    Err(error) => return Err(error).context("reading the log"),
                }
            }
            reading.start_keys(&worker);
            if stop.is_cancelled() && reading.running.is_empty() {
                return store.last(reading.finished_to()).await;
            }
            let finished_to = reading.finished_to();
            tokio::select! {
                Some(ended) = reading.running.join_next() => reading.finish(ended.context("a delivery was cut short")?),
                changed = published.changed(), if !unread => {
                    changed.context("the log is closed")?;
                    unread = true;
                }
                () = tokio::time::sleep(self.retry.wait(failures)), if failures > 0 => {}
                stored = store.now_and_then(finished_to) => stored?,
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }
}

impl Embedded {
    /// Where a group stopped; `None` when `stop` fired before the log could tell.
    async fn position(&self, group: &'static str, stop: &CancellationToken) -> anyhow::Result<Option<i64>> {
        let mut failures = 0;
        loop {
            match self.log.group_position(group).await {
                Ok(position) => return Ok(Some(position)),
                Err(error) if heals(&error) => failures += 1,
                Err(error) => return Err(error).context("reading the group's position"),
            }
            tokio::select! {
                () = tokio::time::sleep(self.retry.wait(failures)) => {}
                () = stop.cancelled() => return Ok(None),
            }
        }
    }
}

/// Whether the log's server may be there again in a moment.
fn heals(error: &storage::Error) -> bool {
    matches!(error, storage::Error::Away(_) | storage::Error::Busy)
}

/// What a group has read and what of it is not finished.
#[derive(Default)]
struct Reading {
    /// How far the log was read.
    read_to: i64,
    /// Read and not finished.
    outstanding: BTreeSet<i64>,
    /// Waiting, by key, in the order of the log. A key being worked on has an entry, perhaps empty.
    waiting: HashMap<String, VecDeque<Delivery>>,
    /// Keys with something waiting that nobody works on.
    idle: VecDeque<String>,
    running: JoinSet<Worked>,
}

/// A key whose worker has ended, with the events it finished and those it gave back.
struct Worked {
    key: String,
    finished: Vec<i64>,
}

impl Reading {
    fn take(&mut self, deliveries: Vec<Delivery>, read_to: i64) {
        self.read_to = read_to;
        for delivery in deliveries {
            self.outstanding.insert(delivery.seq);
            let key = delivery.event.key();
            let queue = self.waiting.entry(key.clone()).or_insert_with(|| {
                self.idle.push_back(key);
                VecDeque::new()
            });
            queue.push_back(delivery);
        }
    }

    fn start_keys(&mut self, worker: &Arc<Worker>) {
        while self.running.len() < KEYS && !worker.delivering.stop.is_cancelled() {
            let Some(key) = self.idle.pop_front() else { return };
            let batch = std::mem::take(self.waiting.get_mut(&key).expect("an idle key has a queue"));
            self.running.spawn(worker.clone().work(key, batch));
        }
    }

    fn finish(&mut self, worked: Worked) {
        for seq in worked.finished {
            self.outstanding.remove(&seq);
        }
        if self.waiting.get(&worked.key).is_some_and(VecDeque::is_empty) {
            self.waiting.remove(&worked.key);
        } else {
            self.idle.push_back(worked.key);
        }
    }

    /// How far everything is finished.
    fn finished_to(&self) -> i64 {
        self.outstanding.first().map_or(self.read_to, |oldest| oldest - 1)
    }
}

/// Stores a group's position now and then: storing every step would cost each event a commit of its own, and
/// what comes again after a crash is recognised by the inbox.
struct Position {
    log: Arc<dyn Log>,
    group: &'static str,
    kept: bool,
    stored: i64,
    due: tokio::time::Interval,
}

impl Position {
    fn new(log: Arc<dyn Log>, group: &Group, stored: i64) -> Self {
        let mut due = tokio::time::interval(STORE_EVERY);
        due.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { log, group: group.name, kept: group.from == From::LastPosition, stored, due }
    }

    /// Waits until it is time and stores `finished_to`; for ever when that is stored. May be dropped half-way.
    async fn now_and_then(&mut self, finished_to: i64) -> anyhow::Result<()> {
        if !self.kept || finished_to <= self.stored {
            return std::future::pending().await;
        }
        self.due.tick().await;
        match self.log.move_group(self.group, finished_to).await {
            Ok(()) => self.stored = finished_to,
            // The next time will do: what comes again is recognised by the inbox.
            Err(error) if heals(&error) => {}
            Err(error) => return Err(error).context("storing the group's position"),
        }
        Ok(())
    }

    /// Stores where it stopped.
    async fn last(self, finished_to: i64) -> anyhow::Result<()> {
        if self.kept && finished_to > self.stored {
            self.log.move_group(self.group, finished_to).await.context("storing the group's position")?;
        }
        Ok(())
    }
}

struct Worker {
    log: Arc<dyn Log>,
    clock: Arc<dyn Clock>,
    delivering: Delivering,
}

impl Worker {
    /// Delivers the events of one key in order, until they are finished or `stop` fires.
    async fn work(self: Arc<Self>, key: String, batch: VecDeque<Delivery>) -> Worked {
        let mut finished = Vec::with_capacity(batch.len());
        for delivery in batch {
            if self.delivering.stop.is_cancelled()
                || !self.delivering.deliver(&delivery.event, self.as_ref()).await
            {
                break;
            }
            finished.push(delivery.seq);
        }
        Worked { key, finished }
    }
}

#[async_trait]
impl Failures for Worker {
    async fn count_try(&self, event: &Event) -> u32 {
        // The count matters less than going on: without a disk nothing can be buried either.
        self.log.count_try(self.delivering.group, event.id).await.unwrap_or(1)
    }

    async fn bury(&self, event: &Event, reason: &str, tries: u32) -> anyhow::Result<()> {
        let letter = DeadLetter::of(event, self.delivering.group, reason, tries, self.clock.now())?;
        Ok(self.log.bury(&letter).await?)
    }
}
