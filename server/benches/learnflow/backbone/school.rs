//! A class in a storage, whose events are written and applied as the product does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use futures::{StreamExt, TryStreamExt, stream};
use learnflow_contracts::classes::LastWhat;
use learnflow_contracts::event::{Event, Topic};
use learnflow_contracts::run::RunStatus;
use learnflow_contracts::{ClassId, EventId, StudentId};
use learnflow_server::bus::{Bus, From, Group, Handler, Outcome};
use learnflow_server::clock;
use learnflow_server::storage::{Activity, Log, What};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::fixtures::{assess, new_student, once, ran, room};

/// The group that applies events. A name of the product's own, which the sidecar knows.
pub(super) const GROUP: &str = "progress";

const STUDENTS: usize = 200;
/// How many write at once when many do.
const WRITERS: usize = 64;
const ARRIVES_WITHIN: Duration = Duration::from_mins(1);

/// A class, a bus, and a consumer that applies events in real transactions and tells of each.
pub(super) struct School {
    storage: Arc<dyn Log>,
    pub(super) bus: Arc<dyn Bus>,
    pub(super) students: Vec<StudentId>,
    applied: mpsc::UnboundedReceiver<EventId>,
    handler: Arc<Applying>,
}

struct Applying {
    /// Nothing is applied: only the way there counts.
    is_idle: AtomicBool,
    storage: Arc<dyn Log>,
    class: ClassId,
    tell: mpsc::UnboundedSender<EventId>,
}

impl School {
    pub(super) async fn open(
        storage: Arc<dyn Log>,
        bus: Arc<dyn Bus>,
        stop: &CancellationToken,
        running: &mut JoinSet<anyhow::Result<()>>,
    ) -> anyhow::Result<Self> {
        let room = room(storage.as_ref()).await;
        let new: Vec<_> = (0..STUDENTS).map(|number| new_student(&format!("Student {number}"))).collect();
        storage.add_students(room.class, &new, &once(room.teacher)).await?;
        let (tell, applied) = mpsc::unbounded_channel();
        let handler = Arc::new(Applying {
            is_idle: AtomicBool::new(false),
            storage: storage.clone(),
            class: room.class,
            tell,
        });
        let group = Group { name: GROUP, topics: &[Topic::CodeResults], from: From::LastPosition };
        let (carrying, taking, stop) = (bus.clone(), handler.clone(), stop.clone());
        running.spawn(async move { carrying.consume(group, taking, stop).await });
        let students = new.iter().map(|student| student.id).collect();
        Ok(Self { storage, bus, students, applied, handler })
    }

    /// An event of one of the students.
    pub(super) fn event(&self, number: usize) -> Event {
        Event { time: clock::system().now(), ..ran(self.students[number % self.students.len()]) }
    }

    /// How long from writing an event to its effect.
    pub(super) async fn write_one(&mut self, number: usize) -> anyhow::Result<Duration> {
        let event = self.event(number);
        let started = Instant::now();
        self.storage.record_event(&event).await?;
        self.wait_for(event.id).await?;
        Ok(started.elapsed())
    }

    /// How long from publishing an event, without a row of its own, to its effect.
    pub(super) async fn publish_one(&mut self, number: usize) -> anyhow::Result<Duration> {
        let event = self.event(number);
        let started = Instant::now();
        self.bus.publish(&event).await?;
        self.wait_for(event.id).await?;
        Ok(started.elapsed())
    }

    /// How long from publishing an event until the handler has it.
    pub(super) async fn carry_one(&mut self, number: usize) -> anyhow::Result<Duration> {
        self.handler.is_idle.store(true, Ordering::Relaxed);
        let took = self.publish_one(number).await;
        self.handler.is_idle.store(false, Ordering::Relaxed);
        took
    }

    /// Many write at once. How many events a second were written and applied.
    pub(super) async fn write_many(&mut self, count: usize) -> anyhow::Result<f64> {
        let storage = self.storage.clone();
        let events: Vec<_> = (0..count).map(|number| self.event(number)).collect();
        let started = Instant::now();
        let write = stream::iter(events).map(Ok).try_for_each_concurrent(WRITERS, |event| {
            let storage = storage.clone();
            async move { anyhow::Ok(storage.record_event(&event).await?) }
        });
        let applied = async {
            for _ in 0..count {
                next(&mut self.applied).await?;
            }
            Ok(())
        };
        tokio::try_join!(write, applied)?;
        Ok(f64::from(u32::try_from(count)?) / started.elapsed().as_secs_f64())
    }

    async fn wait_for(&mut self, id: EventId) -> anyhow::Result<()> {
        let came = next(&mut self.applied).await?;
        ensure!(came == id, "another event was applied");
        Ok(())
    }
}

async fn next(applied: &mut mpsc::UnboundedReceiver<EventId>) -> anyhow::Result<EventId> {
    let next = tokio::time::timeout(ARRIVES_WITHIN, applied.recv()).await;
    next.context("an event did not arrive")?.context("the consumer has ended")
}

impl Applying {
    async fn apply(&self, event: &Event) -> anyhow::Result<()> {
        let activity = Activity {
            event: event.id,
            student: event.subject,
            class: self.class,
            at: event.time,
            day: "2026-03-02".parse()?,
            traceparent: None,
            topic: None,
            exercises_in_topic: 0,
            programs_in_topic: 0,
            error_kind: None,
            what: What::Ran {
                exercise: None,
                last: LastWhat::Run { status: RunStatus::Finished, error_kind: None },
            },
        };
        self.storage.apply_activity(GROUP, &activity, assess).await?;
        Ok(())
    }
}

#[async_trait]
impl Handler for Applying {
    async fn handle(&self, event: &Event) -> Outcome {
        let applied = if self.is_idle.load(Ordering::Relaxed) { Ok(()) } else { self.apply(event).await };
        match applied {
            Ok(()) => {
                // Nobody listens when the benchmark is over.
                let _ = self.tell.send(event.id);
                Outcome::Done
            }
            Err(error) => Outcome::Retry(error),
        }
    }
}
