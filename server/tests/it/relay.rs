//! The relay between an outbox and a broker that a test holds in its hand.

use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use learnflow_contracts::event::{CodeResult, Data, Event};
use learnflow_contracts::run::RunStatus;
use learnflow_contracts::{ClassId, EventId, RunId, StudentId};
use learnflow_server::bus::{Bus, Group, Handler, relay};
use learnflow_server::storage::sqlite::Sqlite;
use learnflow_server::storage::{Delivery, Outbox, Storage};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::world::{LIMIT, eventually};

/// A broker that remembers what it was given, and is away while the test says so.
#[derive(Default)]
struct Broker {
    has: Mutex<Vec<EventId>>,
    is_away: Mutex<bool>,
}

impl Broker {
    fn has(&self) -> Vec<EventId> {
        self.has.lock().unwrap().clone()
    }

    fn set_away(&self, away: bool) {
        *self.is_away.lock().unwrap() = away;
    }
}

#[async_trait]
impl Bus for Broker {
    async fn publish(&self, _: &Event) -> anyhow::Result<()> {
        unreachable!("the relay publishes by the batch")
    }

    async fn publish_all(&self, deliveries: &[Delivery]) -> anyhow::Result<()> {
        let taken = if *self.is_away.lock().unwrap() { deliveries.len() / 2 } else { deliveries.len() };
        self.has.lock().unwrap().extend(deliveries[..taken].iter().map(|one| one.event.id));
        anyhow::ensure!(taken == deliveries.len(), "the broker went away half-way");
        Ok(())
    }

    async fn consume(&self, _: Group, _: Arc<dyn Handler>, _: CancellationToken) -> anyhow::Result<()> {
        unreachable!("the relay consumes nothing")
    }
}

struct Relaying {
    stop: CancellationToken,
    running: JoinSet<anyhow::Result<()>>,
}

impl Relaying {
    fn start(storage: &Arc<Sqlite>, broker: &Arc<Broker>) -> Self {
        let (outbox, bus, stop) = (storage.clone(), broker.clone(), CancellationToken::new());
        let mut running = JoinSet::new();
        running.spawn(relay::run(outbox, bus, stop.clone()));
        Self { stop, running }
    }

    async fn stop(mut self) {
        self.stop.cancel();
        tokio::time::timeout(LIMIT, self.running.join_next()).await.unwrap().unwrap().unwrap().unwrap();
    }
}

fn open(folder: &Path) -> Arc<Sqlite> {
    Arc::new(Sqlite::open(&folder.join("learnflow.db")).unwrap())
}

async fn write(storage: &Sqlite, student: StudentId, count: usize) -> Vec<EventId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let result = CodeResult {
            run_id: RunId::new(),
            student_id: student,
            class_id: ClassId::new(),
            topic_id: None,
            exercise_id: None,
            status: RunStatus::Finished,
            error_kind: None,
            duration_ms: 1.0,
        };
        let time = "2026-03-02T09:00:00Z".parse().unwrap();
        let event = Event::new("execution", time, None, Data::CodeResult(result));
        storage.record_event(&event).await.unwrap();
        ids.push(event.id);
    }
    ids
}

async fn nothing_waits(storage: &Sqlite) {
    let look = async || storage.unpublished(10).await.unwrap().is_empty().then_some(());
    eventually("everything to be noted as published", look).await;
}

#[tokio::test]
async fn events_written_before_and_after_it_starts_are_published_once_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let (storage, broker) = (open(folder.path()), Arc::new(Broker::default()));
    let student = StudentId::new();
    let mut written = write(&storage, student, 700).await;
    let relaying = Relaying::start(&storage, &broker);
    written.extend(write(&storage, student, 50).await);
    nothing_waits(&storage).await;
    assert_eq!(broker.has(), written);
    relaying.stop().await;
}

#[tokio::test]
async fn of_two_relays_one_works_and_the_other_takes_over() {
    let folder = tempfile::tempdir().unwrap();
    let (storage, broker) = (open(folder.path()), Arc::new(Broker::default()));
    let student = StudentId::new();
    let relaying = [Relaying::start(&storage, &broker), Relaying::start(&storage, &broker)];
    let mut written = Vec::new();
    for one in relaying {
        written.extend(write(&storage, student, 20).await);
        nothing_waits(&storage).await;
        assert_eq!(broker.has(), written);
        one.stop().await;
    }
}

#[tokio::test]
async fn a_broker_that_was_away_gets_everything_in_order_of_the_first_time() {
    let folder = tempfile::tempdir().unwrap();
    let (storage, broker) = (open(folder.path()), Arc::new(Broker::default()));
    broker.set_away(true);
    let relaying = Relaying::start(&storage, &broker);
    let written = write(&storage, StudentId::new(), 10).await;
    eventually("a failed try", async || (broker.has().len() > 5).then_some(())).await;
    assert!(!storage.unpublished(10).await.unwrap().is_empty());
    broker.set_away(false);
    nothing_waits(&storage).await;
    let mut first_times = Vec::new();
    for id in broker.has() {
        if !first_times.contains(&id) {
            first_times.push(id);
        }
    }
    assert_eq!(first_times, written);
    relaying.stop().await;
}

#[tokio::test]
async fn a_relay_that_vanished_is_replaced_and_what_it_did_not_note_comes_again() {
    let folder = tempfile::tempdir().unwrap();
    let (storage, broker) = (open(folder.path()), Arc::new(Broker::default()));
    let gone = uuid::Uuid::now_v7();
    assert!(storage.lead(gone, std::time::Duration::from_millis(300)).await.unwrap());
    let written = write(&storage, StudentId::new(), 3).await;
    // It had published the first, and died before it was noted.
    broker.has.lock().unwrap().push(written[0]);
    let relaying = Relaying::start(&storage, &broker);
    nothing_waits(&storage).await;
    assert_eq!(broker.has(), [vec![written[0]], written].concat());
    relaying.stop().await;
}
